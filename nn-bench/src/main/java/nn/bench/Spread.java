package nn.bench;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether figures of a table are quiet enough to be published. */
final class Spread {
  /** The largest value less the smallest, as a share of the median, that a figure may have. */
  static final double MOST = 0.10;

  private Spread() {}

  /**
   * What stands under a table that is not to be published.
   *
   * @param spreads of each row, by its name
   */
  static Optional<String> note(Map<String, Double> spreads) {
    String above =
        spreads.entrySet().stream()
            .filter(row -> row.getValue() > MOST)
            .map(row -> row.getKey() + " " + percent(row.getValue()))
            .collect(Collectors.joining("; "));
    return above.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Not publishable: spread above "
                + percent(MOST)
                + " ("
                + above
                + "); repeat it on a quiet machine.");
  }

  static String percent(double share) {
    return Math.round(100 * share) + "%";
  }
}
