package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.model.Operand;
import nn.tck.reference.Bounds;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** The backends, workspaces and tensors of a sequence of calls, and what each tensor must hold. */
final class SequenceTensors {
  private final Fixture f;
  private final List<@Nullable Backend> backends = new ArrayList<>();
  private final Map<Step.Place, Workspace> workspaces = new HashMap<>();
  private final Map<Integer, Held> live = new TreeMap<>();
  private boolean watched = true;

  /** A tensor, and what it must hold. */
  record Held(Step.Place place, Tensor tensor, Matrix expected) {
    Held with(Matrix now) {
      return new Held(place, tensor, now);
    }
  }

  /** A difference, or an exception where there must be none. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String what) {
      super(what);
    }
  }

  SequenceTensors(Fixture f) {
    this.f = f;
    backends.add(null);
    backends.add(null);
  }

  /** From here on nothing is compared but what is closed, and what is not fixed to the bit. */
  void unwatch() {
    watched = false;
  }

  // ---- what lives

  /**
   * The second one has one thread, if that can be had: what one knows of itself is not another's.
   */
  Backend backend(int number) {
    Backend open = backends.get(number);
    if (open == null) {
      open = number == 1 && f.opensAlone() ? f.openAlone() : f.open();
      backends.set(number, open);
    }
    return open;
  }

  /** The one of both that a backend is not. */
  Backend otherThan(Backend backend) {
    return backend(backend == backends.get(0) ? 1 : 0);
  }

  Backend backend(Held held) {
    return backend(held.place.backend());
  }

  private Workspace workspace(Step.Place place) {
    return workspaces.computeIfAbsent(place, any -> backend(place.backend()).workspace());
  }

  void allocate(Step.Allocate step) {
    Step.Place place = step.place();
    Tensor tensor = workspace(place).tensor(step.shape().rows(), step.shape().columns());
    live.put(step.tensor(), new Held(place, tensor, Matrix.filled(step.shape(), 0.0)));
  }

  void renew(Step.Place place) throws Broken {
    forget(held -> held.place.equals(place));
    workspace(place).close();
    workspaces.remove(place);
  }

  void reopen(int number) throws Broken {
    forget(held -> held.place.backend() == number);
    backend(number).close();
    backends.set(number, null);
    workspaces.keySet().removeIf(place -> place.backend() == number);
  }

  /** What is about to be closed has its values until then. */
  private void forget(Predicate<Held> closing) throws Broken {
    if (!watched) {
      compareThose(closing);
    }
    live.values().removeIf(closing);
  }

  /** Closes the backends; what they throw, if they do. */
  @Nullable String close() {
    String thrown = null;
    for (Backend backend : backends) {
      try {
        if (backend != null) {
          backend.close();
        }
      } catch (RuntimeException e) {
        thrown = "closing a backend threw " + e;
      }
    }
    return thrown;
  }

  boolean has(int tensor) {
    return live.containsKey(tensor);
  }

  Held held(int tensor) {
    Held held = live.get(tensor);
    if (held == null) {
      throw new IllegalStateException("sequence: there is no t" + tensor);
    }
    return held;
  }

  void hold(int tensor, Matrix now) {
    live.put(tensor, held(tensor).with(now));
  }

  // ---- operands

  /** The backend of a call's tensors. */
  Backend backendOf(Step.Call call) {
    return backend(held(call.tensors()[0]));
  }

  Tensor[] operands(Step.Call call) {
    return Arrays.stream(call.tensors()).mapToObj(t -> held(t).tensor).toArray(Tensor[]::new);
  }

  Matrix[] expected(Step.Call call) {
    return Arrays.stream(call.tensors()).mapToObj(t -> held(t).expected).toArray(Matrix[]::new);
  }

  /** Whether all operands are there and fit. Not so where a step was left out that they need. */
  boolean fit(List<Step.Call> calls) {
    return calls.stream().allMatch(call -> fits(call, calls));
  }

  private boolean fits(Step.Call call, List<Step.Call> beside) {
    int first = beside.get(0).tensors()[0];
    List<Operand> operands = call.operands();
    for (int p = 0; p < operands.size(); p++) {
      Held held = live.get(call.tensors()[p]);
      if (held == null
          || !has(first)
          || held.place.backend() != held(first).place.backend()
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

  private static boolean isApart(Step.Call call, Step.Call other) {
    return call.changed().stream().noneMatch(other.used()::contains);
  }

  private static boolean areNumbers(Matrix values, int limit) {
    return limit == 0
        || Arrays.stream(values.values()).allMatch(v -> v >= 0 && v < limit && v == Math.rint(v));
  }

  // ---- comparisons

  /**
   * Takes what calls have written, and compares every tensor, if they are watched. Those of bounded
   * results hold from now on what was read.
   */
  void written(Map<Integer, Bounds> results) throws Broken {
    for (Map.Entry<Integer, Held> entry : live.entrySet()) {
      Bounds result = results.get(entry.getKey());
      Held held = entry.getValue();
      if (watched || (result != null && !result.exact())) {
        Matrix actual = f.values(backend(held), held.tensor);
        String what = result == null ? ", which no call was to change" : "";
        Bounds wanted = result == null ? Bounds.exactly(held.expected) : result;
        compare("t" + entry.getKey() + what, wanted, actual);
        if (result != null && !result.exact()) {
          entry.setValue(held.with(actual));
        }
      }
      if (result != null && result.exact()) {
        entry.setValue(held.with(copy(result.low())));
      }
    }
  }

  /** Takes what tensors hold that may be anything now. */
  void adopt(Collection<Integer> tensors) {
    for (int tensor : tensors) {
      hold(tensor, f.values(backend(held(tensor)), held(tensor).tensor));
    }
  }

  /** Compares what no step has compared yet. */
  void end() throws Broken {
    if (!watched) {
      compareThose(held -> true);
    }
  }

  private void compareThose(Predicate<Held> some) throws Broken {
    for (Map.Entry<Integer, Held> entry : live.entrySet()) {
      Held held = entry.getValue();
      if (some.test(held)) {
        Matrix actual = f.values(backend(held), held.tensor);
        compare("t" + entry.getKey(), Bounds.exactly(held.expected), actual);
      }
    }
  }

  /** Compares a range of a tensor's elements, of which nothing else is read. */
  void compare(int tensor, int from, int to) throws Broken {
    Held held = held(tensor);
    double[] found = new double[to - from];
    backend(held).read(held.tensor, from, to, found, 0);
    for (int at = from; at < to; at++) {
      Interval expected = Interval.exactly(held.expected.values()[at]);
      compare("t" + tensor, expected, found[at - from], at, held.tensor.shape());
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
      compare(name, expected.at(at), found[at], at, actual.shape());
    }
  }

  private void compare(String name, Interval expected, double found, int at, Shape shape)
      throws Broken {
    f.note(expected, found);
    if (!expected.contains(found)) {
      throw new Broken(name + ": " + Difference.wrong(expected, found, at, shape, ""));
    }
  }
}
