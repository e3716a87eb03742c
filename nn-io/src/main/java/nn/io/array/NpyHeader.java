package nn.io.array;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.LongStream;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands before the elements of an array of NumPy: a dictionary of Python with three
 * keys, in any order, each once.
 */
final class NpyHeader {
  private static final int MAX_DIMENSIONS = 64; // NumPy's
  private static final int MAX_DIGITS = 18; // of a number that fits in a long

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("b1", ElementType.BOOL),
          Map.entry("u1", ElementType.U8),
          Map.entry("i1", ElementType.I8),
          Map.entry("u2", ElementType.U16),
          Map.entry("i2", ElementType.I16),
          Map.entry("u4", ElementType.U32),
          Map.entry("i4", ElementType.I32),
          Map.entry("u8", ElementType.U64),
          Map.entry("i8", ElementType.I64),
          Map.entry("f2", ElementType.F16),
          Map.entry("f4", ElementType.F32),
          Map.entry("f8", ElementType.F64));

  private final FileSource source;
  private final String name;
  private final int offset; // of the text in the file
  private final String text;
  private int at;
  private @Nullable String descr;
  private @Nullable String fortranOrder;
  private long @Nullable [] shape;

  /**
   * Reads a header.
   *
   * @param name of the array, for messages
   * @param offset of the text in the file
   */
  NpyHeader(FileSource source, String name, int offset, String text) {
    this.source = source;
    this.name = name;
    this.offset = offset;
    this.text = text;
    expect('{');
    while (!take('}')) {
      item();
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skipSpace();
    if (at < text.length() || descr == null || fortranOrder == null || shape == null) {
      throw malformed("it must be a dictionary of descr, fortran_order and shape alone");
    }
  }

  private void item() {
    String key = string();
    expect(':');
    if (key.equals("descr") && descr == null) {
      descr = type();
    } else if (key.equals("fortran_order") && fortranOrder == null) {
      fortranOrder = word();
    } else if (key.equals("shape") && shape == null) {
      shape = tuple();
    } else {
      throw malformed("the keys must be descr, fortran_order and shape, each once: '" + key + "'");
    }
  }

  private String type() {
    skipSpace();
    if (at < text.length() && text.charAt(at) == '[') {
      throw unsupported("a record of several fields");
    }
    String found = string();
    boolean known = found.length() == 3 && "<>|=".indexOf(found.charAt(0)) >= 0;
    if (!known || !TYPES.containsKey(found.substring(1))) {
      throw unsupported("'" + found + "'");
    }
    return found;
  }

  private FileFormatException unsupported(String type) {
    return source.problem(
        offset + at,
        FileProblem.UNSUPPORTED,
        name
            + "elements must be numbers or truth values: they are "
            + type
            + "; convert them with astype and save them again");
  }

  private String word() {
    skipSpace();
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word;
      }
    }
    throw malformed("fortran_order must be True or False");
  }

  private String string() {
    skipSpace();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw malformed("a text in quotes is missing");
    }
    String string = text.substring(at + 1, end);
    at = end + 1;
    return string;
  }

  private long[] tuple() {
    LongStream.Builder extents = LongStream.builder();
    expect('(');
    int count = 0;
    while (!take(')')) {
      if (++count > MAX_DIMENSIONS) {
        throw malformed("an array has at most " + MAX_DIMENSIONS + " dimensions");
      }
      extents.add(number());
      if (!take(',')) {
        if (count == 1) {
          throw malformed("a tuple of one number needs a comma");
        }
        expect(')');
        break;
      }
    }
    return extents.build().toArray();
  }

  private long number() {
    skipSpace();
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from || at - from > MAX_DIGITS) {
      throw malformed("an extent must be a whole number of at most 18 digits");
    }
    long number = Long.parseLong(text.substring(from, at));
    take('L'); // as Python 2 wrote it
    return number;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw malformed("'" + c + "' is missing");
    }
  }

  private boolean take(char c) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && " \n\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private FileFormatException malformed(String rule) {
    return source.problem(
        offset + at,
        FileProblem.MALFORMED,
        name + "the header is none of NumPy: " + rule + "; save it again with numpy.save");
  }

  /** What the elements are. */
  ElementType elementType() {
    ElementType known = descr == null ? null : TYPES.get(descr.substring(1));
    if (known == null) {
      throw new IllegalStateException("a header that was read has a type");
    }
    return known;
  }

  /** Of the bytes of an element; the file's {@code =} and {@code |} are little-endian. */
  ByteOrder order() {
    boolean big = descr != null && descr.charAt(0) == '>';
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Whether the first dimension runs fastest. */
  boolean isFortran() {
    return "True".equals(fortranOrder);
  }

  /** One for each dimension. */
  long[] extents() {
    return shape == null ? new long[0] : shape.clone();
  }
}
