package nn.tck.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import nn.api.DType;
import nn.api.Tier;
import nn.tck.reference.Generator;

/**
 * The calls by which a kernel is tried: rows of a covering array over the factors of
 * docs/coverage-model.md.
 */
public final class Plan {
  private static final ExtentClass[] CLASSES = ExtentClass.values();
  private static final Caller[] CALLERS = Caller.values();
  private static final History[] HISTORIES = History.values();
  private static final ScalarKind[] SCALARS = ScalarKind.values();

  private final KernelModel model;
  private final List<KernelForm> forms;
  private final Data[] data;
  private final Limits limits;
  private final int threads;
  private final CoveringArray array;

  /**
   * Plans calls.
   *
   * @param model of the kernel
   * @param tier of the backend
   * @param threads how many numbers of threads are tried
   * @param limits of one call
   * @param random for what the array leaves open
   */
  public Plan(KernelModel model, Tier tier, int threads, Limits limits, Generator random) {
    this.model = model;
    this.threads = threads;
    this.limits = limits;
    forms = model.forms(tier);
    data =
        Arrays.stream(Data.values())
            .filter(kind -> kind.isFor(tier) && kind.isFor(model))
            .toArray(Data[]::new);
    int extents = model.extents().size();
    Set<Integer> plain = Set.of(extents + CALLER, extents + HISTORY);
    array = CoveringArray.of(levels(), extents, plain, sets(), this::isFeasible, random);
  }

  /**
   * How large a call may be.
   *
   * @param elements in all operands
   * @param multiplications of a product
   * @param strength of how many extents every combination is tried, at most what the model says
   * @param merged how many classes of extents that follow each other are one level, 1 or 2; where
   *     they are 2, combinations of a form and a kind of data are left to chance
   */
  public record Limits(long elements, long multiplications, int strength, int merged) {

    /** What docs/coverage-model.md asks for. */
    public static final Limits ALL = new Limits(1 << 22, 1 << 25, 3, 1);

    /** For seconds. */
    public static final Limits FEW = new Limits(1 << 18, 1 << 20, 2, 2);

    Limits divided(int by) {
      return new Limits(elements / by, multiplications / by, strength, merged);
    }

    boolean allow(KernelModel model, KernelForm form, int[] extents) {
      return model.multiplications(extents) <= multiplications
          && form.elements(extents) <= elements;
    }
  }

  /**
   * One call.
   *
   * @param row of the array
   * @param whole number of the extent that is the largest of its class, or {@link Plan#NONE}
   * @param threads number of the number of threads
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares calls
  public record Planned(
      int[] row,
      int whole,
      KernelForm form,
      Data data,
      int threads,
      ScalarKind scalar,
      Caller caller,
      History history) {}

  /** The number of no extent. */
  static final int NONE = -1;

  private static final int ATTEMPTS = 20;

  /**
   * Where there are no more calls one in three may be large; of more, and of products, one in 64.
   */
  private static final int FEW = 600;

  /** Steps in which extents that are too large are made less. */
  private static final int PARTS = 8;

  // factors: the extents, then these
  private static final int FORM = 0;
  private static final int DATA = 1;
  private static final int THREADS = 2;
  private static final int CALLER = 3;
  private static final int HISTORY = 4;
  private static final int SCALAR = 5;

  private int[] levels() {
    int extents = model.extents().size();
    int[] levels = new int[extents + 6];
    Arrays.fill(levels, 0, extents, CLASSES.length / limits.merged);
    levels[extents + FORM] = forms.size();
    levels[extents + DATA] = data.length;
    levels[extents + THREADS] = threads;
    levels[extents + CALLER] = CALLERS.length;
    levels[extents + HISTORY] = HISTORIES.length;
    levels[extents + SCALAR] = forms.stream().anyMatch(KernelForm::scalar) ? SCALARS.length : 1;
    return levels;
  }

  private List<int[]> sets() {
    int extents = model.extents().size();
    List<int[]> sets = new ArrayList<>();
    int strength = strength();
    if (strength > 2) {
      sets.addAll(CoveringArray.sets(extents, strength));
    }
    for (int[] pair : CoveringArray.sets(extents + 6, 2)) {
      boolean leftToChance =
          limits.merged > 1 && pair[0] == extents + FORM && pair[1] == extents + DATA;
      if (!leftToChance) {
        sets.add(pair);
      }
    }
    return sets;
  }

  private int least(int level) {
    return CLASSES[level * limits.merged].least();
  }

  private int most(int level) {
    return CLASSES[(level + 1) * limits.merged - 1].most();
  }

  private int draw(int level, Generator random) {
    return CLASSES[level * limits.merged + random.below(limits.merged)].draw(random);
  }

  /** Whether the least extents of the classes keep the limits; open ones are 1. */
  private boolean isFeasible(int[] row) {
    int[] extents = new int[model.extents().size()];
    for (int at = 0; at < extents.length; at++) {
      extents[at] = row[at] == CoveringArray.OPEN ? 1 : least(row[at]);
    }
    int form = row[extents.length + FORM];
    return form == CoveringArray.OPEN
        ? forms.stream().anyMatch(any -> limits.allow(model, any, extents))
        : limits.allow(model, forms.get(form), extents);
  }

  /** Of how many extents every combination is tried. */
  public int strength() {
    return Math.min(limits.strength, Math.min(model.strength(), model.extents().size()));
  }

  /** The array, for what it covers. */
  public CoveringArray array() {
    return array;
  }

  /** The kinds of data that are tried. */
  public List<Data> data() {
    return List.of(data);
  }

  /** The model that it is of. */
  public KernelModel model() {
    return model;
  }

  /** All calls. */
  public List<Planned> calls() {
    List<int[]> rows = array.rows();
    int[] whole = whole(rows);
    return IntStream.range(0, whole.length)
        .mapToObj(number -> planned(rows.get(number), whole[number]))
        .toList();
  }

  /** In which rows which extent is the largest of its class: for each class, in two. */
  private int[] whole(List<int[]> rows) {
    int[] whole = new int[rows.size()];
    Arrays.fill(whole, NONE);
    for (int at = 0; at < model.extents().size(); at++) {
      for (int level = 0; level < CLASSES.length / limits.merged; level++) {
        int found = 0;
        for (int number = 0; number < whole.length && found < 2; number++) {
          int[] row = rows.get(number);
          if (row[at] == level && whole[number] == NONE && canBeWhole(row, at)) {
            whole[number] = at;
            found++;
          }
        }
      }
    }
    return whole;
  }

  private boolean canBeWhole(int[] row, int at) {
    int[] extents = new int[model.extents().size()];
    for (int other = 0; other < extents.length; other++) {
      extents[other] = other == at ? most(row[other]) : least(row[other]);
    }
    return limits.allow(model, forms.get(row[extents.length + FORM]), extents);
  }

  private Planned planned(int[] row, int whole) {
    int extents = model.extents().size();
    return new Planned(
        row,
        whole,
        forms.get(row[extents + FORM]),
        data[row[extents + DATA]],
        row[extents + THREADS],
        SCALARS[row[extents + SCALAR]],
        CALLERS[row[extents + CALLER]],
        HISTORIES[row[extents + HISTORY]]);
  }

  /**
   * Extents of a row's classes that keep the limits. Where classes leave room they stay far below
   * them, as a large call takes as long as a hundred small ones and shows no more.
   */
  public int[] extents(Planned call, Generator random) {
    Limits usual = limits.divided(32);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int[] extents = drawn(call, random);
      if (usual.allow(model, call.form, extents)) {
        return extents;
      }
    }
    boolean isFew = !model.isProduct() && array.rows().size() < FEW;
    boolean isLarge = random.below(isFew ? 3 : 64) == 0;
    Limits many = isLarge ? limits : usual;
    int[] drawn = drawn(call, random);
    for (int part = PARTS; part > 0; part--) {
      int[] extents = shrunk(call, drawn, part);
      if (many.allow(model, call.form, extents)) {
        return extents;
      }
    }
    int[] extents = shrunk(call, drawn, 0);
    int any = random.below(extents.length);
    int least = extents[any];
    extents[any] = drawn[any];
    if (!limits.allow(model, call.form, extents)) {
      extents[any] = least;
    }
    return extents;
  }

  /** Two extents of one class are equal one time in two: a kernel may take squares apart. */
  private int[] drawn(Planned call, Generator random) {
    int[] extents = new int[model.extents().size()];
    for (int at = 0; at < extents.length; at++) {
      extents[at] = draw(call.row[at], random);
      for (int before = 0; before < at; before++) {
        if (call.row[before] == call.row[at] && random.below(2) == 0) {
          extents[at] = extents[before];
        }
      }
    }
    if (call.whole != NONE) {
      extents[call.whole] = most(call.row[call.whole]);
    }
    return extents;
  }

  /** Some parts of the way from the least extents of the classes to the drawn ones. */
  private int[] shrunk(Planned call, int[] drawn, int parts) {
    int[] extents = drawn.clone();
    for (int at = 0; at < extents.length; at++) {
      double least = least(call.row[at]);
      if (at != call.whole) {
        double way = Math.pow(drawn[at] / least, (double) parts / PARTS);
        extents[at] = (int) Math.min(drawn[at], Math.round(least * way));
      }
    }
    return extents;
  }

  /** Other extents of the same kernel, small ones. */
  public int[] others(Generator random) {
    int[] extents = new int[model.extents().size()];
    for (int at = 0; at < extents.length; at++) {
      extents[at] = ExtentClass.logUniform(1, 40, random);
    }
    return extents;
  }

  /** A scalar of the kind that a call has. */
  public static double scalar(Planned call, DType dtype, Generator random) {
    return call.scalar.draw(dtype, random);
  }

  /** The limits of one call. */
  public Limits limits() {
    return limits;
  }

  /** The factors, with how many levels each has. */
  public Map<String, Integer> factors() {
    Map<String, Integer> factors = new LinkedHashMap<>();
    int[] levels = levels();
    for (int at = 0; at < model.extents().size(); at++) {
      factors.put(model.extents().get(at), levels[at]);
    }
    List<String> others = List.of("form", "data", "threads", "caller", "history", "scalar");
    for (int at = 0; at < others.size(); at++) {
      factors.put(others.get(at), levels[model.extents().size() + at]);
    }
    return factors;
  }

  /**
   * The combinations that are not tried, in words. A larger extent is not tried either, so that
   * only the least ones are named: {@code m from 258, n from 16,386}.
   */
  public List<String> excludedFrom() {
    List<int[]> least = new ArrayList<>();
    for (int[] candidate : array.excluded()) {
      if (least.stream().noneMatch(other -> isWithin(candidate, other))) {
        least.removeIf(other -> isWithin(other, candidate));
        least.add(candidate);
      }
    }
    return least.stream().map(this::wordsFrom).toList();
  }

  /** Whether an excluded combination follows from another one. */
  private boolean isWithin(int[] candidate, int[] other) {
    for (int at = 0; at < other.length; at++) {
      boolean extent = at < model.extents().size();
      if (other[at] != CoveringArray.OPEN
          && (extent ? candidate[at] < other[at] : candidate[at] != other[at])) {
        return false;
      }
    }
    return true;
  }

  private String wordsFrom(int[] excluded) {
    List<String> words = new ArrayList<>();
    int extents = model.extents().size();
    for (int at = 0; at < extents; at++) {
      if (excluded[at] != CoveringArray.OPEN) {
        int least = least(excluded[at]);
        words.add(String.format(Locale.ROOT, "%s from %,d", model.extents().get(at), least));
      }
    }
    int form = excluded[extents + FORM];
    return String.join(", ", words)
        + (form == CoveringArray.OPEN ? "" : " in " + forms.get(form).name());
  }
}
