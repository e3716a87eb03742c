package nn.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.tck.reference.Bounds;
import nn.tck.reference.Generator;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Assertions;

/** One opened backend, operands for it, and comparisons that say what failed. */
final class Fixture implements AutoCloseable {
  final Backend backend;
  final DType dtype;
  final Tier tier;
  final Generator random;
  private final Chapter chapter;
  private final BackendProvider provider;
  private final BackendOptions options;
  private final int part;
  private final int parts;
  private final boolean whole;
  private final List<Backend> others = new ArrayList<>();
  private final Set<Tensor> dirty =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final ExecutorService callers = Executors.newCachedThreadPool(AtOnce::daemon);
  private Workspace workspace;
  private int number;

  /**
   * Opens the backend.
   *
   * @param chapter whose rule is tested
   * @param options of the backend
   * @param part which of the thread counts this is
   * @param parts how many there are
   * @param whole whether the rule is repeated as a whole, not case by case
   */
  Fixture(Chapter chapter, BackendOptions options, int part, int parts, boolean whole) {
    this.chapter = chapter;
    this.options = options;
    this.part = part;
    this.parts = parts;
    this.whole = whole;
    provider = chapter.provider();
    backend = provider.open(options);
    dtype = options.dtype();
    tier = provider.tier(dtype);
    random = new Generator(0);
    workspace = backend.workspace();
    chapter.run().opened(backend.getClass());
    notePath();
  }

  /** Notes how the backend computes now, as its provider says it. */
  private void notePath() {
    try {
      chapter.run().path(dtype, chapter.verdict(), provider.path(dtype));
    } catch (RuntimeException | LinkageError thrown) {
      chapter.run().path(dtype, chapter.verdict(), thrown.toString());
    }
  }

  /** Starts what comes before the first case. */
  void begin() {
    number = 0;
    start();
  }

  /** The random operands of a case depend on nothing but the seed and the case's name. */
  private boolean start() {
    random.restart(chapter.seed(), chapter.rule(), dtype.bytes(), threads(), number);
    heard();
    CaseId replay = chapter.run().settings().replay();
    if (replay == null) {
      chapter.verdict().countCase();
      return true;
    }
    if (whole || replay.number() == number) {
      chapter.run().replayed();
      return true;
    }
    return false;
  }

  /** How much to draw. */
  Level level() {
    return chapter.level();
  }

  /** The seed of the run. */
  long seed() {
    return chapter.seed();
  }

  /** This fixture's part of a number of cases that all thread counts share. */
  int share(int cases) {
    return (cases + parts - 1 - part) / parts;
  }

  /** Whether this is the last of the thread counts. */
  boolean isLast() {
    return part == parts - 1;
  }

  /** Whether something numbered, which the thread counts share, is for this one. */
  boolean isMine(int number) {
    return number % parts == part;
  }

  /** Counts cases, or elements, of a kind that has a quota. */
  void count(Counted kind, long cases) {
    chapter.run().tally().count(dtype, kind, cases);
  }

  /** A sign of life, for what takes long without a new case or tensor. In any thread. */
  void heard() {
    chapter.verdict().heard();
  }

  /** How long to wait for what a rule knows may hang: less than the run waits for the rule. */
  Duration patience() {
    Duration timeout = chapter.run().settings().timeout();
    return timeout.isZero() ? Duration.ofHours(1) : timeout.dividedBy(2);
  }

  /** The thread count that was asked for. */
  int threads() {
    return options.threads();
  }

  /** Callers that live as long as this fixture, while backends that they call come and go. */
  AtOnce callers() {
    return AtOnce.in(callers);
  }

  /** Another backend of the same provider and options, closed with this fixture. */
  Backend another() {
    Backend other = provider.open(options);
    others.add(other);
    return other;
  }

  /** Another backend of the same provider and options, which the caller closes. */
  Backend open() {
    return provider.open(options);
  }

  /** Whether one of one thread can be had beside those that are open. */
  boolean opensAlone() {
    return opensWith(1);
  }

  /** Another backend of one thread, which the caller closes. */
  Backend openAlone() {
    return provider.open(new BackendOptions(dtype, 1));
  }

  /** Whether one of so many threads can be had beside those that are open. */
  boolean opensWith(int count) {
    return ConformanceRun.opens(provider, new BackendOptions(dtype, count));
  }

  /** Another backend of so many threads, closed with this fixture. */
  Backend anotherWith(int count) {
    Backend other = provider.open(new BackendOptions(dtype, count));
    others.add(other);
    return other;
  }

  @Override
  public void close() {
    notePath();
    callers.shutdownNow();
    others.forEach(Backend::close);
    backend.close();
  }

  /** The workspace of {@link #tensor}. */
  Workspace workspace() {
    return workspace;
  }

  /**
   * Starts a case: drops the tensors of the one before.
   *
   * @return whether to run it, which is not so where another one is to be repeated
   */
  boolean next() {
    chapter.goOn();
    workspace.close();
    dirty.clear();
    workspace = backend.workspace();
    number++;
    return start();
  }

  /** Leaves a case out that only other runs have. */
  void skip() {
    number++;
  }

  // ---- operands

  /** Values rounded to the dtype. */
  Matrix draw(Shape shape, Values kind) {
    return new Matrix(shape, kind.draw(shape.size(), random, dtype)).map(dtype::round);
  }

  Tensor tensor(Matrix values) {
    return tensor(workspace, values);
  }

  Tensor tensor(Workspace workspace, Matrix values) {
    return tensor(backend, workspace, values);
  }

  /** On a backend other than the fixture's own, perhaps. */
  Tensor tensor(Backend owner, Workspace workspace, Matrix values) {
    heard();
    Tensor tensor = workspace.tensor(values.shape());
    owner.write(values.values(), 0, tensor, 0, values.values().length);
    return tensor;
  }

  /** A destination full of NaN, which must not reach a result. */
  Tensor dirty(Shape shape) {
    Tensor tensor = tensor(Matrix.filled(shape, Double.NaN));
    dirty.add(tensor);
    return tensor;
  }

  /** What a NaN where none is expected may come from. */
  private String held(Interval expected, double actual, Tensor... operands) {
    return Difference.unexpectedNan(expected, actual)
            && Arrays.stream(operands).anyMatch(dirty::contains)
        ? String.format("%n  the destination held NaN: it was read, or not written")
        : "";
  }

  Matrix values(Tensor tensor) {
    return values(backend, tensor);
  }

  /** On a backend other than the fixture's own, perhaps. */
  Matrix values(Backend owner, Tensor tensor) {
    heard();
    double[] values = new double[tensor.shape().size()];
    owner.read(tensor, 0, values.length, values, 0);
    return new Matrix(tensor.shape(), values);
  }

  // ---- comparisons

  /** Compares to the bit, all NaNs being equal. */
  void equal(String kernel, Matrix expected, Tensor actual, Tensor... operands) {
    equal(kernel, expected, values(actual), operands);
  }

  void equal(String kernel, Matrix expected, Matrix actual, Tensor... operands) {
    bounded(kernel, Bounds.exactly(expected), actual, operands);
  }

  /** Compares one element, number {@code at} of {@code shape}, with what it may be. */
  void within(
      String kernel, Interval expected, double actual, int at, Shape shape, Tensor... operands) {
    note(expected, actual);
    if (!expected.contains(actual)) {
      String more = Look.lines(Look.of(Evidence.of(dtype, expected, actual)));
      wrong(kernel, expected, actual, at, shape, more, operands);
    }
  }

  /** Compares every element with what it may be. */
  void bounded(String kernel, Bounds expected, Matrix actual, Tensor... operands) {
    bounded(
        kernel,
        expected,
        actual,
        at -> Look.lines(Look.of(new Evidence(dtype, expected, actual, at))),
        operands);
  }

  /** The same, where {@code more} says of a wrong element what it looks like. */
  void bounded(
      String kernel, Bounds expected, Matrix actual, IntFunction<String> more, Tensor... operands) {
    double[] low = expected.low().values();
    double[] found = actual.values();
    int first = expected.exact() ? Arrays.mismatch(low, found) : 0; // all NaNs are equal
    for (int at = first; at >= 0 && at < low.length; at++) {
      if (!expected.exact() || !Evidence.same(low[at], found[at])) {
        Interval wanted = expected.at(at);
        note(wanted, found[at]);
        if (!wanted.contains(found[at])) {
          wrong(kernel, wanted, found[at], at, actual.shape(), more.apply(at), operands);
        }
      }
    }
  }

  private void wrong(
      String kernel,
      Interval expected,
      double actual,
      int at,
      Shape shape,
      String more,
      Tensor... operands) {
    String held = held(expected, actual, operands);
    fail(kernel, Difference.wrong(expected, actual, at, shape, held + more), operands);
  }

  /** Notes an error as a part of its bound, where it is within one. */
  void note(Interval expected, double actual) {
    if (expected.high() > expected.low()) {
      chapter.verdict().note(expected.ratio(actual));
    }
  }

  /** Notes by kernel and number of terms how near to their bounds results are. */
  void residual(String kernel, int[] extents, Bounds expected, Matrix actual) {
    chapter.run().residuals().note(kernel, dtype, extents, expected, actual);
  }

  /** That an operand still has the values it was given. */
  void unchanged(String kernel, String name, Matrix before, Tensor operand) {
    unchanged(kernel, name, before, values(operand), operand);
  }

  /** That an operand still has the values it was given. */
  void unchanged(String kernel, String name, Matrix before, Matrix after, Tensor... operands) {
    unchanged(kernel, name, before, after, "", operands);
  }

  /** The same, where {@code more} ends the message. */
  void unchanged(
      String kernel, String name, Matrix before, Matrix after, String more, Tensor... operands) {
    int at = Arrays.mismatch(before.values(), after.values()); // all NaNs are equal
    if (at >= 0) {
      fail(
          kernel,
          Difference.modified(name, before.values()[at], after.values()[at], at, before.shape())
              + more,
          operands);
    }
  }

  /**
   * That a call throws an exception of a type.
   *
   * @return what was thrown
   */
  <T extends Throwable> T refused(
      String kernel, String what, Class<T> type, Runnable call, Tensor... operands) {
    try {
      call.run();
    } catch (Throwable thrown) {
      if (type.isInstance(thrown)) {
        return type.cast(thrown);
      }
      AssertionError failure = failure(kernel, what + ": threw " + thrown, type, operands);
      failure.addSuppressed(thrown);
      throw failure;
    }
    throw failure(kernel, what + ": was accepted", type, operands);
  }

  private AssertionError failure(
      String kernel, String problem, Class<?> expected, Tensor... operands) {
    return new AssertionError(
        describe(kernel, problem + ", expected " + expected.getSimpleName(), operands));
  }

  void check(boolean holds, String kernel, String problem, Tensor... operands) {
    if (!holds) {
      fail(kernel, problem, operands);
    }
  }

  void fail(String kernel, String problem, Tensor... operands) {
    Assertions.fail(describe(kernel, problem, operands));
  }

  private String describe(String kernel, String problem, Tensor... operands) {
    return String.format(
            Locale.ROOT,
            "rule %d: %s: %s%n  operands %s",
            chapter.rule(),
            kernel,
            problem,
            Arrays.stream(operands).map(operand -> operand.shape().toString()).toList())
        + circumstances();
  }

  /** What is open, and how to repeat the case. */
  String circumstances() {
    return String.format(
        Locale.ROOT,
        "%n  backend  %s, %s, %s, %d thread(s)%n  replay   %s",
        provider.name(),
        dtype,
        tier,
        threads(),
        chapter.replay(new CaseId(chapter.rule(), dtype, threads(), number)));
  }
}
