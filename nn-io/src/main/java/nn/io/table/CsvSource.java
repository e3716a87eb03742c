package nn.io.table;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A CSV file that is read in parts, from the beginning whenever it is asked for. */
final class CsvSource implements TableSource {
  /** In which it is recognised how the file is written. */
  private static final int FIRST_RECORDS = 1000;

  private final Path path;
  private final CsvFormat format; // known
  private final List<String> header;

  /**
   * Reads the first records.
   *
   * @throws CsvException as {@link CsvTable#read(Path, CsvFormat)}
   */
  CsvSource(Path path, CsvFormat format) {
    CsvTable first = CsvParts.read(path, format, parts -> CsvTable.required(parts, FIRST_RECORDS));
    this.path = path;
    this.format = first.format();
    header = first.header();
  }

  @Override
  public String name() {
    return String.valueOf(path);
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public void forEachPart(int most, Consumer<Table> visitor) {
    CsvParts.read(
        path,
        format,
        parts -> {
          CsvTable part = parts.next(most);
          while (part != null) {
            visitor.accept(part);
            part = parts.next(most);
          }
          return parts;
        });
  }
}
