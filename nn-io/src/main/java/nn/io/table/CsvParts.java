package nn.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackReader;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A CSV file that is being read: its records from the first to the last, some at a time. */
final class CsvParts implements AutoCloseable {
  private static final int SAMPLE = 1 << 16;

  private final String file;
  private final CsvFormat format;
  private final boolean compressed;
  private final TextReader text;
  private final char separator;
  private final CsvReader<CsvFields> reader;
  private final Iterator<CsvFields> records;
  private final CsvLoading loading;
  private @Nullable CsvFormat known; // once there is a part

  /** What is done with a file. */
  interface Reading<T> {
    T read(CsvParts parts) throws IOException;
  }

  private CsvParts(String file, TextReader text, CsvFormat format, boolean compressed)
      throws IOException {
    this.file = file;
    this.format = format;
    this.compressed = compressed;
    this.text = text;
    PushbackReader whole = new PushbackReader(text, SAMPLE);
    separator = format.separator() != null ? format.separator() : recogniseSeparator(file, whole);
    reader = CsvFields.read(whole, separator, false);
    records = reader.iterator();
    loading = new CsvLoading(file, separator, format.header());
  }

  /**
   * Reads a file.
   *
   * @throws CsvException as {@link CsvTable#read(Path, CsvFormat)}
   */
  static <T> T read(Path path, CsvFormat format, Reading<T> reading) {
    String file = String.valueOf(path);
    if (Files.isDirectory(path)) {
      throw CsvException.ofFile(file, "this is a folder; name a CSV file");
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return read(file, stream, format, reading);
    } catch (NoSuchFileException missing) {
      throw CsvException.ofFile(file, "there is no such file; check the path");
    } catch (AccessDeniedException denied) {
      throw CsvException.ofFile(file, "no permission to read it; check the file's owner and mode");
    } catch (IOException unreadable) {
      throw CsvException.ofFile(file, "it cannot be read: " + oneLine(unreadable.getMessage()));
    }
  }

  /**
   * Reads a stream.
   *
   * @throws IOException if the stream fails
   */
  static <T> T read(String file, InputStream stream, CsvFormat format, Reading<T> reading)
      throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(stream);
    try {
      boolean compressed = isCompressed(bytes);
      TextReader text =
          new TextReader(compressed ? new GZIPInputStream(bytes) : bytes, format.encoding());
      try (CsvParts parts = new CsvParts(file, text, format, compressed)) {
        return reading.read(parts);
      }
    } catch (TextReader.NotTextException wrong) {
      throw CsvException.ofLine(
          file, wrong.line(), String.valueOf(wrong.getMessage()), TableSetting.ENCODING);
    } catch (ZipException | EOFException damaged) {
      throw CsvException.ofFile(
          file, "its gzip data is damaged or ends too early; compress the file anew");
    }
  }

  private static boolean isCompressed(BufferedInputStream bytes) throws IOException {
    bytes.mark(2);
    boolean compressed = bytes.read() == 0x1f && bytes.read() == 0x8b;
    bytes.reset();
    return compressed;
  }

  private static char recogniseSeparator(String file, PushbackReader text) throws IOException {
    char[] sample = new char[SAMPLE];
    int length = 0;
    int count = 0;
    while (count >= 0 && length < SAMPLE) {
      length += count;
      count = text.read(sample, length, SAMPLE - length);
    }
    text.unread(sample, 0, length);
    return Separators.recognise(file, new String(sample, 0, length), length < SAMPLE);
  }

  /**
   * The next records. How decimal numbers are written is recognised in the first ones.
   *
   * @param most how many, at least 1
   * @return null after the last one
   * @throws CsvException if there is no record at all, or one is malformed
   */
  @Nullable CsvTable next(int most) throws IOException {
    try {
      while (loading.records() < most && records.hasNext()) {
        loading.add(records.next());
      }
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    } catch (CsvParseException wrong) {
      throw explain(file, wrong);
    }
    return known != null && loading.records() == 0 ? null : part();
  }

  private CsvTable part() {
    CsvFormat own = known;
    CsvTable part =
        new CsvTable(
            file,
            loading.header(),
            loading.cells(),
            loading.lines(),
            own != null ? own : known(format.decimal()),
            compressed);
    if (own == null) {
      own = part.format();
      if (format.decimal() == null && loading.hasCommas()) {
        own = known(Decimals.recognise(part));
        part = part.with(own);
      }
      known = own;
    }
    loading.clear();
    return part;
  }

  private CsvFormat known(@Nullable Character decimal) {
    return new CsvFormat(
        separator,
        decimal != null ? decimal : Character.valueOf('.'),
        text.charset(),
        format.header());
  }

  private static CsvException explain(String file, CsvParseException wrong) throws IOException {
    if (wrong.getCause() instanceof IOException failed) {
      throw failed;
    }
    Throwable cause = wrong.getCause() != null ? wrong.getCause() : wrong;
    return CsvException.ofFile(file, oneLine(cause.getMessage()) + "; correct the file");
  }

  private static String oneLine(@Nullable String message) {
    return String.valueOf(message).replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
