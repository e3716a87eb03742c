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
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A CSV file: cells between separators, double quotes around cells that have separators, quotes or
 * line ends in them, any line ends, as in RFC 4180, perhaps compressed by gzip. Blank lines are
 * skipped and space around a cell is not part of it. Immutable.
 */
public final class CsvTable implements Table {
  private static final int SAMPLE = 1 << 16;

  private final String file;
  private final List<String> header;
  private final CellStore cells;
  private final int[] lines;
  private final CsvFormat format;
  private final boolean compressed;

  private CsvTable(
      String file,
      List<String> header,
      CellStore cells,
      int[] lines,
      CsvFormat format,
      boolean compressed) {
    this.file = file;
    this.header = header;
    this.cells = cells;
    this.lines = lines;
    this.format = format;
    this.compressed = compressed;
  }

  /** {@link #read(Path, CsvFormat)}, which recognises how the file is written. */
  public static CsvTable read(Path path) {
    return read(path, CsvFormat.RECOGNISED);
  }

  /**
   * Reads a file whole, once.
   *
   * @param format what is known of how it is written
   * @throws CsvException if it is missing, empty, binary or in another encoding, has no record, a
   *     header with an empty or a double name, a record with more or fewer cells than the header, a
   *     quote that does not end, or more text than fits into memory; or if the separator or the
   *     decimal mark is to be recognised and two are possible
   */
  public static CsvTable read(Path path, CsvFormat format) {
    String file = String.valueOf(path);
    if (Files.isDirectory(path)) {
      throw CsvException.ofFile(file, "this is a folder; name a CSV file");
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return read(file, stream, format);
    } catch (NoSuchFileException missing) {
      throw CsvException.ofFile(file, "there is no such file; check the path");
    } catch (AccessDeniedException denied) {
      throw CsvException.ofFile(file, "no permission to read it; check the file's owner and mode");
    } catch (IOException unreadable) {
      throw CsvException.ofFile(file, "it cannot be read: " + oneLine(unreadable.getMessage()));
    }
  }

  /** {@link #read(String, InputStream, CsvFormat)}, which recognises how the stream is written. */
  public static CsvTable read(String file, InputStream stream) throws IOException {
    return read(file, stream, CsvFormat.RECOGNISED);
  }

  /**
   * Reads a stream to its end, as {@link #read(Path, CsvFormat)}.
   *
   * @param file how messages call it
   * @throws CsvException likewise
   * @throws IOException if the stream fails
   */
  public static CsvTable read(String file, InputStream stream, CsvFormat format)
      throws IOException {
    try {
      BufferedInputStream bytes = new BufferedInputStream(stream);
      boolean compressed = isCompressed(bytes);
      TextReader text =
          new TextReader(compressed ? new GZIPInputStream(bytes) : bytes, format.encoding());
      return read(file, text, format, compressed);
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

  private static CsvTable read(String file, TextReader text, CsvFormat format, boolean compressed)
      throws IOException {
    PushbackReader whole = new PushbackReader(text, SAMPLE);
    char separator =
        format.separator() != null ? format.separator() : recogniseSeparator(file, whole);
    CsvLoading loading = new CsvLoading(file, separator, format.header());
    try (CsvReader<CsvFields> records = CsvFields.read(whole, separator, false)) {
      for (CsvFields record : records) {
        loading.add(record);
      }
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    } catch (CsvParseException wrong) {
      throw explain(file, wrong);
    }
    CsvFormat known =
        new CsvFormat(
            separator,
            format.decimal() != null ? format.decimal() : Character.valueOf('.'),
            text.charset(),
            format.header());
    CsvTable table =
        new CsvTable(file, loading.header(), loading.cells(), loading.lines(), known, compressed);
    return format.decimal() != null || !loading.hasCommas()
        ? table
        : table.with(known.decimal(Decimals.recognise(table)));
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

  private CsvTable with(CsvFormat other) {
    return new CsvTable(file, header, cells, lines, other, compressed);
  }

  private static CsvException explain(String file, CsvParseException wrong) throws IOException {
    if (wrong.getCause() instanceof IOException failed) {
      throw failed;
    }
    Throwable cause = wrong.getCause() != null ? wrong.getCause() : wrong;
    return CsvException.ofFile(file, oneLine(cause.getMessage()) + "; correct the file");
  }

  private static String oneLine(@org.jspecify.annotations.Nullable String message) {
    return String.valueOf(message).replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public String name() {
    return file;
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public int records() {
    return cells.records();
  }

  /** How the file is written; nothing in it is null. */
  public CsvFormat format() {
    return format;
  }

  /**
   * What there is to say of how the file is written, such as {@code cells separated by semicolons,
   * decimal commas, gzip}; empty for commas, decimal points, UTF-8 and a header.
   */
  public String particulars() {
    List<String> words = new ArrayList<>(format.particulars());
    if (compressed) {
      words.add("gzip");
    }
    return String.join(", ", words);
  }

  /** The line where a record starts, counted from 1. */
  public int line(int record) {
    return lines[record];
  }

  @Override
  public String cell(int record, int column) {
    return cells.cell(record, column);
  }

  @Override
  public double number(int record, int column) {
    String cell = cell(record, column);
    return format.decimal() != null && format.decimal() == ','
        ? Numbers.parseWithComma(cell)
        : Numbers.parse(cell);
  }

  @Override
  public String place(int record, int column) {
    return file
        + ", line "
        + lines[record]
        + ", column "
        + (column + 1)
        + " ("
        + Cells.shortened(header.get(column))
        + ")";
  }
}
