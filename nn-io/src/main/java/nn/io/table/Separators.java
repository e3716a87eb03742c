package nn.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out what separates the cells of a text, by its first records. */
final class Separators {
  private static final List<Character> KNOWN = List.of(',', ';', '\t', '|');
  private static final int MOST_RECORDS = 100;

  private Separators() {}

  /**
   * What the records look like with a separator.
   *
   * @param first cells of the first record; 0 if the text cannot be read so
   * @param even whether all have as many
   */
  private record Trial(char separator, int first, boolean even) {
    boolean isTable() {
      return first > 1 && even;
    }
  }

  /**
   * The separator with which all records have as many cells, more than one. If there is none, it is
   * the one that the first line has, for messages about what is wrong.
   *
   * @param whole whether the sample is the whole text, and not cut off somewhere
   * @throws CsvException if there are several
   */
  static char recognise(String file, String sample, boolean whole) {
    List<Trial> trials = KNOWN.stream().map(mark -> trial(sample, mark, whole)).toList();
    List<Trial> tables = trials.stream().filter(Trial::isTable).toList();
    if (tables.size() > 1) {
      throw CsvException.ofFile(
          file,
          "its cells could be separated by "
              + tables.stream()
                  .map(trial -> CsvFormat.plural(trial.separator))
                  .collect(Collectors.joining(" or by "))
              + ": every record has as many of one as of the other; set the separator",
          TableSetting.SEPARATOR);
    }
    return tables.size() == 1 ? tables.get(0).separator : likeliest(trials);
  }

  private static char likeliest(List<Trial> trials) {
    Trial best = trials.get(0);
    for (Trial trial : trials) {
      best = best.first <= 1 && trial.first > best.first ? trial : best;
    }
    return best.first > 1 ? best.separator : ',';
  }

  private static Trial trial(String sample, char separator, boolean whole) {
    List<Integer> counts = new ArrayList<>();
    try (CsvReader<CsvFields> records =
        CsvFields.read(new StringReader(sample), separator, !whole)) {
      for (CsvFields record : records) {
        counts.add(record.count());
        if (counts.size() > MOST_RECORDS) {
          break;
        }
      }
    } catch (CsvParseException | UncheckedIOException odd) {
      return new Trial(separator, counts.isEmpty() ? 0 : counts.get(0), false);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    if (counts.size() > 1 && !whole) {
      counts.remove(counts.size() - 1); // it may be cut off
    }
    int first = counts.isEmpty() ? 0 : counts.get(0);
    return new Trial(separator, first, counts.stream().allMatch(count -> count == first));
  }
}
