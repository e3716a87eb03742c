package nn.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The contenders that did the same work.
 *
 * @param work what was done
 * @param place where a chart shows it
 * @param extent the least of a product's m, n and k; 0 for other work
 * @param rate how speed is expressed
 * @param baseline with what contenders are compared
 * @param rows the measurements
 */
record Group(
    String work,
    Workload.Place place,
    int extent,
    Rate rate,
    Baseline baseline,
    List<Measurement> rows) {

  Group {
    rows = List.copyOf(rows);
  }

  /**
   * The same, but rows whose bits are not those of the first with the same arithmetic are refused.
   */
  Group judged() {
    List<Measurement> judged = new ArrayList<>();
    for (Measurement row : rows) {
      judged.add(
          judged.stream()
              .filter(other -> contradict(other, row))
              .findFirst()
              .map(
                  other ->
                      row.refused(
                          "its bits are not those of "
                              + other.contender()
                              + ", which has the same arithmetic"))
              .orElse(row));
    }
    return new Group(work, place, extent, rate, baseline, judged);
  }

  /** Whether a contender could not do the work, or not rightly. */
  boolean failed() {
    return rows.stream().anyMatch(row -> row.failure() != null);
  }

  /** That the figures are not to be published, if a row's spread is too large. */
  Optional<String> note() {
    Map<String, Double> spreads = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.failure() == null)
        .forEach(row -> spreads.put(row.contender(), row.spread()));
    return Spread.note(spreads);
  }

  private static boolean contradict(Measurement one, Measurement other) {
    return one.failure() == null
        && one.verdict() != null
        && other.verdict() != null
        && one.verdict().contradicts(other.verdict());
  }

  /** How many times as fast a contender is as what it is compared with. */
  OptionalDouble ofBaseline(Measurement row) {
    String name = baseline.of().apply(row.backend());
    return speedOf(row, rows.stream().filter(other -> other.contender().equals(name)).toList());
  }

  /** How many times as fast a backend is as the fastest form of the library below it. */
  OptionalDouble ofRaw(Measurement row) {
    return row.raw() ? OptionalDouble.empty() : speedOf(row, rawForms(row, false));
  }

  /** {@link #ofRaw} with the forms in brackets. */
  OptionalDouble ofAnyRaw(Measurement row) {
    return row.raw() ? OptionalDouble.empty() : speedOf(row, rawForms(row, true));
  }

  /** Whether no other form of the library is faster, but for those in brackets. */
  boolean fastestForm(Measurement row) {
    return row.raw()
        && !row.aside()
        && rawForms(row, false).stream()
            .allMatch(other -> row.nanoseconds() <= other.nanoseconds());
  }

  /** The measured forms of the library that a row is of, or is above. */
  private List<Measurement> rawForms(Measurement of, boolean withThoseInBrackets) {
    return rows.stream()
        .filter(row -> row.raw() && row.backend().equals(of.backend()) && row.failure() == null)
        .filter(row -> withThoseInBrackets || !row.aside())
        .toList();
  }

  private static OptionalDouble speedOf(Measurement row, List<Measurement> references) {
    return references.stream()
        .filter(reference -> reference.failure() == null && row.failure() == null)
        .min(Comparator.comparingDouble(Measurement::nanoseconds))
        .map(reference -> OptionalDouble.of(reference.nanoseconds() / row.nanoseconds()))
        .orElse(OptionalDouble.empty());
  }
}
