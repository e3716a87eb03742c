package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;
import nn.tck.model.Data;
import nn.tck.model.ExtentClass;
import nn.tck.model.KernelForm;
import nn.tck.model.KernelModel;
import nn.tck.model.KernelModels;
import nn.tck.model.Operand;
import nn.tck.model.ScalarKind;
import nn.tck.reference.Generator;
import org.jspecify.annotations.Nullable;

/**
 * Draws a sequence of calls. Each sequence has a few kernels, a few forms of each and a few extents
 * of its own, so that the same tensors meet again and again (A. Groce, C. Zhang, E. Eide, Y. Chen,
 * J. Regehr, Swarm Testing, ISSTA 2012: sequences that leave out most features find more faults
 * than sequences that have a little of each).
 */
final class SequenceGenerator {
  private static final List<KernelModel> MODELS = KernelModels.all();
  private static final int MOST_STEPS = 120;
  private static final long ELEMENTS = 1 << 17; // of one call
  private static final long MULTIPLICATIONS = 1 << 19;
  private static final int LIVE = 1 << 18; // elements of all tensors
  private static final long ONCE = 1 << 20; // elements and multiplications of a repeated call

  /** Kernels that take a tensor of any shape. */
  private static final Set<String> ANY_SHAPE = Set.of("write", "read", "fill");

  /** After so many calls one on the other, numbers are mostly 0, infinite or NaN. */
  private static final int OLD = 3;

  private final DType dtype;
  private final int threads;
  private final Generator random;
  private final List<KernelModel> models = new ArrayList<>();
  private final Data[] data;
  private final int[] extents;
  private final boolean beside;
  private final boolean unwatched;
  private final Disturbance[] disturbances;
  private final List<Step> steps = new ArrayList<>();
  private final List<Known> live = new ArrayList<>();
  private final List<Step.Call> earlier = new ArrayList<>();
  private int tensors;

  /** What happens between calls. */
  private enum Disturbance {
    REFUSAL,
    LOOP_THROWS,
    TASK_THROWS,
    INTERRUPT,
    REPETITION,
    LOOK,
    CROWD,
    PAUSE
  }

  /** What is known of a tensor without running anything. */
  private static final class Known {
    final int tensor;
    final Step.Place place;
    final Shape shape;
    int age; // how many calls ago its numbers were written
    int limit; // of the whole numbers that it holds; 0 for any other

    Known(int tensor, Step.Place place, Shape shape) {
      this.tensor = tensor;
      this.place = place;
      this.shape = shape;
    }
  }

  /** The operands that calls at the same time have chosen. */
  private static final class Chosen {
    final Set<Known> used = new HashSet<>();
    final Set<Known> changed = new HashSet<>();
  }

  private SequenceGenerator(DType dtype, Tier tier, int threads, Generator random) {
    this.dtype = dtype;
    this.threads = threads;
    this.random = random;
    data = Arrays.stream(Data.values()).filter(kind -> kind.isFor(tier)).toArray(Data[]::new);
    beside = random.below(4) == 0;
    unwatched = tier.exact() && random.below(3) == 0; // other tiers are told by what is read
    disturbances =
        Arrays.stream(Disturbance.values())
            .filter(any -> random.below(3) == 0)
            .toArray(Disturbance[]::new);
    extents = extents();
    for (int count = random.between(2, 7); count > 0; count--) {
      models.add(some(MODELS.get(random.below(MODELS.size())), tier));
    }
  }

  /** A sequence for a backend of a number type, tier and number of threads. */
  static List<Step> draw(DType dtype, Tier tier, int threads, Generator random) {
    return new SequenceGenerator(dtype, tier, threads, random).draw();
  }

  /** Mostly small, of some sequences middle-sized; now and then one is large, rarely very large. */
  private int[] extents() {
    int[] drawn = new int[random.between(2, 4)];
    int most = unwatched ? random.pick(40, 120, 300) : random.pick(12, 40, 40, 120);
    for (int at = 0; at < drawn.length; at++) {
      drawn[at] = ExtentClass.logUniform(1, most, random);
    }
    int large = random.below(24);
    if (large < 6) {
      drawn[0] = ExtentClass.logUniform(41, large == 0 ? 1 << 15 : 1 << 11, random);
      drawn[1] = ExtentClass.logUniform(1, 4, random);
    }
    return drawn;
  }

  /** A model with a few of its forms. */
  private KernelModel some(KernelModel model, Tier tier) {
    List<KernelForm> all = model.forms(tier);
    List<KernelForm> forms = new ArrayList<>();
    for (int count = random.between(1, 4); count > 0; count--) {
      forms.add(all.get(random.below(all.size())));
    }
    return new KernelModel(
        model.kernel(), model.extents(), model.factors(), model.strength(), forms);
  }

  private List<Step> draw() {
    int length = ExtentClass.logUniform(12, MOST_STEPS, random);
    if (unwatched) {
      steps.add(new Step.Unwatched());
    }
    while (steps.size() < length) {
      int backend = beside && random.below(5) == 0 ? 1 : 0;
      if (disturbances.length > 0 && random.below(5) == 0) {
        disturb(random.pick(disturbances), backend);
        continue;
      }
      int kind = random.below(100);
      if (kind < 4 || elements() > LIVE) {
        renew(place(backend));
      } else if (kind < 5) {
        reopen(beside ? random.below(2) : 0);
      } else if (kind < 12) {
        allocateAny(backend);
      } else if (kind < 30) {
        writeToAny();
      } else if (kind < 45) {
        again();
      } else if (kind < 57) {
        several(backend);
      } else {
        one(backend);
      }
    }
    return steps;
  }

  private void disturb(Disturbance disturbance, int backend) {
    switch (disturbance) {
      case REFUSAL -> refused(backend);
      case LOOP_THROWS -> loopThrows(backend);
      case TASK_THROWS -> several(backend, Step.How.IN_PARALLEL_THAT_THROWS);
      case INTERRUPT -> one(backend, Step.How.INTERRUPTED);
      case REPETITION -> repeated(backend);
      case LOOK -> look();
      case CROWD -> steps.add(new Step.Crowd(backend, some(200), random.next()));
      case PAUSE -> steps.add(new Step.Pause(some(10)));
    }
  }

  private int some(int most) {
    return ExtentClass.logUniform(1, most, random);
  }

  private int extent() {
    return extents[random.below(extents.length)];
  }

  private Step.Place place(int backend) {
    return new Step.Place(backend, random.below(SequenceTrial.WORKSPACES));
  }

  private long elements() {
    return live.stream().mapToLong(known -> known.shape.size()).sum();
  }

  // ---- steps

  private void renew(Step.Place place) {
    steps.add(new Step.Renew(place));
    live.removeIf(known -> known.place.equals(place));
  }

  private void reopen(int backend) {
    steps.add(new Step.Reopen(backend));
    live.removeIf(known -> known.place.backend() == backend);
  }

  private void allocateAny(int backend) {
    int rows = extent();
    int columns = extent();
    if ((long) rows * columns <= ELEMENTS) {
      allocate(backend, new Shape(rows, columns));
    }
  }

  private Known allocate(int backend, Shape shape) {
    Known known = new Known(++tensors, place(backend), shape);
    steps.add(new Step.Allocate(known.tensor, known.place, shape));
    live.add(known);
    return known;
  }

  private void writeToAny() {
    if (!live.isEmpty()) {
      write(live.get(random.below(live.size())));
    }
  }

  private void write(Known known) {
    List<KernelForm> forms = KernelModels.of("write").get(0).forms();
    KernelForm form = forms.get(random.below(forms.size()));
    int[] shape = {known.shape.rows(), known.shape.columns()};
    Step.Call call = call(form, shape, new int[] {known.tensor});
    Step.How how = random.below(8) == 0 ? Step.How.ANOTHER_THREAD : Step.How.ALONE;
    steps.add(new Step.Calls(how, List.of(call)));
    known.age = 0;
    known.limit = 0;
  }

  private Step.Call call(KernelForm form, int[] callExtents, int[] operands) {
    double scalar = scalarKind().draw(dtype, random);
    return new Step.Call(form, callExtents, data(), scalar, random.next(), operands);
  }

  private ScalarKind scalarKind() {
    return random.below(2) == 0 ? ScalarKind.DRAWN : random.pick(ScalarKind.values());
  }

  private Data data() {
    return switch (random.below(4)) {
      case 0 -> Data.INTEGERS;
      case 1 -> Data.UNIFORM;
      default -> random.pick(data);
    };
  }

  private void one(int backend) {
    one(
        backend,
        switch (random.below(10)) {
          case 0 -> Step.How.ANOTHER_THREAD;
          case 1 -> Step.How.IN_PARALLEL;
          default -> Step.How.ALONE;
        });
  }

  private void one(int backend, Step.How how) {
    Step.Call call = draw(backend, null, new Chosen());
    if (call != null) {
      add(how, List.of(call));
    }
  }

  /** A call many times, as long as it takes less than a millisecond or two. */
  private void repeated(int backend) {
    Step.Call call = draw(backend, null, new Chosen());
    if (call != null && call.isRepeatable()) {
      long work = call.form().elements(call.extents()) + multiplications(call);
      int times = ExtentClass.logUniform(2, (int) Math.max(2, Math.min(300, ONCE / work)), random);
      steps.add(new Step.Repeated(call, times));
      note(call);
    }
  }

  private long multiplications(Step.Call call) {
    return modelOf(call.form()).multiplications(call.extents());
  }

  private void refused(int backend) {
    Step.Call call = draw(backend, null, new Chosen());
    if (call != null) {
      Step.Wrong wrong = random.pick(Step.Wrong.values());
      boolean possible =
          switch (wrong) {
            case FOREIGN -> beside;
            case OF_ANOTHER_SHAPE -> !ANY_SHAPE.contains(call.kernel());
            case ABSENT, CLOSED -> true;
          };
      int operand = random.below(call.tensors().length);
      steps.add(new Step.Refused(call, operand, possible ? wrong : Step.Wrong.CLOSED));
    }
  }

  private void loopThrows(int backend) {
    Step.Call call = draw(backend, null, new Chosen());
    if (call != null && call.takesLoop()) {
      steps.add(new Step.Thrown(call, random.below(4) == 0));
      note(call);
    }
  }

  private void look() {
    if (!live.isEmpty()) {
      int tensor = live.get(random.below(live.size())).tensor;
      steps.add(new Step.Look(tensor, random.next()));
    }
  }

  /** Calls at the same time, mostly of one form. */
  private void several(int backend) {
    boolean inParallel = threads > 1 && random.below(2) == 0;
    several(backend, inParallel ? Step.How.IN_PARALLEL : Step.How.AT_ONCE);
  }

  private void several(int backend, Step.How how) {
    int most = how == Step.How.AT_ONCE ? 4 : Math.min(threads, 4);
    int count = random.between(Math.min(2, most), most);
    Chosen chosen = new Chosen();
    List<Step.Call> calls = new ArrayList<>();
    KernelForm same = null;
    while (calls.size() < count) {
      Step.Call call = draw(backend, random.below(4) == 0 ? null : same, chosen);
      if (call == null) {
        return; // what it would have needed is there for others
      }
      same = call.form();
      calls.add(call);
    }
    add(how, calls);
  }

  private void add(Step.How how, List<Step.Call> calls) {
    steps.add(new Step.Calls(how, calls));
    for (Step.Call call : calls) {
      earlier.add(call);
      note(call);
    }
  }

  private void note(Step.Call call) {
    Set<Integer> used = call.used();
    Set<Integer> changed = call.changed();
    int age =
        live.stream()
            .filter(known -> used.contains(known.tensor))
            .mapToInt(k -> k.age)
            .max()
            .orElse(0);
    for (Known known : live) {
      if (changed.contains(known.tensor)) {
        known.age = age + 1;
        known.limit = 0;
      }
    }
  }

  /** A former call once more, on the same tensors, mostly after one of them was written to. */
  private void again() {
    if (earlier.isEmpty()) {
      return;
    }
    Step.Call call = earlier.get(random.below(earlier.size()));
    List<Known> known = live.stream().filter(k -> call.used().contains(k.tensor)).toList();
    boolean numbers = call.operands().stream().anyMatch(operand -> operand.limit() > 0);
    if (known.size() < call.used().size() || numbers) {
      return;
    }
    if (random.below(3) > 0) {
      write(known.get(random.below(known.size())));
    }
    add(Step.How.ALONE, List.of(call));
  }

  // ---- operands

  /** A call; null if no extents are small enough. */
  private Step.@Nullable Call draw(int backend, @Nullable KernelForm same, Chosen chosen) {
    KernelModel model = modelOf(same);
    KernelForm form = same == null ? model.forms().get(random.below(model.forms().size())) : same;
    int[] drawn = extents(model, form);
    if (drawn == null) {
      return null;
    }
    List<Operand> operands = form.operands().of(drawn);
    Known[] known = new Known[operands.size()];
    for (int p = 0; p < known.length; p++) {
      int first = operands.get(p).alias();
      known[p] = first < p ? known[first] : choose(backend, operands, p, chosen);
    }
    return call(form, drawn, Arrays.stream(known).mapToInt(k -> k.tensor).toArray());
  }

  private KernelModel modelOf(@Nullable KernelForm form) {
    return form == null
        ? models.get(random.below(models.size()))
        : models.stream().filter(m -> m.forms().contains(form)).findFirst().orElseThrow();
  }

  private int @Nullable [] extents(KernelModel model, KernelForm form) {
    for (int attempt = 0; attempt < 20; attempt++) {
      int[] drawn = new int[model.extents().size()];
      Arrays.setAll(drawn, at -> extent());
      if (model.multiplications(drawn) <= MULTIPLICATIONS && form.elements(drawn) <= ELEMENTS) {
        return drawn;
      }
    }
    return null;
  }

  /** An operand: mostly one that lives, and else a new one. */
  private Known choose(int backend, List<Operand> operands, int p, Chosen chosen) {
    Operand operand = operands.get(p);
    boolean changes = changes(operands, p);
    List<Known> fit =
        live.stream()
            .filter(known -> known.place.backend() == backend)
            .filter(known -> known.shape.equals(operand.shape()))
            .filter(known -> !(changes ? chosen.used : chosen.changed).contains(known))
            .toList();
    boolean fresh = fit.isEmpty() || random.below(5) == 0;
    Known known = fresh ? allocate(backend, operand.shape()) : fit.get(random.below(fit.size()));
    if (!chosen.used.contains(known)) { // else another operand is it already
      fill(known, operand, fresh);
    } else if (operand.limit() > 0 && !holdsNumbers(known, operand)) {
      known = allocate(backend, operand.shape());
      fill(known, operand, true);
    }
    chosen.used.add(known);
    if (changes) {
      chosen.changed.add(known);
    }
    return known;
  }

  private static boolean changes(List<Operand> operands, int p) {
    return IntStream.range(p, operands.size())
        .filter(q -> q == p || operands.get(q).alias() == p)
        .anyMatch(q -> operands.get(q).changes());
  }

  private static boolean holdsNumbers(Known known, Operand operand) {
    return known.limit > 0 && known.limit <= operand.limit();
  }

  /** Writes what an operand needs, if it has none or only old numbers. */
  private void fill(Known known, Operand operand, boolean fresh) {
    if (operand.limit() > 0) {
      if (!holdsNumbers(known, operand) || random.below(4) == 0) {
        steps.add(new Step.Numbers(known.tensor, operand.limit(), random.next()));
        known.age = 0;
        known.limit = operand.limit();
      }
    } else if (fresh ? random.below(3) > 0 : known.age > OLD || random.below(6) == 0) {
      write(known);
    }
  }
}
