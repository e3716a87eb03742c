package nn.io.malformed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Files that must be refused, in classes by what is wrong with them; the same in every run.
 *
 * <p>A class is named after its reader and its fault, {@code npz: an entry is encrypted}.
 */
final class MalformedFiles {
  /** Of a class whose files are drawn. */
  private static final int DRAWN = 24;

  private final Map<String, List<byte[]>> classes = new LinkedHashMap<>();
  private final Map<String, Reader> readers = new LinkedHashMap<>();

  /** All of them. */
  static MalformedFiles all() {
    MalformedFiles all = new MalformedFiles();
    MalformedModels.addTo(all);
    MalformedIdx.addTo(all);
    MalformedArchives.addTo(all);
    MalformedNumpy.addTo(all);
    MalformedTorch.addTo(all);
    MalformedCsv.addTo(all);
    return all;
  }

  /** The files of each class. */
  Map<String, List<byte[]>> classes() {
    return classes;
  }

  /** Who must refuse a class. */
  Reader reader(String name) {
    return readers.getOrDefault(name, Reader.MODEL);
  }

  /** How many files there are. */
  int size() {
    return classes.values().stream().mapToInt(List::size).sum();
  }

  /** Adds files to a class. */
  void add(Reader reader, String fault, byte[]... files) {
    String name = reader.label() + ": " + fault;
    readers.put(name, reader);
    classes.computeIfAbsent(name, key -> new ArrayList<>()).addAll(List.of(files));
  }

  /** Adds files that are drawn. */
  void draw(Reader reader, String fault, Function<Random, byte[]> file) {
    Random random = new Random(fault.hashCode());
    for (int i = 0; i < DRAWN; i++) {
      add(reader, fault, file.apply(random));
    }
  }
}
