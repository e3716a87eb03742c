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
    return row.raw() ? OptionalDouble.empty() : speedOf(row, rawFormsOf(row.backend()));
  }

  /** Whether no other form of the library is faster. */
  boolean fastestForm(Measurement row) {
    return row.raw()
        && rawFormsOf(row.backend()).stream()
            .allMatch(other -> row.nanoseconds() <= other.nanoseconds());
  }

  private List<Measurement> rawFormsOf(String backend) {
    return rows.stream()
        .filter(row -> row.raw() && row.backend().equals(backend) && row.failure() == null)
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
