package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.model.Invocation;
import nn.tck.model.Operand;
import nn.tck.reference.Bounds;
import nn.tck.reference.Generator;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sequence of calls on new backends, and after each step compares every tensor with what the
 * same steps leave by the rules.
 */
final class SequenceTrial {

  /** How many workspaces each backend has. */
  static final int WORKSPACES = 3;

  /** How often a call is repeated that others run beside, if it is small. */
  private static final int ROUNDS = 20;

  private static final int SMALL = 1 << 12; // elements

  private final Fixture f;
  private final List<@Nullable Backend> backends = new ArrayList<>();
  private final Map<Step.Place, Workspace> workspaces = new HashMap<>();
  private final Map<Integer, Held> live = new TreeMap<>();
  private final List<Supplier<String>> trace = new ArrayList<>();

  /** A tensor, and what it must hold. */
  private record Held(Step.Place place, Tensor tensor, Matrix expected) {}

  /**
   * What went wrong.
   *
   * @param step the number of the step after which it was seen
   * @param what was found
   * @param trace each step as text, with what small destinations hold after it
   */
  record Failure(int step, String what, List<String> trace) {}

  /** A difference, or an exception where there must be none. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String what) {
      super(what);
    }
  }

  private SequenceTrial(Fixture f) {
    this.f = f;
    backends.add(null);
    backends.add(null);
  }

  /** Runs a sequence; null if every tensor was as it must be. */
  static @Nullable Failure run(Fixture f, List<Step> steps) {
    SequenceTrial trial = new SequenceTrial(f);
    Failure failure = null;
    try {
      failure = trial.runAll(steps);
    } finally {
      Failure closing = trial.close(steps.size() - 1);
      failure = failure == null ? closing : failure;
    }
    return failure;
  }

  private @Nullable Failure runAll(List<Step> steps) {
    for (int at = 0; at < steps.size(); at++) {
      try {
        run(steps.get(at));
      } catch (Broken broken) {
        while (trace.size() <= at) {
          trace.add(steps.get(at)::toString);
        }
        return failure(at, String.valueOf(broken.getMessage()));
      }
    }
    return null;
  }

  private @Nullable Failure close(int last) {
    Failure failure = null;
    for (Backend backend : backends) {
      try {
        if (backend != null) {
          backend.close();
        }
      } catch (RuntimeException thrown) {
        failure = failure(last, "closing a backend threw " + thrown);
      }
    }
    return failure;
  }

  private Failure failure(int step, String what) {
    return new Failure(step, what, trace.stream().map(Supplier::get).toList());
  }

  private void run(Step step) throws Broken {
    try {
      f.heard();
      if (step instanceof Step.Allocate allocate) {
        allocate(allocate);
      } else if (step instanceof Step.Numbers numbers) {
        write(numbers);
      } else if (step instanceof Step.Renew renew) {
        renew(renew.place());
      } else if (step instanceof Step.Reopen reopen) {
        reopen(reopen.backend());
      } else if (step instanceof Step.Calls calls) {
        call(calls);
        return;
      }
      compareAll(Map.of());
      trace.add(step::toString);
    } catch (RuntimeException | AssertionError thrown) {
      throw new Broken(thrown instanceof AssertionError ? text(thrown) : "threw " + thrown);
    }
  }

  private static String text(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  // ---- what lives

  /**
   * The second one has one thread, if that can be had: what one knows of itself is not another's.
   */
  private Backend backend(int number) {
    Backend open = backends.get(number);
    if (open == null) {
      open = number == 1 && f.opensAlone() ? f.openAlone() : f.open();
      backends.set(number, open);
    }
    return open;
  }

  private Workspace workspace(Step.Place place) {
    return workspaces.computeIfAbsent(place, any -> backend(place.backend()).workspace());
  }

  private void allocate(Step.Allocate step) {
    Step.Place place = step.place();
    Tensor tensor = workspace(place).tensor(step.shape().rows(), step.shape().columns());
    live.put(step.tensor(), new Held(place, tensor, Matrix.filled(step.shape(), 0.0)));
  }

  private void renew(Step.Place place) {
    workspace(place).close();
    workspaces.remove(place);
    live.values().removeIf(held -> held.place.equals(place));
  }

  private void reopen(int number) {
    backend(number).close();
    backends.set(number, null);
    workspaces.keySet().removeIf(place -> place.backend() == number);
    live.values().removeIf(held -> held.place.backend() == number);
  }

  private void write(Step.Numbers step) {
    Held held = live.get(step.tensor());
    if (held != null) {
      Generator random = new Generator(step.seed());
      Shape shape = held.tensor.shape();
      Matrix numbers = Matrix.filled(shape, 0.0).map(any -> random.below(step.limit()));
      backend(held.place.backend()).write(numbers.values(), held.tensor);
      live.put(step.tensor(), new Held(held.place, held.tensor, numbers));
    }
  }

  // ---- calls

  private void call(Step.Calls step) throws Broken {
    if (!isApplicable(step)) {
      trace.add(step::toString);
      return;
    }
    List<Invocation> invocations = new ArrayList<>();
    Map<Integer, Bounds> results = new HashMap<>();
    for (Step.Call call : step.calls()) {
      Invocation invocation = call.invocation(f.dtype);
      invocations.add(invocation);
      results.putAll(results(call, invocation));
    }
    run(step, invocations);
    compareAll(results);
    Map<Integer, Matrix> now = new TreeMap<>();
    results.keySet().forEach(tensor -> now.put(tensor, held(tensor).expected));
    trace.add(() -> step + values(now));
  }

  /** What the operands that a call changes may hold after it. */
  private Map<Integer, Bounds> results(Step.Call call, Invocation invocation) {
    Matrix[] before =
        Arrays.stream(call.tensors()).mapToObj(t -> held(t).expected).toArray(Matrix[]::new);
    @Nullable Bounds[] after = invocation.result().of(f.dtype, f.tier, before);
    Map<Integer, Bounds> results = new HashMap<>();
    for (int p = 0; p < after.length; p++) {
      Bounds bounds = after[p];
      if (bounds != null) {
        results.put(call.tensors()[p], bounds);
      }
    }
    return results;
  }

  private Held held(int tensor) {
    Held held = live.get(tensor);
    if (held == null) {
      throw new IllegalStateException("sequence: there is no t" + tensor);
    }
    return held;
  }

  /** Whether all operands are there and fit. Not so where a step was left out that they need. */
  private boolean isApplicable(Step.Calls step) {
    List<Step.Call> calls = step.calls();
    if (!calls.stream().allMatch(call -> fits(call, calls))) {
      return false;
    }
    int backend = held(calls.get(0).tensors()[0]).place.backend();
    return step.how() != Step.How.IN_PARALLEL || calls.size() <= backend(backend).threads();
  }

  private boolean fits(Step.Call call, List<Step.Call> beside) {
    List<Operand> operands = call.operands();
    for (int p = 0; p < operands.size(); p++) {
      Held held = live.get(call.tensors()[p]);
      if (held == null
          || held.place.backend() != backendOf(beside.get(0))
          || !held.tensor.shape().equals(operands.get(p).shape())
          || !areNumbers(held.expected, operands.get(p).limit())) {
        return false;
      }
    }
    return call.hasAllowedAliases()
        && beside.stream().allMatch(other -> isItself(call, other) || isApart(call, other));
  }

  @SuppressWarnings("ReferenceEquality") // an equal call beside it is another one
  private static boolean isItself(Step.Call call, Step.Call other) {
    return call == other;
  }

  private int backendOf(Step.Call call) {
    Held held = live.get(call.tensors()[0]);
    return held == null ? -1 : held.place.backend();
  }

  private static boolean isApart(Step.Call call, Step.Call other) {
    return call.changed().stream().noneMatch(other.used()::contains);
  }

  private static boolean areNumbers(Matrix values, int limit) {
    return limit == 0
        || Arrays.stream(values.values()).allMatch(v -> v >= 0 && v < limit && v == Math.rint(v));
  }

  private void run(Step.Calls step, List<Invocation> invocations) {
    List<Step.Call> calls = step.calls();
    Backend backend = backend(backendOf(calls.get(0)));
    List<Runnable> works = new ArrayList<>();
    for (int at = 0; at < calls.size(); at++) {
      Invocation.Call call = invocations.get(at).call();
      Tensor[] operands =
          Arrays.stream(calls.get(at).tensors())
              .mapToObj(t -> held(t).tensor)
              .toArray(Tensor[]::new);
      int rounds = calls.size() == 1 ? 1 : rounds(calls.get(at));
      works.add(
          () -> {
            for (int round = 0; round < rounds; round++) {
              call.run(backend, operands.clone());
            }
          });
    }
    switch (step.how()) {
      case ALONE -> works.forEach(Runnable::run);
      case IN_PARALLEL -> backend.inParallel(works.size(), index -> works.get(index).run());
      case ANOTHER_THREAD, AT_ONCE -> atOnce(works);
    }
  }

  private static int rounds(Step.Call call) {
    if (!call.isRepeatable()) {
      return 1;
    }
    return call.form().elements(call.extents()) <= SMALL ? ROUNDS : 2;
  }

  private void atOnce(List<Runnable> works) {
    f.callers().run(works.size(), index -> works.get(index).run());
  }

  // ---- comparisons

  /** Compares every tensor; those of bounded results hold from now on what was read. */
  private void compareAll(Map<Integer, Bounds> results) throws Broken {
    for (Map.Entry<Integer, Held> entry : live.entrySet()) {
      Held held = entry.getValue();
      Bounds bounds = results.get(entry.getKey());
      Matrix actual = f.values(backend(held.place.backend()), held.tensor);
      Bounds wanted = bounds == null ? Bounds.exactly(held.expected) : bounds;
      String what = bounds == null ? ", which no call was to change" : "";
      compare("t" + entry.getKey() + what, wanted, actual);
      if (bounds != null) {
        Matrix now = copy(bounds.exact() ? bounds.low() : actual);
        entry.setValue(new Held(held.place, held.tensor, now));
      }
    }
  }

  /** Results may share numbers with operands, and tensors never do. */
  private static Matrix copy(Matrix values) {
    return new Matrix(values.shape(), values.values().clone());
  }

  private void compare(String name, Bounds expected, Matrix actual) throws Broken {
    double[] found = actual.values();
    if (expected.exact() && Arrays.equals(expected.low().values(), found)) {
      return;
    }
    for (int at = 0; at < found.length; at++) {
      Interval interval = expected.at(at);
      f.note(interval, found[at]);
      if (!interval.contains(found[at])) {
        throw new Broken(
            name + ": " + Difference.wrong(interval, found[at], at, actual.shape(), ""));
      }
    }
  }

  /** What small tensors hold, for a reader. */
  private static String values(Map<Integer, Matrix> tensors) {
    StringBuilder text = new StringBuilder();
    tensors.forEach(
        (tensor, matrix) -> {
          if (matrix.values().length <= 4) {
            text.append(text.isEmpty() ? "  // t" : ", t").append(tensor).append(" = ");
            text.append(Arrays.toString(matrix.values()));
          }
        });
    return text.toString();
  }
}
