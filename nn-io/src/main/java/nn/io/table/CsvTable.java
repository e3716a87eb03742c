package nn.io.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A CSV file: cells between separators, double quotes around cells that have separators, quotes or
 * line ends in them, any line ends, as in RFC 4180, perhaps compressed by gzip. Blank lines are
 * skipped and space around a cell is not part of it. Immutable.
 */
public final class CsvTable implements Table {
  private final String file;
  private final List<String> header;
  private final CellStore cells;
  private final int[] lines;
  private final CsvFormat format;
  private final boolean compressed;

  CsvTable(
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
    return CsvParts.read(path, format, parts -> required(parts, Integer.MAX_VALUE));
  }

  /** {@link #source(Path, CsvFormat)}, which recognises how the file is written. */
  public static TableSource source(Path path) {
    return source(path, CsvFormat.RECOGNISED);
  }

  /**
   * A file that need not fit in memory. How it is written is recognised in its first thousand
   * records.
   *
   * @param format what is known of how it is written
   * @throws CsvException as {@link #read(Path, CsvFormat)} by the first records; by others when
   *     they are read
   */
  public static TableSource source(Path path, CsvFormat format) {
    return new CsvSource(path, format);
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
    return CsvParts.read(file, stream, format, parts -> required(parts, Integer.MAX_VALUE));
  }

  /** The first records of a file, of which there must be some. */
  static CsvTable required(CsvParts parts, int most) throws IOException {
    return Objects.requireNonNull(parts.next(most), "the first part");
  }

  CsvTable with(CsvFormat other) {
    return new CsvTable(file, header, cells, lines, other, compressed);
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
