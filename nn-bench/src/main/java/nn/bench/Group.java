package nn.bench;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The contenders that did the same work.
 *
 * @param work what was done
 * @param extent the least of a product's m, n and k; 0 for other work
 * @param operations its floating-point operations; 0 if they are not counted
 * @param rows the measurements
 */
record Group(String work, int extent, long operations, List<Measurement> rows) {

  Group {
    rows = List.copyOf(rows);
  }

  /** How many times as fast a contender is as the naive backend. */
  OptionalDouble ofNaive(Measurement row) {
    return speedOf(row, rows.stream().filter(other -> other.contender().equals("naive")).toList());
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
