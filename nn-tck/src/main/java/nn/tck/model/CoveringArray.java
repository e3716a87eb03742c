package nn.tck.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import nn.tck.reference.Generator;

/**
 * Rows of levels, one for each factor, in which every combination of levels of certain sets of
 * factors occurs: of any two for strength 2, of any three for strength 3, or of whichever sets are
 * asked for (M. B. Cohen, P. B. Gibbons, W. B. Mugridge, C. J. Colbourn, Constructing Test Suites
 * for Interaction Testing, ICSE 2003, call it a variable strength array).
 *
 * <p>Built row by row: a row starts with a combination that is still missing, and each further
 * factor takes the level that brings most missing ones (D. M. Cohen, S. R. Dalal, M. L. Fredman, G.
 * C. Patton, The AETG System, IEEE TSE 23(7), 1997).
 */
public final class CoveringArray {

  /** A factor of a row without a level yet. */
  public static final int OPEN = -1;

  private final int[] levels;
  private final int ordered;
  private final Set<Integer> plain;
  private final Predicate<int[]> feasible;
  private final Generator random;
  private final List<Combinations> combinations = new ArrayList<>();
  private final List<int[]> rows = new ArrayList<>();

  private CoveringArray(
      int[] levels,
      int ordered,
      Set<Integer> plain,
      List<int[]> sets,
      Predicate<int[]> feasible,
      Generator random) {
    this.levels = levels.clone();
    this.ordered = ordered;
    this.plain = plain;
    this.feasible = feasible;
    this.random = random;
    for (int[] set : sets) {
      combinations.add(new Combinations(set, levels, feasible));
    }
    combinations.forEach(this::cover);
  }

  /**
   * An array of one strength.
   *
   * @param levels how many each factor has
   * @param strength of how many factors every combination of levels is to occur
   * @param feasible whether a row can be had; it is asked of rows in which some factors are {@link
   *     #OPEN}, and answers whether the others leave any choice
   * @param random for what is open
   * @return rows of numbers of levels, from 0
   */
  public static List<int[]> of(
      int[] levels, int strength, Predicate<int[]> feasible, Generator random) {
    return of(levels, 0, Set.of(), sets(levels.length, strength), feasible, random).rows();
  }

  /**
   * An array in which the combinations of chosen sets of factors occur.
   *
   * @param ordered how many factors, the first ones, take the lowest of levels that are equally
   *     good; the others take any
   * @param plain factors that mostly take their first level, the plain one, where none brings
   *     anything
   * @param sets of numbers of factors
   */
  public static CoveringArray of(
      int[] levels,
      int ordered,
      Set<Integer> plain,
      List<int[]> sets,
      Predicate<int[]> feasible,
      Generator random) {
    return new CoveringArray(levels, ordered, plain, sets, feasible, random);
  }

  /** All sets of so many of the factors. */
  public static List<int[]> sets(int factors, int size) {
    List<int[]> sets = new ArrayList<>();
    sets(0, factors, new int[size], 0, sets);
    return sets;
  }

  private static void sets(int from, int factors, int[] set, int at, List<int[]> sets) {
    if (at == set.length) {
      sets.add(set.clone());
      return;
    }
    for (int factor = from; factor < factors; factor++) {
      set[at] = factor;
      sets(factor + 1, factors, set, at + 1, sets);
    }
  }

  /** The rows. */
  public List<int[]> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** How many combinations there are that can be had. */
  public long combinations() {
    return combinations.stream().mapToLong(Combinations::feasible).sum();
  }

  /** How many of them some rows have. */
  public long covered(List<int[]> some) {
    long covered = 0;
    for (Combinations each : combinations) {
      covered += each.coveredBy(some);
    }
    return covered;
  }

  /** How many combinations of levels of so many factors there are that can be had. */
  public long combinations(int strength) {
    return ofStrength(strength).mapToLong(Combinations::feasible).sum();
  }

  /** How many of them some rows have. */
  public long covered(List<int[]> some, int strength) {
    return ofStrength(strength).mapToLong(each -> each.coveredBy(some)).sum();
  }

  private Stream<Combinations> ofStrength(int strength) {
    return combinations.stream().filter(each -> each.set.length == strength);
  }

  /** The combinations that cannot be had: levels of some factors, the others {@link #OPEN}. */
  public List<int[]> excluded() {
    List<int[]> excluded = new ArrayList<>();
    combinations.forEach(each -> excluded.addAll(each.excluded));
    return excluded;
  }

  private void cover(Combinations wanted) {
    for (int[] start = wanted.missing(); start != null; start = wanted.missing()) {
      int[] row = complete(start);
      rows.add(row);
      combinations.forEach(each -> each.note(row));
    }
  }

  /** Gives the open factors of a row their levels, in an order by lot. */
  private int[] complete(int[] row) {
    for (int factor : shuffled()) {
      if (row[factor] == OPEN) {
        row[factor] = best(row, factor);
      }
    }
    return row;
  }

  private int best(int[] row, int factor) {
    int best = OPEN;
    int most = -1;
    int first = factor < ordered ? 0 : random.below(levels[factor]);
    for (int step = 0; step < levels[factor]; step++) {
      int level = (first + step) % levels[factor];
      row[factor] = level;
      if (feasible.test(row)) {
        int brought = brought(row, factor);
        if (brought > most) {
          most = brought;
          best = level;
        }
      }
    }
    row[factor] = OPEN;
    if (best == OPEN) {
      throw new IllegalArgumentException(
          "CoveringArray: no level of factor "
              + factor
              + " fits a row that was said to be feasible: "
              + Arrays.toString(row));
    }
    return most == 0 && plain.contains(factor) && random.below(4) > 0
        ? first(row, factor, best)
        : best;
  }

  /** The first level if it can be had. */
  private int first(int[] row, int factor, int otherwise) {
    row[factor] = 0;
    boolean fits = feasible.test(row);
    row[factor] = OPEN;
    return fits ? 0 : otherwise;
  }

  private int brought(int[] row, int factor) {
    int brought = 0;
    for (Combinations each : combinations) {
      if (each.brings(row, factor)) {
        brought++;
      }
    }
    return brought;
  }

  private int[] shuffled() {
    int[] factors = new int[levels.length];
    for (int at = 0; at < factors.length; at++) {
      int other = random.below(at + 1);
      factors[at] = factors[other];
      factors[other] = at;
    }
    return factors;
  }

  /** The combinations of levels of one set of factors. */
  private static final class Combinations {
    private final int[] set;
    private final int[] levels;
    private final boolean[] done; // covered, or not to be had
    private final List<int[]> excluded = new ArrayList<>();
    private int next;

    Combinations(int[] set, int[] levels, Predicate<int[]> feasible) {
      this.set = set.clone();
      this.levels = levels;
      int count = 1;
      for (int factor : set) {
        count *= levels[factor];
      }
      done = new boolean[count];
      for (int number = 0; number < count; number++) {
        int[] row = row(number);
        if (!feasible.test(row)) {
          done[number] = true;
          excluded.add(row);
        }
      }
    }

    long feasible() {
      return done.length - (long) excluded.size();
    }

    private int[] row(int number) {
      int[] row = new int[levels.length];
      Arrays.fill(row, OPEN);
      int left = number;
      for (int at = set.length - 1; at >= 0; at--) {
        row[set[at]] = left % levels[set[at]];
        left /= levels[set[at]];
      }
      return row;
    }

    /** The combination that a row has; {@link #OPEN} if one of its factors is open. */
    private int number(int[] row) {
      int number = 0;
      for (int factor : set) {
        if (row[factor] == OPEN) {
          return OPEN;
        }
        number = number * levels[factor] + row[factor];
      }
      return number;
    }

    /** A row with the next combination that no row has yet; null if there is none. */
    int @org.jspecify.annotations.Nullable [] missing() {
      while (next < done.length && done[next]) {
        next++;
      }
      return next == done.length ? null : row(next);
    }

    boolean brings(int[] row, int factor) {
      for (int mine : set) {
        if (mine == factor) {
          int number = number(row);
          return number != OPEN && !done[number];
        }
      }
      return false;
    }

    void note(int[] row) {
      done[number(row)] = true;
    }

    long coveredBy(List<int[]> rows) {
      return rows.stream().mapToInt(this::number).distinct().count();
    }
  }
}
