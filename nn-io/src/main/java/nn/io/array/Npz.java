package nn.io.array;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.zip.ZipArchive;
import nn.io.zip.ZipEntry;

/**
 * Files of named arrays as {@code numpy.savez} and {@code numpy.savez_compressed} write them: zip
 * archives of {@link Npy} files. Names are nothing but names; no file is written.
 */
public final class Npz {
  private static final String SUFFIX = ".npy";

  private Npz() {}

  /**
   * Reads a file. What is compressed in it may be 4 MiB, or 64 times its size where that is more.
   *
   * @return the arrays in the order of the file, by their names without {@code .npy}
   * @throws FileFormatException if it cannot be read or is not such a file
   */
  public static Map<String, NumberArray> read(Path file) {
    FileSource source = new FileSource("read npz", file);
    byte[] bytes = source.bytes();
    if (!ZipArchive.isArchive(bytes)) {
      throw source.problem(
          0, FileProblem.OTHER_FORMAT, "this is no zip archive; name a file of numpy.savez");
    }
    ZipArchive archive = ZipArchive.of(source, bytes);
    requireSize(source, archive, Inflation.most(bytes.length));
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    for (ZipEntry entry : archive.entries()) {
      String name = entry.name();
      if (!name.endsWith(SUFFIX)) {
        throw source.problem(
            entry.offset(),
            FileProblem.OTHER_FORMAT,
            "an archive of NumPy holds .npy files alone: '"
                + name
                + "'; name a file of numpy.savez");
      }
      arrays.put(
          name.substring(0, name.length() - SUFFIX.length()),
          Npy.read(source, name + ": ", archive.open(entry)));
    }
    return arrays;
  }

  private static void requireSize(FileSource source, ZipArchive archive, long most) {
    long inflated =
        archive.entries().stream().filter(entry -> !entry.stored()).mapToLong(ZipEntry::size).sum();
    if (inflated > most) {
      throw source.problem(
          FileProblem.TOO_LARGE, Inflation.rule(inflated + " bytes in its arrays", most));
    }
  }
}
