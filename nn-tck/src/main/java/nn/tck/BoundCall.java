package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.tck.model.Data;
import nn.tck.model.Invocation;
import nn.tck.model.KernelForm;
import nn.tck.model.Operand;
import nn.tck.reference.Bounds;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** A call of the model with operands on a backend, and what they must hold afterwards. */
final class BoundCall {

  /** A number that destinations hold where they do not hold NaN. */
  private static final double FORMER = 4242.0;

  /** Numbers of a part of a result that is looked at first, at most. */
  private static final int PART = 9;

  private static final Matrix GUARD = Matrix.of(1, 8, 1, 2, 3, 4, 5, 6, 7, 8);

  private final Fixture f;
  private final Backend backend;
  private final Workspace workspace;
  private final KernelForm form;
  private final int[] extents;
  private final Data data;
  private final Invocation invocation;
  private final List<Operand> operands;
  private final Matrix[] before;
  private final Tensor[] tensors;
  private final boolean guarded;
  private final List<Tensor> guards = new ArrayList<>();
  private final double scalar;
  private @Nullable Bounds @Nullable [] expected;
  private Matrix @Nullable [] earlier;

  private BoundCall(
      Fixture f,
      Backend backend,
      Workspace workspace,
      KernelForm form,
      int[] extents,
      Data data,
      double scalar,
      Invocation invocation,
      Matrix[] before,
      @Nullable Tensor[] shared,
      boolean guarded) {
    this.f = f;
    this.backend = backend;
    this.workspace = workspace;
    this.form = form;
    this.extents = extents;
    this.data = data;
    this.scalar = scalar;
    this.invocation = invocation;
    this.before = before;
    this.guarded = guarded;
    operands = form.operands().of(extents);
    tensors = new Tensor[before.length];
    guard();
    for (int p = 0; p < tensors.length; p++) {
      int first = operands.get(p).alias();
      Tensor theirs = shared[p];
      if (first < p) {
        tensors[p] = tensors[first];
      } else {
        tensors[p] = theirs == null ? tensor(before[p]) : theirs;
      }
    }
  }

  /** A call with drawn operands. */
  static BoundCall draw(
      Fixture f,
      Backend backend,
      Workspace workspace,
      KernelForm form,
      int[] extents,
      Data data,
      double scalar) {
    Invocation invocation =
        form.maker().make(new KernelForm.Setting(extents, f.dtype, scalar, data, f.random));
    Matrix[] before = values(f, form.operands().of(extents), data);
    return new BoundCall(
        f,
        backend,
        workspace,
        form,
        extents,
        data,
        scalar,
        invocation,
        before,
        new @Nullable Tensor[before.length],
        true);
  }

  /** A call with drawn operands that changes a tensor, of which {@code held} says what it holds. */
  static BoundCall into(
      Fixture f,
      Backend backend,
      Workspace workspace,
      KernelForm form,
      int[] extents,
      int destination,
      Tensor tensor,
      Matrix held) {
    double scalar = f.random.uniform();
    Invocation invocation =
        form.maker().make(new KernelForm.Setting(extents, f.dtype, scalar, Data.UNIFORM, f.random));
    List<Operand> operands = form.operands().of(extents);
    Matrix[] before = values(f, operands, Data.UNIFORM);
    @Nullable Tensor[] shared = new @Nullable Tensor[before.length];
    int first = tensorOf(operands, destination);
    shared[first] = tensor;
    for (int p = first; p < before.length; p++) {
      before[p] = tensorOf(operands, p) == first ? held : before[p];
    }
    return new BoundCall(
        f,
        backend,
        workspace,
        form,
        extents,
        Data.UNIFORM,
        scalar,
        invocation,
        before,
        shared,
        true);
  }

  private static Matrix[] values(Fixture f, List<Operand> operands, Data data) {
    Matrix[] before = new Matrix[operands.size()];
    double former = f.random.below(2) == 0 ? Double.NaN : FORMER;
    for (int p = 0; p < before.length; p++) {
      Operand operand = operands.get(p);
      before[p] = operand.alias() < p ? before[operand.alias()] : values(f, operand, data, former);
    }
    return before;
  }

  private static Matrix values(Fixture f, Operand operand, Data data, double former) {
    if (operand.limit() > 0) {
      return Matrix.filled(operand.shape(), 0.0).map(any -> f.random.below(operand.limit()));
    }
    return operand.role() == Operand.Role.WRITTEN
        ? Matrix.filled(operand.shape(), former)
        : data.matrix(operand.shape(), f.dtype, f.random);
  }

  /**
   * The same call for another caller: what is read is shared, what is changed is its own, and lies
   * beside that of the caller before.
   */
  BoundCall forAnother() {
    @Nullable Tensor[] shared = new @Nullable Tensor[tensors.length];
    for (int p = 0; p < tensors.length; p++) {
      if (!changes(p)) {
        shared[p] = tensors[p];
      }
    }
    BoundCall other =
        new BoundCall(
            f, backend, workspace, form, extents, data, scalar, invocation, before, shared, false);
    other.expected = expected();
    other.earlier = earlier;
    return other;
  }

  /** The same call on another backend. */
  BoundCall on(Backend other, Workspace theirs) {
    return new BoundCall(
        f,
        other,
        theirs,
        form,
        extents,
        data,
        scalar,
        invocation,
        before,
        new @Nullable Tensor[tensors.length],
        true);
  }

  /**
   * A call of the same form and extents with other numbers, of which the first scalar may be the
   * same. One operand of several that are read is the same tensor.
   */
  BoundCall sibling() {
    Matrix[] others = values(f, operands, data);
    @Nullable Tensor[] shared = new @Nullable Tensor[tensors.length];
    List<Integer> read = readOperands();
    if (read.size() > 1 || (read.size() == 1 && takesNumbers())) {
      int kept = read.get(f.random.below(read.size()));
      shared[kept] = tensors[kept];
      for (int q = kept; q < others.length; q++) {
        if (tensorOf(q) == kept) {
          others[q] = before[kept];
        }
      }
    }
    double drawn = f.random.below(2) == 0 ? scalar : f.random.uniform();
    Invocation other =
        form.maker().make(new KernelForm.Setting(extents, f.dtype, drawn, data, f.random));
    return new BoundCall(
        f, backend, workspace, form, extents, data, drawn, other, others, shared, true);
  }

  /** Whether an operand holds numbers of records. */
  private boolean takesNumbers() {
    return operands.stream().anyMatch(operand -> operand.limit() > 0);
  }

  /** Whether it may be repeated as it is: of what it changes nothing is read or kept. */
  boolean isRepeatable() {
    for (int p = 0; p < operands.size(); p++) {
      if (changes(p) && operands.get(p).role() != Operand.Role.WRITTEN) {
        return false;
      }
    }
    return true;
  }

  /** The same call with a new tensor, which nobody has written, as an operand that is only read. */
  BoundCall withNew(int p) {
    @Nullable Tensor[] shared = tensors.clone();
    Matrix[] zero = before.clone();
    for (int q = 0; q < shared.length; q++) {
      if (tensorOf(q) == p) {
        shared[q] = workspace.tensor(before[p].shape());
        zero[q] = Matrix.filled(before[p].shape(), 0.0);
      }
    }
    return new BoundCall(
        f, backend, workspace, form, extents, data, scalar, invocation, zero, shared, true);
  }

  /** Whether an operand or one that is the same tensor is changed. */
  private boolean changes(int p) {
    for (int q = 0; q < operands.size(); q++) {
      if (operands.get(q).changes() && tensorOf(q) == tensorOf(p)) {
        return true;
      }
    }
    return false;
  }

  private int tensorOf(int p) {
    return tensorOf(operands, p);
  }

  private static int tensorOf(List<Operand> operands, int p) {
    int first = p;
    while (operands.get(first).alias() < first) {
      first = operands.get(first).alias();
    }
    return first;
  }

  /** A tensor, with a guard behind it if there are any. */
  private Tensor tensor(Matrix values) {
    Tensor tensor = f.tensor(backend, workspace, values);
    guard();
    return tensor;
  }

  private void guard() {
    if (guarded) {
      guards.add(f.tensor(backend, workspace, GUARD));
    }
  }

  String name() {
    return form.name() + " of " + data;
  }

  /** How many numbers its operands have. */
  long elements() {
    return form.elements(extents);
  }

  int[] extents() {
    return extents.clone();
  }

  /** Calls the kernel; in any thread. */
  void run() {
    invocation.call().run(backend, tensors);
  }

  /** Calls the kernel with a tensor in place of an operand; what comes out is not looked at. */
  void runWith(Tensor tensor, int p) {
    Tensor[] others = tensors.clone();
    others[p] = tensor;
    invocation.call().run(backend, others);
  }

  /** Gives destinations what they held before the call. */
  void restore() {
    for (int p = 0; p < tensors.length; p++) {
      if (changes(p) && operands.get(p).alias() == p) {
        backend.write(before[p].values(), tensors[p]);
      }
    }
  }

  /** Computes what is expected, which takes as long as the kernel itself. */
  @Nullable Bounds[] expected() {
    @Nullable Bounds[] known = expected;
    if (known == null) {
      f.heard();
      known = invocation.result().of(f.dtype, f.tier, before);
      expected = known;
    }
    return known;
  }

  /** Compares every operand, of one a part that is read first, and what lies between them. */
  void check(String circumstance) {
    Part part = readPart();
    checkResults(circumstance);
    check(part, circumstance);
    String what = name() + circumstance;
    for (int p = 0; p < tensors.length; p++) {
      if (!changes(p)) {
        Matrix actual = f.values(backend, tensors[p]);
        f.unchanged(what, operands.get(p).name(), before[p], actual, described(), tensors);
      }
    }
    for (Tensor guard : guards) {
      f.unchanged(
          what,
          "a tensor that is no operand",
          GUARD,
          f.values(backend, guard),
          described(),
          tensors);
    }
  }

  /** Compares destinations alone; in any thread, once the call has been checked or shared. */
  void checkResults(String circumstance) {
    compare(expected(), circumstance);
  }

  /** Numbers {@code from}, {@code from + 1}, … of an operand. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares parts
  private record Part(int operand, int from, double[] values) {}

  private Part readPart() {
    int p = f.random.below(tensors.length);
    int size = before[p].shape().size();
    double[] values = new double[f.random.between(1, Math.min(PART, size))];
    int from = f.random.below(size - values.length + 1);
    backend.read(tensors[p], from, from + values.length, values, 0);
    return new Part(p, from, values);
  }

  /** Once the whole is right, a part that is not was not there yet when it was read. */
  private void check(Part part, String circumstance) {
    Bounds bounds = expected()[part.operand];
    if (bounds != null) {
      for (int at = 0; at < part.values.length; at++) {
        f.within(
            name() + circumstance + ", a part of " + operands.get(part.operand).name(),
            bounds.at(part.from + at),
            part.values[at],
            part.from + at,
            before[part.operand].shape(),
            tensors);
      }
    }
  }

  private void compare(@Nullable Bounds[] wanted, String circumstance) {
    for (int p = 0; p < tensors.length; p++) {
      Bounds bounds = wanted[p];
      if (bounds != null) {
        compare(p, bounds, f.values(backend, tensors[p]), circumstance);
      }
    }
  }

  private void compare(int p, Bounds bounds, Matrix actual, String circumstance) {
    f.bounded(
        name() + circumstance + ", " + operands.get(p).name(),
        bounds,
        actual,
        at -> described() + likely(p, bounds, actual, at, circumstance),
        tensors);
    f.residual(kernel(), extents, bounds, actual);
  }

  /** What a wrong element looks like. */
  private String likely(int p, Bounds bounds, Matrix actual, int at, String circumstance) {
    Evidence evidence = new Evidence(f.dtype, bounds, actual, at);
    List<String> known = new WrongElement(f, this, p, at, evidence.found(), circumstance).likely();
    List<String> looks = known.isEmpty() ? Look.of(evidence) : Look.certain(evidence);
    return Look.lines(Stream.concat(known.stream(), looks.stream()).distinct().toList());
  }

  /** The call with its operands, as a line of a message. */
  private String described() {
    StringBuilder line = new StringBuilder(String.format("%n  call     %s:", form.name()));
    for (int p = 0; p < operands.size(); p++) {
      Operand operand = operands.get(p);
      line.append(p == 0 ? " " : ", ").append(operand.name()).append(' ').append(operand.shape());
      line.append(' ').append(operand.role().name().toLowerCase(Locale.ROOT));
      if (operand.alias() < p) {
        line.append(", the same tensor as ").append(operands.get(operand.alias()).name());
      }
    }
    line.append("; data ").append(data);
    return line.append(form.scalar() ? "; scalar " + scalar : "").toString();
  }

  // ---- for saying what is wrong

  /** The kernel's name, with which that of each form begins. */
  String kernel() {
    return form.name().split("[ ,]", 2)[0];
  }

  double scalar() {
    return scalar;
  }

  /** What the operands held before the call. */
  Matrix[] before() {
    return before;
  }

  /** What they held before one was overwritten; null if none was. */
  Matrix @Nullable [] earlier() {
    return earlier;
  }

  /** What operands may hold afterwards, on other assumptions. */
  @Nullable Bounds[] result(DType dtype, Tier tier, Matrix[] operands) {
    f.heard();
    return invocation.result().of(dtype, tier, operands);
  }

  /** What an element of an operand is now. */
  double value(int p, int at) {
    return f.values(backend, tensors[p]).values()[at];
  }

  boolean isRight(int p, int at, double value) {
    Bounds bounds = expected()[p];
    return bounds != null && bounds.at(at).contains(value);
  }

  /** Whether another operand is the same tensor. */
  boolean isShared(int p) {
    for (int q = 0; q < operands.size(); q++) {
      if (q != p && tensorOf(q) == tensorOf(p)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #restore()}, but with a number everywhere in one destination. */
  void restore(int p, double former) {
    restore();
    backend.write(Matrix.filled(before[p].shape(), former).values(), tensors[p]);
  }

  /** What the tensors hold that the call may change, each once. */
  List<Matrix> results() {
    List<Matrix> results = new ArrayList<>();
    for (int p = 0; p < tensors.length; p++) {
      if (changes(p) && operands.get(p).alias() == p) {
        results.add(f.values(backend, tensors[p]));
      }
    }
    return results;
  }

  // ---- for what happens between two calls

  /** The numbers of operands that the kernel only reads and that hold data. */
  List<Integer> readOperands() {
    List<Integer> read = new ArrayList<>();
    for (int p = 0; p < tensors.length; p++) {
      if (!changes(p) && operands.get(p).alias() == p && operands.get(p).limit() == 0) {
        read.add(p);
      }
    }
    return read;
  }

  /** All tensors, in the order of the kernel's parameters. */
  Tensor[] operands() {
    return tensors.clone();
  }

  Operand operand(int p) {
    return operands.get(p);
  }

  Tensor tensor(int p) {
    return tensors[p];
  }

  Matrix before(int p) {
    return before[p];
  }

  /**
   * As {@link #overwrittenBy}, after this call has run; expects that what it has computed stays.
   */
  void overwrittenAfterwardsBy(Writer writer, int p) {
    @Nullable Bounds[] computed = expected();
    overwrittenBy(writer, p);
    compare(computed, ", kept while " + writer.form().name() + " overwrites " + operand(p).name());
  }

  /** Lets another call overwrite an operand of this one, and expects this one to see it. */
  void overwrittenBy(Writer writer, int p) {
    holds(p, writer.overwrite(f, backend, workspace, tensors[p], before[p]));
  }

  /** Writes other numbers to an operand, and expects this call to see them. */
  void write(int p, Matrix values) {
    Matrix now = values.map(f.dtype::round);
    backend.write(now.values(), tensors[p]);
    holds(p, now);
  }

  /** Lets a loop that throws at its last element write to an operand; whatever is there counts. */
  void overwrittenByALoopThatThrows(int p) {
    Matrix ones = Matrix.filled(before[p].shape(), 1.0);
    ones.values()[ones.values().length - 1] = -1;
    Tensor in = f.tensor(backend, workspace, ones);
    ElementwiseLoop throwing = new Loops.Failing(1, new Loops.Refusal());
    f.refused(
        "apply",
        "a loop that throws",
        Loops.Refusal.class,
        () -> backend.apply(throwing, in, tensors[p]),
        in,
        tensors[p]);
    holds(p, f.values(backend, tensors[p]));
  }

  private void holds(int p, Matrix now) {
    Matrix old = before[p];
    if (earlier == null) {
      earlier = before.clone();
    }
    for (int q = 0; q < before.length; q++) {
      if (before[q] == old) {
        before[q] = now;
      }
    }
    expected = null;
  }

  /**
   * Copies a number that is none of a record's to an operand that holds such numbers, and expects
   * this call to be refused.
   */
  void refusesAWrongNumber(int p) {
    Matrix right = before[p];
    Matrix wrong = new Matrix(right.shape(), right.values().clone());
    wrong.values()[f.random.below(wrong.values().length)] = operands.get(p).limit();
    backend.copy(f.tensor(backend, workspace, wrong), tensors[p]);
    f.refused(
        name(),
        "a wrong number, after a call with right ones",
        IndexOutOfBoundsException.class,
        this::run,
        tensors);
    backend.write(right.values(), tensors[p]);
  }

  /**
   * Overwrites an operand that holds numbers of records.
   *
   * @return by what
   */
  String overwriteNumbers(int p) {
    int limit = operands.get(p).limit();
    Matrix now = before[p].map(any -> f.random.below(limit));
    before[p] = now;
    expected = null;
    if (f.random.below(2) == 0) {
      backend.write(now.values(), tensors[p]);
      return "write";
    }
    backend.copy(f.tensor(backend, workspace, now), tensors[p]);
    return "copy";
  }
}
