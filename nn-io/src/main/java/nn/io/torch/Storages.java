package nn.io.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import nn.api.Message;
import nn.io.array.ElementType;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.zip.ZipArchive;
import nn.io.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The storages of an archive: entries of nothing but numbers. */
final class Storages {
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("DoubleStorage", ElementType.F64),
          Map.entry("FloatStorage", ElementType.F32),
          Map.entry("HalfStorage", ElementType.F16),
          Map.entry("BFloat16Storage", ElementType.BF16),
          Map.entry("LongStorage", ElementType.I64),
          Map.entry("IntStorage", ElementType.I32),
          Map.entry("ShortStorage", ElementType.I16),
          Map.entry("CharStorage", ElementType.I8),
          Map.entry("ByteStorage", ElementType.U8),
          Map.entry("BoolStorage", ElementType.BOOL));

  private static final String LITTLE = "little";

  private final FileSource source;
  private final ZipArchive archive;
  private final String folder;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Map<String, ByteBuffer> opened = new HashMap<>();
  private final ByteOrder order;

  /**
   * Those of an archive.
   *
   * @param folder before the names of all entries, with its slash
   */
  Storages(FileSource source, ZipArchive archive, String folder) {
    this.source = source;
    this.archive = archive;
    this.folder = folder;
    archive.entries().forEach(entry -> entries.put(entry.name(), entry));
    order = order(entries.get(folder + "byteorder"));
  }

  private ByteOrder order(@Nullable ZipEntry entry) {
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN; // as before PyTorch 2.1
    }
    // a compressed or a longer one could be of any size
    boolean isWord = entry.stored() && entry.size() <= LITTLE.length();
    return switch (isWord
        ? StandardCharsets.ISO_8859_1.decode(archive.open(entry)).toString()
        : "") {
      case LITTLE -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw source.problem(
              entry.offset(),
              FileProblem.MALFORMED,
              "the byte order must be little or big; get the whole file again");
    };
  }

  /** The elements of storages of a name of PyTorch; null if there are none of this name. */
  static @Nullable ElementType type(String name) {
    return TYPES.get(name);
  }

  /**
   * A storage.
   *
   * @param key its number, as text
   * @param elements how many the pickle says it has
   */
  Pickled.Storage open(ElementType type, String key, long elements) {
    ZipEntry entry = entries.get(folder + "data/" + key);
    if (entry == null || !entry.stored() || entry.size() != elements * type.bytes()) {
      throw source.problem(
          FileProblem.MALFORMED,
          Message.of(
              "a storage must be a stored entry of its size: %d numbers of %s in '%s'; get the whole"
                  + " file again",
              elements, type, key));
    }
    ByteBuffer bytes = opened.computeIfAbsent(key, unknown -> archive.open(entry));
    return new Pickled.Storage(type, bytes.duplicate().order(order));
  }
}
