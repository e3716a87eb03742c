package nn.tck;

import java.util.Arrays;
import java.util.Locale;
import nn.tck.model.Plan;

/**
 * How much the suite draws: each level has the same rules and the same kinds of operands as the one
 * below it, and more of them. The system property {@code tck.level} chooses it.
 *
 * <p>The numbers are quotas: cases are counted while they run, for each number type, and a run that
 * stays below one fails.
 */
public enum Level {
  /** For every build of a program: seconds. */
  SMOKE(300, 300, 300, 50_000, 100, 200, 1, 70, Plan.Limits.FEW, 1),

  /** For every build of a backend, and what a certificate is worth: some minutes. */
  STANDARD(20_000, 5_000, 1_500, 500_000, 10_000, 7_500, 10, 2_000, Plan.Limits.ALL, 4),

  /** For a release: a quarter of an hour. */
  FULL(100_000, 25_000, 7_500, 2_500_000, 10_000, 10_000, 10, 7_000, Plan.Limits.ALL, 4),

  /** For a night. */
  SOAK(1_000_000, 100_000, 30_000, 10_000_000, 50_000, 10_000, 10, 70_000, Plan.Limits.ALL, 4);

  /**
   * Products with random values, compared element by element: of every 100, ten have all extents
   * above 32, two have k above 1,000, and one spans two tiles of 64 in each direction.
   */
  final int products;

  /** Products of small integers, which must be exact, over the three forms. */
  final int integers;

  /** Products of operands with NaN and infinities among them. */
  final int specials;

  /** Elements computed by {@code apply} and compared. */
  final int points;

  /** Kernels that each of 64 threads calls on one backend. */
  final int calls;

  /** Cycles of open, use and close. */
  final int cycles;

  /** Seeds of each network that is trained. */
  final int seeds;

  /** Sequences of calls. */
  final int sequences;

  /** How large the calls over the coverage model are. */
  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
  final Plan.Limits limits;

  /** Rounds of products beyond these limits. */
  final int largeProducts;

  Level(
      int products,
      int integers,
      int specials,
      int points,
      int calls,
      int cycles,
      int seeds,
      int sequences,
      Plan.Limits limits,
      int largeProducts) {
    this.products = products;
    this.integers = integers;
    this.specials = specials;
    this.points = points;
    this.calls = calls;
    this.cycles = cycles;
    this.seeds = seeds;
    this.sequences = sequences;
    this.limits = limits;
    this.largeProducts = largeProducts;
  }

  /** Whether this level does all that the standard one does. */
  boolean isStandard() {
    return this != SMOKE;
  }

  /**
   * The level of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Level of(String name) {
    return Arrays.stream(values())
        .filter(level -> level.toString().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tck.level: there is no level '"
                        + name
                        + "'; choose one of "
                        + Arrays.toString(values())));
  }

  /** As it is written in the system property: {@code standard}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
