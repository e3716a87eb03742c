package nn.tck.mutants;

import java.util.Arrays;
import java.util.Locale;

/** A kind of fault. */
enum Operator {
  /** {@code <} for {@code <=}, and the like. */
  BOUNDARY,
  /** A condition negated. */
  NEGATION,
  /** {@code +} for {@code -}, {@code *} for {@code /}, {@code min} for {@code max}, and back. */
  ARITHMETIC,
  /** A constant or a loop's bound that is one more or one less. */
  OFF_BY_ONE,
  /** A call or an assignment left out. */
  REMOVAL,
  /** A constant returned. */
  RETURN,
  /** An index, a bound or a value that is wrong from an extent of T on. */
  EXTENT,
  /** The same on one of the backend's threads, or on all but the first thread that came. */
  THREAD,
  /** NaN, -0 or a subnormal number that is lost in one place. */
  VALUE,
  /** A thread's working space that all threads share, or a call's that all calls share. */
  SHARED_SCRATCH,
  /** A buffer that is not computed again where operands are the same objects as before. */
  STALE_CACHE,
  /** A sum in another order, or with other roundings. */
  REASSOCIATION;

  /** As it is written on the command line and in an id: {@code off-by-one}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Operator of(String name) {
    return Arrays.stream(values())
        .filter(operator -> operator.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "mutants: there is no operator '"
                        + name
                        + "'; choose one of "
                        + Arrays.toString(values())));
  }
}
