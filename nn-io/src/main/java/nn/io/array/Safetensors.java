package nn.io.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nn.api.Message;
import nn.io.file.FileFormatException;
import nn.io.file.FileSource;
import nn.io.json.JsonText;

/**
 * Named arrays in one file, in the format of Hugging Face's safetensors: the length of a header as
 * a little-endian integer of 64 bits, the header in JSON, which names each array with its type, its
 * shape and its bytes, then all elements, little-endian and row-major, without a gap. Immutable.
 *
 * <p>{@link #load} takes what {@link #toBytes} writes and refuses all else that could be read in
 * two ways, so that every reader sees the same. {@link #importFile} takes what other programs
 * write.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class Safetensors {

  /** The types that are written. */
  static final Set<ElementType> WRITTEN =
      Collections.unmodifiableSet(EnumSet.of(ElementType.I64, ElementType.F32, ElementType.F64));

  /** The data begin at a multiple of this, so that elements can be used where they are. */
  static final int ALIGNMENT = 64;

  private final Map<String, String> metadata;
  private final Map<String, NumberArray> arrays;

  /**
   * Named arrays.
   *
   * @param metadata texts by name, in the order in which they are written; copied
   * @param arrays of type F64, F32 or I64, by name; copied. They are written in this order, but
   *     elements of 8 bytes before those of 4
   * @throws IllegalArgumentException if a type is another, or a name is empty, longer than 512
   *     bytes or has a control character
   */
  public Safetensors(Map<String, String> metadata, Map<String, NumberArray> arrays) {
    this(metadata, arrays, WRITTEN);
    arrays.keySet().forEach(Safetensors::requireName);
  }

  Safetensors(
      Map<String, String> metadata, Map<String, NumberArray> arrays, Set<ElementType> types) {
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    this.arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    arrays.forEach(
        (name, array) -> {
          if (!types.contains(array.type())) {
            throw new IllegalArgumentException(
                Message.of(
                    "safetensors: an array's type must be one of %s: '%s' is %s",
                    types, name, array));
          }
        });
  }

  private static void requireName(String name) {
    if (!SafetensorsReader.isPlainName(name)) {
      throw new IllegalArgumentException(
          "safetensors: a name must have 1 to 512 bytes and no control character: '" + name + "'");
    }
  }

  /**
   * Reads a file as {@link #toBytes} writes it: metadata first, arrays in the order of their
   * elements, aligned, of types F64, F32 and I64, no name twice, nothing unknown. The arrays are
   * views of the bytes.
   *
   * @throws FileFormatException if the file cannot be read or is another
   */
  public static Safetensors load(Path file) {
    FileSource source = new FileSource("load", file);
    return parse(source, source.bytes());
  }

  /**
   * {@link #load} of bytes that have been read.
   *
   * @param source what errors name
   * @param bytes of the whole file; not to be changed any more
   */
  public static Safetensors parse(FileSource source, byte[] bytes) {
    return new SafetensorsReader(source, bytes, true).read();
  }

  /**
   * Reads a file of another program: metadata anywhere, arrays in any order and alignment, types
   * that nn has no tensors of as well, unknown members. Refused are still names that are there
   * twice, gaps, overlaps and elements beyond the end. The arrays are views of the bytes.
   *
   * @throws FileFormatException if the file cannot be read or is no such file
   */
  public static Safetensors importFile(Path file) {
    FileSource source = new FileSource("import", file);
    return new SafetensorsReader(source, source.bytes(), false).read();
  }

  /** Texts by name, in the file's order. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The arrays by name, in the order of their elements. */
  public Map<String, NumberArray> arrays() {
    return arrays;
  }

  /**
   * An array.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public NumberArray array(String name) {
    NumberArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          Message.of("safetensors: no array '%s', there are %s", name, arrays.keySet()));
    }
    return array;
  }

  /**
   * The file: the same bytes for the same metadata and arrays in the same order.
   *
   * @throws IllegalArgumentException if the file would have 2³¹ bytes or more
   */
  public byte[] toBytes() {
    List<Map.Entry<String, NumberArray>> ordered = new ArrayList<>(arrays.entrySet());
    ordered.sort(Comparator.comparing(entry -> -entry.getValue().type().bytes())); // stable
    byte[] header = header(ordered).getBytes(StandardCharsets.UTF_8);
    long data = Long.BYTES + (long) header.length;
    data += (ALIGNMENT - data % ALIGNMENT) % ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(size(data, ordered)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(data - Long.BYTES).put(header);
    while (bytes.position() < data) {
      bytes.put((byte) ' ');
    }
    ordered.forEach(entry -> entry.getValue().putTo(bytes));
    return bytes.array();
  }

  private static int size(long data, List<Map.Entry<String, NumberArray>> arrays) {
    long size = data;
    for (Map.Entry<String, NumberArray> entry : arrays) {
      size += bytes(entry.getValue());
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          Message.of("safetensors: a file must have less than 2^31 bytes: it would have %d", size));
    }
    return (int) size;
  }

  private static long bytes(NumberArray array) {
    return (long) array.size() * array.type().bytes();
  }

  private String header(List<Map.Entry<String, NumberArray>> ordered) {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{");
    List<String> texts = new ArrayList<>();
    metadata.forEach(
        (name, text) -> texts.add(JsonText.quoted(name) + ":" + JsonText.quoted(text)));
    header.append(String.join(",", texts)).append('}');
    long offset = 0;
    for (Map.Entry<String, NumberArray> entry : ordered) {
      NumberArray array = entry.getValue();
      long end = offset + bytes(array);
      header.append(',').append(JsonText.quoted(entry.getKey()));
      header.append(":{\"dtype\":\"").append(array.type()).append("\",\"shape\":[");
      header.append(String.join(",", array.shape().stream().map(String::valueOf).toList()));
      header.append("],\"data_offsets\":[").append(offset).append(',').append(end).append("]}");
      offset = end;
    }
    return header.append('}').toString();
  }
}
