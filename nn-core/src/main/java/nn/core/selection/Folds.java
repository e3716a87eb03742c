package nn.core.selection;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.core.data.DataSet;
import nn.core.random.RandomState;

/**
 * Which records are tested in which fold, while the others train: each record is tested once.
 * Immutable.
 */
public final class Folds implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] foldOf; // of each record
  private final int folds;

  private Folds(int[] foldOf, int folds) {
    this.foldOf = foldOf;
    this.folds = folds;
  }

  /**
   * Folds of as many records, or one more in the first ones, drawn from all alike: {@code
   * KFold(folds, shuffle=True, random_state=seed)} of scikit-learn.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds, or fewer records than folds
   */
  public static Folds plain(int records, int folds, int seed) {
    requireFolds("records", records, folds);
    int[] order = new RandomState(seed).permutation(records);
    int[] foldOf = new int[records];
    int next = 0;
    for (int fold = 0; fold < folds; fold++) {
      int size = records / folds + (fold < records % folds ? 1 : 0);
      for (int end = next + size; next < end; next++) {
        foldOf[order[next]] = fold;
      }
    }
    return new Folds(foldOf, folds);
  }

  /**
   * {@link #stratified(int[], int, int)} by the targets: records with the same targets are of one
   * class.
   */
  public static Folds stratified(DataSet data, int folds, int seed) {
    double[] targets = data.targets();
    int width = data.outputs();
    Map<String, Integer> numbers = new HashMap<>();
    int[] classes = new int[data.records()];
    for (int record = 0; record < classes.length; record++) {
      double[] row = Arrays.copyOfRange(targets, record * width, (record + 1) * width);
      classes[record] = numbers.computeIfAbsent(Arrays.toString(row), unseen -> numbers.size());
    }
    return stratified(classes, folds, seed);
  }

  /**
   * Folds that have the classes in the same shares: of each class, and altogether, the folds'
   * numbers of records differ by at most 1. {@code StratifiedKFold(folds, shuffle=True,
   * random_state=seed)} of scikit-learn.
   *
   * @param classes the class of each record, any number; not modified
   * @throws IllegalArgumentException if there are fewer than 2 folds, or every class has fewer
   *     records than folds; a rare class may be missing in some
   */
  public static Folds stratified(int[] classes, int folds, int seed) {
    int[] numbers = numbered(classes);
    int[] counts = counts(numbers);
    requireFolds("records in the largest class", Arrays.stream(counts).max().orElse(0), folds);
    RandomState random = new RandomState(seed);
    int[] foldOf = new int[classes.length];
    int before = 0; // records of former classes: class after class, the folds take turns
    for (int c = 0; c < counts.length; c++) {
      int[] turns = new int[counts[c]];
      for (int i = 0; i < turns.length; i++) {
        turns[i] = (before + i) % folds;
      }
      before += turns.length;
      Arrays.sort(turns);
      random.shuffle(turns);
      int next = 0;
      for (int record = 0; record < classes.length; record++) {
        if (numbers[record] == c) {
          foldOf[record] = turns[next++];
        }
      }
    }
    return new Folds(foldOf, folds);
  }

  /**
   * Folds that never split a group, such as the records of one patient: groups in random order, the
   * largest first, go to the fold that has the fewest records, the first of equal ones. The folds'
   * sizes are those of scikit-learn's {@code GroupKFold(folds)}.
   *
   * @param groups the group of each record, any number; not modified
   * @throws IllegalArgumentException if there are fewer than 2 folds, or fewer groups than folds
   */
  public static Folds grouped(int[] groups, int folds, int seed) {
    int[] numbers = numbered(groups);
    int[] counts = counts(numbers);
    requireFolds("groups", counts.length, folds);
    int[] order =
        Arrays.stream(new RandomState(seed).permutation(counts.length))
            .boxed()
            .sorted(Comparator.comparingInt((Integer group) -> -counts[group]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] sizes = new int[folds];
    int[] foldOfGroup = new int[counts.length];
    for (int group : order) {
      int smallest = 0;
      for (int fold = 1; fold < folds; fold++) {
        smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
      }
      foldOfGroup[group] = smallest;
      sizes[smallest] += counts[group];
    }
    return new Folds(Arrays.stream(numbers).map(group -> foldOfGroup[group]).toArray(), folds);
  }

  private static void requireFolds(String what, int count, int folds) {
    if (folds < 2 || count < folds) {
      throw new IllegalArgumentException(
          Message.of(
              "folds: there must be at least 2, and no more than %s: %d folds, %d %s",
              what, folds, count, what));
    }
  }

  /** The values as 0, 1, … by their first appearance. */
  private static int[] numbered(int[] values) {
    Map<Integer, Integer> numbers = new HashMap<>();
    return Arrays.stream(values)
        .map(value -> numbers.computeIfAbsent(value, unseen -> numbers.size()))
        .toArray();
  }

  private static int[] counts(int[] numbers) {
    int[] counts = new int[Arrays.stream(numbers).max().orElse(-1) + 1];
    for (int number : numbers) {
      counts[number]++;
    }
    return counts;
  }

  /** The number of folds. */
  public int size() {
    return folds;
  }

  /** The number of records. */
  public int records() {
    return foldOf.length;
  }

  /**
   * The records that a fold tests, ascending.
   *
   * @param fold 0 for the first
   */
  public int[] test(int fold) {
    return records(fold, true);
  }

  /**
   * The records that a fold trains with, ascending: all others.
   *
   * @param fold 0 for the first
   */
  public int[] train(int fold) {
    return records(fold, false);
  }

  private int[] records(int fold, boolean tested) {
    return IntStream.range(0, foldOf.length)
        .filter(record -> foldOf[record] == fold == tested)
        .toArray();
  }

  /** For instance {@code Folds[5 of 150 records]}. */
  @Override
  public String toString() {
    return "Folds[" + folds + " of " + foldOf.length + " records]";
  }
}
