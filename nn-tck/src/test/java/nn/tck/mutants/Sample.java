package nn.tck.mutants;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Some mutants of many: operators take turns, lest the most frequent one decide the rate. */
final class Sample {

  private Sample() {}

  /** So many mutants, as drawn from the seed; a larger sample begins with the smaller one. */
  static List<Mutant> draw(List<Mutant> mutants, int size, long seed) {
    List<Deque<Mutant>> strata = strata(mutants, seed);
    List<Mutant> sample = new ArrayList<>();
    while (sample.size() < size && !strata.isEmpty()) {
      for (Deque<Mutant> stratum : strata) {
        if (sample.size() < size) {
          sample.add(stratum.removeFirst());
        }
      }
      strata.removeIf(Deque::isEmpty);
    }
    return sample;
  }

  /** The mutants of each operator that has any, in the order in which they are drawn. */
  private static List<Deque<Mutant>> strata(List<Mutant> mutants, long seed) {
    List<Deque<Mutant>> strata = new ArrayList<>();
    long ofOperator = seed;
    for (Operator operator : Operator.values()) {
      List<Mutant> stratum =
          new ArrayList<>(mutants.stream().filter(m -> m.operator() == operator).toList());
      Collections.shuffle(stratum, new Random(ofOperator));
      strata.add(new ArrayDeque<>(stratum));
      ofOperator++;
    }
    strata.removeIf(Deque::isEmpty);
    return strata;
  }
}
