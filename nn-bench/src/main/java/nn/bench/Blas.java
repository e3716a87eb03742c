package nn.bench;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The BLAS that a program computes products with, from the libraries that its process has mapped
 * ({@code /proc/self/maps} after a product, as {@code peers/python/blas.py} prints them).
 *
 * <p>Reference BLAS, which Debian takes where no other is installed, is one or two orders of
 * magnitude slower than any other, and no peer to compare with. It is a file {@code libblas.so…} of
 * its own, while OpenBLAS, BLIS and ATLAS keep theirs in folders of their names, and MKL has other
 * files.
 *
 * @param libraries the files, in the order in which they are mapped
 */
record Blas(List<String> libraries) {
  private static final Pattern ANY =
      Pattern.compile("lib.*(blas|blis|mkl|atlas|nvpl|armpl).*\\.so.*");
  private static final Pattern REFERENCE = Pattern.compile("lib(ref)?c?blas\\.so[^/]*");
  private static final Pattern FOLDER = Pattern.compile("(openblas|blis|atlas|mkl).*");

  Blas {
    libraries = List.copyOf(libraries);
  }

  /** Reads lines whose last word is a file, as those of {@code /proc/self/maps}. */
  static Blas of(String maps) {
    return new Blas(
        maps.lines()
            .filter(line -> line.contains("/"))
            .map(line -> line.substring(line.indexOf('/')).strip())
            .filter(file -> ANY.matcher(name(file)).matches())
            .distinct()
            .toList());
  }

  /** The file of reference BLAS, if it is in use. */
  Optional<String> reference() {
    return libraries.stream()
        .filter(file -> REFERENCE.matcher(name(file)).matches())
        .filter(file -> !FOLDER.matcher(folder(file)).matches())
        .findFirst();
  }

  /**
   * Why peers on reference BLAS are not measured, and what to do.
   *
   * @param peers their names
   * @param files of reference BLAS
   * @param python the interpreter in which they run
   * @param others options that leave them out, or nothing if no peer would be left
   */
  static String refusal(Set<String> peers, Set<String> files, String python, String others) {
    return "peers: no peer may compute with reference BLAS, which is slow for a reason that is not its"
        + " own: "
        + String.join(", ", peers)
        + " of "
        + python
        + " with "
        + String.join(", ", files)
        + "; install OpenBLAS (Debian: apt-get install libopenblas0-pthread; if it is there, choose it"
        + " with update-alternatives --all, and have no LD_LIBRARY_PATH that leads elsewhere)"
        + (others.isEmpty()
            ? "; without them no other peer is left"
            : ", or leave them out: " + others);
  }

  /** The files, or that nothing is known. */
  @Override
  public String toString() {
    return libraries.isEmpty() ? "not known" : String.join(", ", libraries);
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static String folder(String file) {
    String parent = file.substring(0, file.lastIndexOf('/'));
    return name(parent);
  }
}
