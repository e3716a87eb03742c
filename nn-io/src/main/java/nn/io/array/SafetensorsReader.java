package nn.io.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nn.api.Message;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonException;
import nn.io.json.JsonTokens;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of a safetensors file; strictly, or as other programs write it. */
final class SafetensorsReader {
  private static final int MOST_HEADER = 1 << 24; // bytes
  private static final int MOST_FOREIGN_HEADER = 100_000_000; // as the format allows
  private static final int MOST_ARRAYS = 1 << 14;
  private static final int MOST_TOKENS = MOST_ARRAYS * 20;
  private static final int MOST_DIMENSIONS = 16;
  private static final int MOST_NAME = 512; // bytes
  private static final String WHOLE = "; get the whole file again";
  private static final String BROKEN = "; get the file again, or save it again with what wrote it";
  private static final String METADATA = "__metadata__";

  private final FileSource source;
  private final byte[] bytes;
  private final boolean strict;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /** An array as the header describes it: its bytes are counted from the end of the header. */
  private record Entry(String name, ElementType type, List<Integer> shape, long begin, long end) {}

  SafetensorsReader(FileSource source, byte[] bytes, boolean strict) {
    this.source = source;
    this.bytes = bytes;
    this.strict = strict;
  }

  /** Whether a name is one that nn writes. */
  static boolean isPlainName(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    return length >= 1 && length <= MOST_NAME && name.chars().noneMatch(Character::isISOControl);
  }

  Safetensors read() {
    int header = headerLength();
    try {
      readHeader(header);
    } catch (JsonException refused) {
      throw source.problem(
          Long.BYTES + Math.max(0, refused.offset()),
          refused.isTooLarge() ? FileProblem.TOO_LARGE : FileProblem.MALFORMED,
          "header: " + refused.getMessage() + BROKEN);
    }
    if (!strict) {
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    }
    return new Safetensors(metadata, arrays(Long.BYTES + header), EnumSet.allOf(ElementType.class));
  }

  private int headerLength() {
    if (bytes.length < Long.BYTES) {
      throw source.problem(
          bytes.length, FileProblem.TRUNCATED, "the length of the header is cut off" + WHOLE);
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MOST_FOREIGN_HEADER) {
      throw source.problem(
          0,
          FileProblem.OTHER_FORMAT,
          "a safetensors file begins with the length of its header, from 2 to 100000000: "
              + Long.toUnsignedString(length)
              + "; name such a file");
    }
    if (length > bytes.length - Long.BYTES) {
      throw source.problem(
          bytes.length,
          FileProblem.TRUNCATED,
          Message.of("the header should end at byte %d%s", Long.BYTES + length, WHOLE));
    }
    if (strict) {
      requireOwnHeader((int) length);
    }
    return (int) length;
  }

  private void requireOwnHeader(int length) {
    if (length > MOST_HEADER) {
      throw source.problem(
          0,
          FileProblem.TOO_LARGE,
          Message.of("the header must have at most %d bytes: %d%s", MOST_HEADER, length, BROKEN));
    }
    requireStrict(
        (Long.BYTES + length) % Safetensors.ALIGNMENT == 0,
        0,
        "the data must begin at a multiple of " + Safetensors.ALIGNMENT + " bytes");
    requireStrict(bytes[Long.BYTES] == '{', Long.BYTES, "the header must begin with {");
  }

  private void requireStrict(boolean rule, long offset, String text) {
    if (strict && !rule) {
      throw source.problem(offset, FileProblem.MALFORMED, text + BROKEN);
    }
  }

  private void readHeader(int length) {
    JsonTokens tokens = new JsonTokens(bytes, Long.BYTES, length, MOST_TOKENS);
    tokens.beginObject();
    boolean first = true;
    for (String name = tokens.name(); name != null; name = tokens.name()) {
      if (name.equals(METADATA)) {
        requireStrict(first, offset(tokens), "metadata must come first");
        readMetadata(tokens);
      } else {
        readEntry(name, tokens);
      }
      first = false;
    }
    long end = offset(tokens);
    tokens.end();
    for (int i = (int) end; i < Long.BYTES + length; i++) {
      requireStrict(bytes[i] == ' ', i, "only spaces may follow the header's object");
    }
  }

  private static long offset(JsonTokens tokens) {
    return Long.BYTES + tokens.offset();
  }

  private void readMetadata(JsonTokens tokens) {
    if (!strict && tokens.skipNull()) {
      return;
    }
    tokens.beginObject();
    for (String name = tokens.name(); name != null; name = tokens.name()) {
      metadata.put(name, tokens.text());
    }
  }

  private void readEntry(String name, JsonTokens tokens) {
    if (strict && !isPlainName(name)) {
      throw malformed(tokens, "a name must have 1 to 512 bytes and no control character");
    }
    ElementType type = null;
    List<Integer> shape = null;
    long[] offsets = null;
    tokens.beginObject();
    for (String member = tokens.name(); member != null; member = tokens.name()) {
      switch (member) {
        case "dtype" -> type = type(name, tokens);
        case "shape" -> shape = shape(name, tokens);
        case "data_offsets" -> offsets = offsets(name, tokens);
        default -> {
          requireStrict(
              false, offset(tokens), Message.of("'%s' has an unknown '%s'", name, member));
          tokens.value();
        }
      }
    }
    add(name, type, shape, offsets, tokens);
  }

  private void add(
      String name,
      @Nullable ElementType type,
      @Nullable List<Integer> shape,
      long @Nullable [] offsets,
      JsonTokens tokens) {
    if (type == null || shape == null || offsets == null) {
      throw malformed(tokens, "'%s' must have dtype, shape and data_offsets", name);
    }
    if (entries.size() == MOST_ARRAYS) {
      throw source.problem(
          offset(tokens),
          FileProblem.TOO_LARGE,
          Message.of("a file must have at most %d arrays; split it", MOST_ARRAYS));
    }
    entries.add(new Entry(name, type, shape, offsets[0], offsets[1]));
  }

  private FileFormatException malformed(JsonTokens tokens, String rule, Object... operands) {
    return source.problem(
        offset(tokens), FileProblem.MALFORMED, Message.of(rule, operands) + BROKEN);
  }

  private ElementType type(String name, JsonTokens tokens) {
    String text = tokens.text();
    Set<ElementType> known = strict ? Safetensors.WRITTEN : EnumSet.allOf(ElementType.class);
    for (ElementType type : known) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw source.problem(
        offset(tokens),
        FileProblem.UNSUPPORTED,
        Message.of("'%s' is of type '%s', which is not read; convert it to F32", name, text));
  }

  private List<Integer> shape(String name, JsonTokens tokens) {
    List<Integer> shape = new ArrayList<>();
    tokens.beginArray();
    while (tokens.hasNext()) {
      long extent = tokens.whole();
      if (extent > Integer.MAX_VALUE || shape.size() == MOST_DIMENSIONS) {
        throw source.problem(
            offset(tokens),
            FileProblem.TOO_LARGE,
            Message.of(
                "'%s' must have at most %d dimensions, each below 2^31; split it",
                name, MOST_DIMENSIONS));
      }
      shape.add((int) extent);
    }
    return List.copyOf(shape);
  }

  private long[] offsets(String name, JsonTokens tokens) {
    long[] offsets = new long[2];
    int count = 0;
    tokens.beginArray();
    while (tokens.hasNext()) {
      if (count == offsets.length) {
        throw malformed(tokens, "'%s' must have two data_offsets", name);
      }
      offsets[count++] = tokens.whole();
    }
    if (count < offsets.length || offsets[0] > offsets[1]) {
      throw malformed(tokens, "'%s' must have two ascending data_offsets", name);
    }
    return offsets;
  }

  /** The arrays, whose elements must follow each other without a gap up to the file's end. */
  private Map<String, NumberArray> arrays(int data) {
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    long end = 0;
    for (Entry entry : entries) {
      requireFits(entry, data, end);
      ByteBuffer elements = ByteBuffer.wrap(bytes, data + (int) entry.begin(), size(entry));
      elements.order(ByteOrder.LITTLE_ENDIAN);
      arrays.put(entry.name(), NumberArray.of(entry.type(), entry.shape(), elements));
      end = entry.end();
    }
    if (data + end != bytes.length) {
      throw source.problem(
          data + end,
          FileProblem.MALFORMED,
          Message.of("%d bytes follow the last array%s", bytes.length - data - end, BROKEN));
    }
    return arrays;
  }

  private static int size(Entry entry) {
    return (int) (entry.end() - entry.begin());
  }

  private void requireFits(Entry entry, int data, long end) {
    long[] extents = entry.shape().stream().mapToLong(Integer::longValue).toArray();
    int elements = NumberArray.elements(extents);
    if (elements < 0 || (long) elements * entry.type().bytes() != entry.end() - entry.begin()) {
      throw inconsistent(entry, data, "its bytes must hold its shape");
    }
    if (entry.begin() != end) {
      throw inconsistent(entry, data, "its bytes must follow those of the array before it");
    }
    if (data + entry.end() > bytes.length) {
      throw source.problem(
          bytes.length,
          FileProblem.TRUNCATED,
          Message.of("'%s' should end at byte %d%s", entry.name(), data + entry.end(), WHOLE));
    }
    if (strict && entry.begin() % entry.type().bytes() != 0) {
      throw inconsistent(entry, data, "its elements must be aligned");
    }
  }

  private FileFormatException inconsistent(Entry entry, int data, String rule) {
    return source.problem(
        data + Math.min(entry.begin(), bytes.length),
        FileProblem.MALFORMED,
        Message.of(
            "'%s', %s %s in bytes %d to %d: %s%s",
            entry.name(), entry.type(), entry.shape(), entry.begin(), entry.end(), rule, BROKEN));
  }
}
