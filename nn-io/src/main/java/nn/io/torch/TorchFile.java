package nn.io.torch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import nn.api.Message;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.zip.ZipArchive;
import nn.io.zip.ZipEntry;

/**
 * Files that {@code torch.save} writes since PyTorch 1.6, {@code .pt} or {@code .pth}: the tensors
 * of a state dictionary, or of a checkpoint with dictionaries and lists in it. The pickle inside is
 * a program; of its instructions those are followed that build dictionaries, lists, numbers, text
 * and tensors. No class is ever looked up by a name that the file has, and an object of any other
 * kind, as a whole module, is refused.
 */
public final class TorchFile {

  /** Arrays in arrays, as in a checkpoint of several networks. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_VALUES = 1_000_000;
  private static final int MAX_NAME = 512;

  /** How many times the file all tensors may be, which may share their numbers. */
  private static final int MAX_SHARING = 4;

  /** So many objects are made of any file, and one more for so many bytes: PyTorch needs 25. */
  private static final int OBJECTS = 4096;

  private static final int BYTES_FOR_AN_OBJECT = 16;
  private static final String PICKLE = "data.pkl";

  private final FileSource source;
  private final Map<String, NumberArray> arrays = new LinkedHashMap<>();
  private final long mostBytes;
  private final long mostNames;
  private long bytes; // of all arrays, if each had its own
  private int values;
  private int names; // of arrays, lists and dictionaries

  private TorchFile(FileSource source, long mostBytes, long mostNames) {
    this.source = source;
    this.mostBytes = mostBytes;
    this.mostNames = mostNames;
  }

  /**
   * Reads a file.
   *
   * @return the tensors by name, in the order of the file. In nested dictionaries a name is the
   *     keys with dots between them ({@code model_state_dict.0.weight}), in lists the index. What
   *     is no tensor is left out
   * @throws FileFormatException if it cannot be read, is not such a file, or holds what is not read
   */
  public static Map<String, NumberArray> read(Path file) {
    FileSource source = new FileSource("read torch", file);
    byte[] bytes = source.bytes();
    if (!ZipArchive.isArchive(bytes)) {
      throw source.problem(
          0,
          FileProblem.OTHER_FORMAT,
          "this is no file of PyTorch 1.6 or newer; save it again there with"
              + " torch.save(model.state_dict(), FILE)");
    }
    ZipArchive archive = ZipArchive.of(source, bytes);
    ZipEntry pickle = pickle(source, archive);
    String folder = pickle.name().substring(0, pickle.name().length() - PICKLE.length());
    Storages storages = new Storages(source, archive, folder);
    long objects = OBJECTS + (long) bytes.length / BYTES_FOR_AN_OBJECT;
    Object root =
        new Unpickler(source, pickle.offset(), archive.open(pickle), storages, objects).run();
    TorchFile reading = new TorchFile(source, (long) MAX_SHARING * bytes.length, objects);
    reading.add("", root, 0);
    if (reading.arrays.isEmpty()) {
      throw source.problem(
          FileProblem.OTHER_FORMAT,
          "there is no tensor in it; save the parameters: torch.save(model.state_dict(), FILE)");
    }
    return reading.arrays;
  }

  private static ZipEntry pickle(FileSource source, ZipArchive archive) {
    for (ZipEntry entry : archive.entries()) {
      if (entry.stored() && entry.name().endsWith("/" + PICKLE)) {
        return entry;
      }
    }
    throw source.problem(
        FileProblem.OTHER_FORMAT,
        "an archive of PyTorch has a stored entry " + PICKLE + "; name a file of torch.save");
  }

  private void add(String name, Object value, int depth) {
    boolean named = value instanceof NumberArray || value instanceof Pickled;
    names += named ? 1 : 0;
    if (++values > MAX_VALUES
        || names > mostNames
        || depth > MAX_DEPTH
        || name.length() > MAX_NAME) {
      throw source.problem(
          FileProblem.TOO_LARGE,
          Message.of(
              "there must be at most %d values, as many of them lists and tensors as suit its size,"
                  + " %d in each other, with names of at most %d characters; save the state"
                  + " dictionary alone",
              MAX_VALUES, MAX_DEPTH, MAX_NAME));
    }
    if (value instanceof NumberArray array) {
      addArray(name, array);
    } else if (value instanceof Pickled.Dictionary dictionary) {
      dictionary.items().forEach((key, item) -> addItem(name, key, item, depth + 1));
    } else if (value instanceof Pickled.Items list) {
      for (int i = 0; i < list.values().size(); i++) {
        addItem(name, i, list.values().get(i), depth + 1);
      }
    }
  }

  /** A number or a text needs no name, and a list may have a million. */
  private void addItem(String name, Object key, Object item, int depth) {
    boolean named = item instanceof NumberArray || item instanceof Pickled;
    add(named ? joined(name, key) : name, item, depth);
  }

  private static String joined(String name, Object key) {
    return name.isEmpty() ? String.valueOf(key) : name + "." + key;
  }

  private void addArray(String name, NumberArray array) {
    bytes += (long) array.size() * array.type().bytes();
    if (bytes > mostBytes) {
      throw source.problem(
          FileProblem.TOO_LARGE,
          Message.of(
              "tensors that share their numbers must be at most %d times the file; save clones of"
                  + " them",
              MAX_SHARING));
    }
    if (arrays.put(name, array) != null) {
      throw source.problem(
          FileProblem.INCONSISTENT, "two tensors have one name: '" + name + "'; rename one");
    }
  }
}
