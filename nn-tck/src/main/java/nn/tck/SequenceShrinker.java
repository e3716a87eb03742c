package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import nn.api.Shape;
import nn.tck.model.Operand;

/**
 * Shortens a sequence of calls that fails: fewer steps, fewer calls at once, smaller extents, fewer
 * tensors, until nothing of it alone can be made less.
 */
final class SequenceShrinker {

  /** How many sequences are run at most: some seconds. */
  private static final int BUDGET = 2_000;

  private final Predicate<List<Step>> fails;
  private List<Step> steps;
  private int runs;

  private SequenceShrinker(List<Step> steps, Predicate<List<Step>> fails) {
    this.steps = steps;
    this.fails = fails;
  }

  /**
   * A shorter sequence that fails.
   *
   * @param failing a sequence that fails
   * @param fails whether another one does
   */
  static List<Step> shrink(List<Step> failing, Predicate<List<Step>> fails) {
    SequenceShrinker shrinker = new SequenceShrinker(failing, fails);
    List<Step> before;
    do {
      before = shrinker.steps;
      shrinker.fewerSteps();
      shrinker.simplerCalls();
      shrinker.fewerTimes();
      shrinker.smallerExtents();
      shrinker.fewerTensors();
      shrinker.fewerPlaces();
    } while (!shrinker.steps.equals(before));
    return shrinker.steps;
  }

  private boolean fails(List<Step> candidate) {
    return runs++ < BUDGET && fails.test(candidate);
  }

  /** Takes a sequence in place of the shortest one so far, if it fails. */
  private boolean take(List<Step> candidate) {
    if (candidate.equals(steps) || !fails(candidate)) {
      return false;
    }
    steps = candidate;
    return true;
  }

  private void fewerSteps() {
    steps = DeltaDebugging.minimise(steps, this::fails);
  }

  /** Calls one after the other, or fewer at once, by the thread that makes the others. */
  private void simplerCalls() {
    for (int at = 0; at < steps.size(); at++) {
      if (steps.get(at) instanceof Step.Calls calls && !oneByOne(at, calls)) {
        fewerAtOnce(at, calls);
      }
    }
  }

  private boolean oneByOne(int at, Step.Calls calls) {
    return take(
        with(at, calls.calls().stream().map(call -> (Step) Step.Calls.alone(call)).toList()));
  }

  private void fewerAtOnce(int at, Step.Calls calls) {
    Step.Calls now = calls;
    for (int call = calls.calls().size() - 1; call >= 0 && now.calls().size() > 1; call--) {
      List<Step.Call> fewer = new ArrayList<>(now.calls());
      fewer.remove(call);
      Step.Calls less = new Step.Calls(calls.how(), List.copyOf(fewer));
      if (take(with(at, List.of(less)))) {
        now = less;
      }
    }
  }

  /** Fewer repetitions, workspaces and milliseconds. */
  private void fewerTimes() {
    for (int at = 0; at < steps.size(); at++) {
      int now = steps.get(at).times();
      for (int step = now / 2; step > 0; ) {
        if (now > step && take(with(at, List.of(steps.get(at).times(now - step))))) {
          now -= step;
        } else {
          step /= 2;
        }
      }
    }
  }

  private List<Step> with(int at, List<Step> instead) {
    List<Step> other = new ArrayList<>(steps.subList(0, at));
    other.addAll(instead);
    other.addAll(steps.subList(at + 1, steps.size()));
    return List.copyOf(other);
  }

  // ---- extents

  private void smallerExtents() {
    for (int extent : extents().descendingSet()) {
      int now = extent;
      for (int less : new int[] {1, 2, now / 8, now / 4, now / 2}) {
        if (less >= 1 && less < now && take(substituted(now, less))) {
          now = less;
          break;
        }
      }
      int step = Math.max(1, now / 16);
      while (step > 0) {
        if (now > step && take(substituted(now, now - step))) {
          now -= step;
        } else {
          step /= 2;
        }
      }
    }
  }

  private NavigableSet<Integer> extents() {
    NavigableSet<Integer> extents = new TreeSet<>();
    for (Step step : steps) {
      if (step instanceof Step.Allocate allocate) {
        extents.add(allocate.shape().rows());
        extents.add(allocate.shape().columns());
      }
      step.calls().forEach(call -> Arrays.stream(call.extents()).forEach(extents::add));
    }
    extents.remove(1);
    return extents;
  }

  /** The steps with one extent in place of another, wherever it is. */
  private List<Step> substituted(int extent, int other) {
    IntUnaryOperator to = value -> value == extent ? other : value;
    List<Step> changed = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Allocate a) {
        Shape shape =
            new Shape(to.applyAsInt(a.shape().rows()), to.applyAsInt(a.shape().columns()));
        changed.add(new Step.Allocate(a.tensor(), a.place(), shape));
      } else {
        changed.add(
            step.with(
                step.calls().stream()
                    .map(call -> call.of(Arrays.stream(call.extents()).map(to).toArray()))
                    .toList()));
      }
    }
    return fitted(changed);
  }

  /** Gives tensors the shapes that the calls need, where a shape is more than two extents. */
  private static List<Step> fitted(List<Step> steps) {
    Map<Integer, Shape> shapes = new HashMap<>();
    Map<Integer, Integer> limits = new HashMap<>();
    for (Step step : steps) {
      for (Step.Call call : step.calls()) {
        List<Operand> operands = call.operands();
        for (int p = 0; p < operands.size(); p++) {
          shapes.put(call.tensors()[p], operands.get(p).shape());
          limits.put(call.tensors()[p], operands.get(p).limit());
        }
      }
    }
    List<Step> fitted = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Allocate a) {
        Shape shape = shapes.getOrDefault(a.tensor(), a.shape());
        fitted.add(new Step.Allocate(a.tensor(), a.place(), shape));
      } else if (step instanceof Step.Numbers n && limits.getOrDefault(n.tensor(), 0) > 0) {
        int limit = limits.getOrDefault(n.tensor(), 0);
        fitted.add(new Step.Numbers(n.tensor(), limit, n.seed()));
      } else {
        fitted.add(step);
      }
    }
    return List.copyOf(fitted);
  }

  // ---- tensors and workspaces

  /** One tensor in place of two, wherever that still fails. */
  private void fewerTensors() {
    Set<Step.Allocate> gone = new HashSet<>();
    for (Step.Allocate one : allocated()) {
      for (Step.Allocate other : allocated()) {
        if (one.tensor() < other.tensor() && !gone.contains(one) && !gone.contains(other)) {
          if (take(merged(one.tensor(), other))) {
            gone.add(other);
          }
        }
      }
    }
  }

  private List<Step.Allocate> allocated() {
    return steps.stream()
        .filter(step -> step instanceof Step.Allocate)
        .map(step -> (Step.Allocate) step)
        .toList();
  }

  private List<Step> merged(int one, Step.Allocate other) {
    IntUnaryOperator to = tensor -> tensor == other.tensor() ? one : tensor;
    List<Step> merged = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Numbers n) {
        merged.add(new Step.Numbers(to.applyAsInt(n.tensor()), n.limit(), n.seed()));
      } else if (step instanceof Step.Look look) {
        merged.add(new Step.Look(to.applyAsInt(look.tensor()), look.seed()));
      } else if (!step.equals(other)) {
        merged.add(
            step.with(
                step.calls().stream()
                    .map(call -> call.on(Arrays.stream(call.tensors()).map(to).toArray()))
                    .toList()));
      }
    }
    return List.copyOf(merged);
  }

  /** Everything in the first workspace, and on one backend. */
  private void fewerPlaces() {
    take(placed(true));
    take(placed(false));
  }

  private List<Step> placed(boolean onOneBackend) {
    List<Step> placed = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Allocate a) {
        placed.add(new Step.Allocate(a.tensor(), first(a.place(), onOneBackend), a.shape()));
      } else if (step instanceof Step.Renew renew) {
        placed.add(new Step.Renew(first(renew.place(), onOneBackend)));
      } else if (step instanceof Step.Reopen reopen) {
        placed.add(new Step.Reopen(onOneBackend ? 0 : reopen.backend()));
      } else if (step instanceof Step.Crowd crowd && onOneBackend) {
        placed.add(new Step.Crowd(0, crowd.times(), crowd.seed()));
      } else {
        placed.add(step);
      }
    }
    return List.copyOf(placed);
  }

  private static Step.Place first(Step.Place place, boolean onOneBackend) {
    return new Step.Place(onOneBackend ? 0 : place.backend(), 0);
  }
}
