package nn.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header: UTF-8 (a byte order mark is skipped), commas, double quotes, any line
 * ends, as in RFC 4180. Blank lines are skipped and space around a cell is not part of it.
 * Immutable.
 */
public final class CsvTable implements Table {
  private final String file;
  private final List<String> header;
  private final List<String[]> cells;
  private final long[] lines;

  private CsvTable(String file, List<String> header, List<String[]> cells, long[] lines) {
    this.file = file;
    this.header = header;
    this.cells = cells;
    this.lines = lines;
  }

  /**
   * Reads a file whole.
   *
   * @throws CsvException if it is missing, empty, binary or not UTF-8, has no record, a header with
   *     an empty or a double name or other separators than commas, a record with more or fewer
   *     cells than the header, or a quote that does not end
   */
  public static CsvTable read(Path path) {
    String file = String.valueOf(path);
    if (Files.isDirectory(path)) {
      throw CsvException.ofFile(file, "this is a folder; name a CSV file");
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return read(file, stream);
    } catch (NoSuchFileException missing) {
      throw CsvException.ofFile(file, "there is no such file; check the path");
    } catch (AccessDeniedException denied) {
      throw CsvException.ofFile(file, "no permission to read it; check the file's owner and mode");
    } catch (IOException unreadable) {
      throw CsvException.ofFile(file, "it cannot be read: " + unreadable.getMessage());
    }
  }

  /**
   * Reads a stream to its end, as {@link #read(Path)}.
   *
   * @param file how messages call it
   * @throws IOException if the stream fails
   */
  public static CsvTable read(String file, InputStream stream) throws IOException {
    Reading reading = new Reading(file);
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .trimWhitespacesAroundQuotes(true)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(new Utf8Reader(stream))) {
      for (CsvRecord row : records) {
        reading.add(row);
      }
    } catch (CsvParseException | UncheckedIOException failed) {
      throw reading.explain(failed);
    }
    return reading.table();
  }

  /** What has been read so far. */
  private static final class Reading {
    private final String file;
    private final List<String[]> cells = new ArrayList<>();
    private long[] lines = new long[64];
    private @Nullable List<String> header;

    Reading(String file) {
      this.file = file;
    }

    void add(CsvRecord row) {
      String[] stripped = row.getFields().stream().map(String::strip).toArray(String[]::new);
      if (header == null) {
        header = checkedHeader(row.getStartingLineNumber(), stripped);
        return;
      }
      if (stripped.length != header.size()) {
        throw CsvException.ofLine(
            file,
            row.getStartingLineNumber(),
            "every record must have as many cells as the header, which has "
                + header.size()
                + "; this one has "
                + stripped.length);
      }
      if (cells.size() == lines.length) {
        lines = Arrays.copyOf(lines, 2 * lines.length);
      }
      lines[cells.size()] = row.getStartingLineNumber();
      cells.add(stripped);
    }

    private List<String> checkedHeader(long line, String[] names) {
      if (names.length == 1 && (names[0].indexOf(';') >= 0 || names[0].indexOf('\t') >= 0)) {
        throw CsvException.ofLine(
            file,
            line,
            "cells must be separated by commas, here "
                + (names[0].indexOf(';') >= 0 ? "semicolons" : "tabs")
                + " seem to do it; save the table with commas, and numbers with a decimal point");
      }
      Map<String, Integer> seen = new HashMap<>();
      for (int column = 1; column <= names.length; column++) {
        String name = names[column - 1];
        if (name.isEmpty()) {
          throw CsvException.ofLine(
              file,
              line,
              "column " + column + " has no name; the first line must name each column");
        }
        Integer first = seen.put(name, column);
        if (first != null) {
          throw CsvException.ofLine(
              file,
              line,
              "columns "
                  + first
                  + " and "
                  + column
                  + " have the same name '"
                  + name
                  + "'; rename one");
        }
      }
      return List.of(names);
    }

    CsvException explain(RuntimeException failed) {
      for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
        if (cause instanceof Utf8Reader.NotTextException text) {
          return CsvException.ofLine(file, text.line(), String.valueOf(text.getMessage()));
        }
      }
      Throwable cause = failed.getCause() != null ? failed.getCause() : failed;
      return CsvException.ofFile(file, cause.getMessage() + "; correct the file");
    }

    CsvTable table() {
      if (header == null) {
        throw CsvException.ofFile(file, "the file is empty; it needs a header and records");
      }
      if (cells.isEmpty()) {
        throw CsvException.ofFile(file, "there is no record below the header");
      }
      return new CsvTable(file, header, List.copyOf(cells), Arrays.copyOf(lines, cells.size()));
    }
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
    return cells.size();
  }

  /** The line where a record starts, counted from 1. */
  public long line(int record) {
    return lines[record];
  }

  @Override
  public String cell(int record, int column) {
    return cells.get(record)[column];
  }

  @Override
  public double number(int record, int column) {
    return Numbers.parse(cell(record, column));
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
