package nn.io.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes text strictly, knows the line, and recognises the encoding in the one pass that it makes:
 * a byte order mark tells it, else it is UTF-8 until a byte is not; if all before was ASCII, which
 * is the same in both, the text is Windows-1252 from there on.
 */
final class TextReader extends Reader {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /** The text is not what a CSV file can hold. */
  static final class NotTextException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long line;

    NotTextException(long line, String problem) {
      super(problem);
      this.line = line;
    }

    long line() {
      return line;
    }
  }

  private final InputStream stream;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(1 << 14).limit(0);
  private final boolean given;
  private Charset charset;
  private CharsetDecoder decoder;
  private boolean mayBeWindows;
  private boolean ended;
  private boolean started;
  private boolean afterCarriageReturn;
  private long line = 1;

  /**
   * Reads a stream.
   *
   * @param encoding null to recognise it
   */
  TextReader(InputStream stream, @Nullable Charset encoding) {
    this.stream = stream;
    given = encoding != null;
    charset = encoding != null ? encoding : StandardCharsets.UTF_8;
    decoder = decoder(charset);
    mayBeWindows = !given;
  }

  private static CharsetDecoder decoder(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** The encoding as it is known by what has been read. */
  Charset charset() {
    return charset;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (!decode()) {
        return -1;
      }
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  /** Decodes one more piece, perhaps an empty one; false at the end of the stream. */
  private boolean decode() throws IOException {
    if (ended && !bytes.hasRemaining()) {
      return false;
    }
    fill();
    if (!started && !ended && bytes.remaining() < 2) {
      return true; // the first two bytes tell the encoding
    }
    if (!started && !given) {
      recogniseMark();
    }
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, ended);
    chars.flip();
    inspect();
    if (result.isError()) {
      useWindows();
    }
    return true;
  }

  private void fill() throws IOException {
    if (!ended) {
      bytes.compact();
      int count = stream.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = count < 0;
      bytes.position(bytes.position() + Math.max(0, count)).flip();
    }
  }

  private void recogniseMark() {
    int first = bytes.remaining() < 2 ? 0 : ((bytes.get(0) & 0xff) << 8) | (bytes.get(1) & 0xff);
    if (first == 0xfeff || first == 0xfffe) {
      charset = first == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      decoder = decoder(charset);
      mayBeWindows = false;
    }
  }

  private void useWindows() throws NotTextException {
    if (!mayBeWindows) {
      throw new NotTextException(line, notText());
    }
    mayBeWindows = false;
    charset = WINDOWS;
    decoder = decoder(charset);
  }

  private String notText() {
    String advice = "; save the file as UTF-8, or set the encoding";
    if (given || !(charset.equals(WINDOWS) || charset.equals(StandardCharsets.UTF_8))) {
      return "this is not " + charset.name() + " text" + advice;
    }
    return charset.equals(WINDOWS)
        ? "this is neither UTF-8 nor Windows-1252 text" + advice
        : "this is not UTF-8 text, as what stands before is" + advice;
  }

  /** Counts lines, refuses NUL and skips a byte order mark. */
  private void inspect() throws NotTextException {
    if (!started && chars.hasRemaining()) {
      started = true;
      if (chars.get(0) == '\uFEFF') {
        chars.position(1);
        mayBeWindows = false;
      }
    }
    for (int i = chars.position(); i < chars.limit(); i++) {
      char c = chars.get(i);
      if (c == '\r' || (c == '\n' && !afterCarriageReturn)) {
        line++;
      } else if (c == '\0') {
        throw new NotTextException(
            line, "this is a binary file, not text; give a text file, or set the encoding");
      } else if (c > '\u007f' && !charset.equals(WINDOWS)) {
        mayBeWindows = false;
      }
      afterCarriageReturn = c == '\r';
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
