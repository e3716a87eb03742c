package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.SequenceTensors.Broken;
import nn.tck.model.Invocation;
import nn.tck.reference.Bounds;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sequence of calls on new backends, and compares every tensor with what the same steps
 * leave by the rules: after each step, or only when it is closed and at the end.
 */
final class SequenceTrial {

  /** How many workspaces each backend has. */
  static final int WORKSPACES = 3;

  /** How often a call is repeated that others run beside, if it is small. */
  private static final int ROUNDS = 20;

  private static final int SMALL = 1 << 12; // elements

  private final Fixture f;
  private final SequenceTensors tensors;
  private final SequenceDisturbances disturbances;
  private final List<Supplier<String>> trace = new ArrayList<>();

  /**
   * What went wrong.
   *
   * @param step the number of the step after which it was seen
   * @param what was found
   * @param trace each step as text, with what small destinations hold after it
   */
  record Failure(int step, String what, List<String> trace) {}

  private SequenceTrial(Fixture f) {
    this.f = f;
    tensors = new SequenceTensors(f);
    disturbances = new SequenceDisturbances(f, tensors);
  }

  /** Runs a sequence; null if every tensor was as it must be. */
  static @Nullable Failure run(Fixture f, List<Step> steps) {
    SequenceTrial trial = new SequenceTrial(f);
    Failure failure = null;
    try {
      failure = trial.runAll(steps);
    } finally {
      String closing = trial.tensors.close();
      if (failure == null && closing != null) {
        failure = trial.failure(steps.size() - 1, closing);
      }
    }
    return failure;
  }

  private @Nullable Failure runAll(List<Step> steps) {
    for (int at = 0; at < steps.size(); at++) {
      try {
        run(steps.get(at));
        if (at == steps.size() - 1) {
          tensors.end();
        }
      } catch (Broken broken) {
        while (trace.size() <= at) {
          trace.add(steps.get(at)::toString);
        }
        return failure(at, String.valueOf(broken.getMessage()));
      }
    }
    return null;
  }

  private Failure failure(int step, String what) {
    return new Failure(step, what, trace.stream().map(Supplier::get).toList());
  }

  private void run(Step step) throws Broken {
    try {
      f.heard();
      if (isCall(step)) {
        call(step);
      } else {
        withoutResult(step);
        tensors.written(Map.of());
        trace.add(step::toString);
      }
    } catch (RuntimeException | AssertionError thrown) {
      throw new Broken(thrown instanceof AssertionError ? text(thrown) : "threw " + thrown);
    }
  }

  private static String text(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  /** Whether kernels are to be called, with tensors that are all there. */
  private boolean isCall(Step step) {
    List<Step.Call> calls = step.calls();
    return !calls.isEmpty()
        && tensors.fit(calls)
        && !(step instanceof Step.Calls several
            && several.how() == Step.How.IN_PARALLEL
            && calls.size() > tensors.backendOf(calls.get(0)).threads());
  }

  private void withoutResult(Step step) throws Broken {
    if (step instanceof Step.Allocate allocate) {
      tensors.allocate(allocate);
    } else if (step instanceof Step.Numbers numbers) {
      write(numbers);
    } else if (step instanceof Step.Renew renew) {
      tensors.renew(renew.place());
    } else if (step instanceof Step.Reopen reopen) {
      tensors.reopen(reopen.backend());
    } else if (step instanceof Step.Unwatched) {
      tensors.unwatch();
    } else if (step instanceof Step.Look look) {
      look(look);
    } else if (step instanceof Step.Crowd crowd) {
      disturbances.crowd(crowd);
    } else if (step instanceof Step.Pause pause) {
      disturbances.pause(pause);
    }
  }

  private void write(Step.Numbers step) {
    if (tensors.has(step.tensor())) {
      SequenceTensors.Held held = tensors.held(step.tensor());
      Generator random = new Generator(step.seed());
      Shape shape = held.tensor().shape();
      Matrix numbers = Matrix.filled(shape, 0.0).map(any -> random.below(step.limit()));
      tensors.backend(held).write(numbers.values(), held.tensor());
      tensors.hold(step.tensor(), numbers);
    }
  }

  private void look(Step.Look step) throws Broken {
    if (tensors.has(step.tensor())) {
      Generator random = new Generator(step.seed());
      int size = tensors.held(step.tensor()).tensor().shape().size();
      int from = random.below(size);
      tensors.compare(step.tensor(), from, random.between(from + 1, size));
    }
  }

  // ---- calls

  private void call(Step step) throws Broken {
    List<Invocation> invocations =
        step.calls().stream().map(call -> call.invocation(f.dtype)).toList();
    Map<Integer, Bounds> results = new HashMap<>();
    if (step instanceof Step.Refused refused) {
      disturbances.refuse(refused, invocations.get(0));
    } else if (step instanceof Step.Thrown thrown) {
      disturbances.loopThrows(thrown);
    } else {
      for (int at = 0; at < invocations.size(); at++) {
        results.putAll(results(step.calls().get(at), invocations.get(at)));
      }
      if (step instanceof Step.Repeated repeated) {
        work(repeated.call(), invocations.get(0), repeated.times()).run();
      } else if (step instanceof Step.Calls calls && !run(calls, invocations)) {
        results.clear();
      }
    }
    tensors.written(results);
    trace.add(said(step, results.keySet()));
  }

  /** What the operands that a call changes may hold after it. */
  private Map<Integer, Bounds> results(Step.Call call, Invocation invocation) {
    @Nullable Bounds[] after = invocation.result().of(f.dtype, f.tier, tensors.expected(call));
    Map<Integer, Bounds> results = new HashMap<>();
    for (int p = 0; p < after.length; p++) {
      Bounds bounds = after[p];
      if (bounds != null) {
        results.put(call.tensors()[p], bounds);
      }
    }
    return results;
  }

  /** Makes calls; false if what they were to write may be anything now. */
  private boolean run(Step.Calls step, List<Invocation> invocations) throws Broken {
    List<Step.Call> calls = step.calls();
    Backend backend = tensors.backendOf(calls.get(0));
    List<Runnable> works = new ArrayList<>();
    for (int at = 0; at < calls.size(); at++) {
      Step.Call call = calls.get(at);
      works.add(work(call, invocations.get(at), calls.size() == 1 ? 1 : rounds(call)));
    }
    boolean written = true;
    switch (step.how()) {
      case ALONE -> works.forEach(Runnable::run);
      case INTERRUPTED -> disturbances.interrupted(works.get(0));
      case IN_PARALLEL -> backend.inParallel(works.size(), index -> works.get(index).run());
      case IN_PARALLEL_THAT_THROWS -> {
        disturbances.taskThrows(backend, works);
        calls.forEach(call -> tensors.adopt(call.changed()));
        written = false;
      }
      case ANOTHER_THREAD, AT_ONCE ->
          f.callers().run(works.size(), index -> works.get(index).run());
    }
    return written;
  }

  private Runnable work(Step.Call call, Invocation invocation, int times) {
    Backend backend = tensors.backendOf(call);
    Tensor[] operands = tensors.operands(call);
    return () -> {
      for (int time = 0; time < times; time++) {
        invocation.call().run(backend, operands.clone());
      }
    };
  }

  private static int rounds(Step.Call call) {
    if (!call.isRepeatable()) {
      return 1;
    }
    return call.form().elements(call.extents()) <= SMALL ? ROUNDS : 2;
  }

  // ---- for a reader

  /** A step, and what small tensors hold that it has changed. */
  private Supplier<String> said(Step step, Collection<Integer> changed) {
    Map<Integer, Matrix> now = new TreeMap<>();
    changed.forEach(tensor -> now.put(tensor, tensors.held(tensor).expected()));
    return () -> step + values(now);
  }

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
