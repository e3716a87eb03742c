package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Tier;
import nn.api.Workspace;
import nn.tck.model.Caller;
import nn.tck.model.Operand;
import nn.tck.reference.Bounds;
import nn.tck.reference.Form;
import nn.tck.reference.LoopValues;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A wrong element of a call over the model. As the call is known it can be computed under other
 * assumptions and made again, and what then has the same bits says what is wrong.
 */
final class WrongElement {

  /** A number that destinations do not hold otherwise. */
  private static final double OTHER_FORMER = -1729.0;

  /** So often a call is made alone before other callers are blamed. */
  private static final int REPETITIONS = 8;

  private final Fixture f;
  private final BoundCall call;
  private final int operand;
  private final int at;
  private final double actual;
  private final String circumstance;
  private final DType dtype;
  private final Tier tier;
  private final Matrix[] before;

  WrongElement(Fixture f, BoundCall call, int operand, int at, double actual, String circumstance) {
    this.f = f;
    this.call = call;
    this.operand = operand;
    this.at = at;
    this.actual = actual;
    this.circumstance = circumstance;
    dtype = f.dtype;
    tier = f.tier;
    before = call.before();
  }

  /** One assumption. */
  private record Assumption(String words, Predicate<WrongElement> holds) {}

  private static final List<Assumption> ASSUMPTIONS =
      List.of(
          new Assumption(
              "looks fused: it has the bits of fma where each product is to be rounded",
              wrong -> wrong.tier != Tier.EXACT_FUSED && wrong.has(wrong.dtype, Tier.EXACT_FUSED)),
          new Assumption(
              "looks separate: each product is rounded where fma is promised",
              wrong ->
                  wrong.tier == Tier.EXACT_FUSED && wrong.has(wrong.dtype, Tier.EXACT_SEPARATE)),
          new Assumption(
              "is rounded through double: computed in FLOAT64, and rounded twice or at the end",
              wrong ->
                  wrong.dtype == DType.FLOAT32 && wrong.has(DType.FLOAT64, Tier.EXACT_SEPARATE)),
          new Assumption(
              "is computed in FLOAT32",
              wrong ->
                  wrong.dtype == DType.FLOAT64
                      && wrong.has(
                          DType.FLOAT32,
                          Tier.EXACT_SEPARATE,
                          wrong.mapped(values -> values.map(DType.FLOAT32::round)))),
          new Assumption(
              "flushes subnormals: it takes those of its operands for zero",
              wrong -> wrong.has(wrong.dtype, wrong.tier, wrong.mapped(wrong::flushed))),
          new Assumption(
              "has a stale operand: this is the result for what one held before it was overwritten",
              WrongElement::isStale),
          new Assumption(
              "uses a reciprocal: it multiplies by 1/x where it is to divide by x",
              WrongElement::usesReciprocal));

  /** All that fits, in words. */
  List<String> likely() {
    List<String> likely = new ArrayList<>();
    for (Assumption each : ASSUMPTIONS) {
      if (holds(() -> each.holds.test(this))) {
        likely.add(each.words);
      }
    }
    SumOrder order = order();
    if (order != null && likely.isEmpty()) {
      likely.add("sums in another order: " + order.words());
    }
    again(likely);
    return likely;
  }

  /** A question that a wrong backend may answer with an exception. */
  private interface Question {
    boolean ask();
  }

  /** A diagnosis that fails must not hide the failure that it is of. */
  private static boolean holds(Question question) {
    try {
      return question.ask();
    } catch (RuntimeException | AssertionError | LinkageError alsoWrong) {
      return false;
    }
  }

  // ---- computed otherwise

  private boolean has(DType other, Tier promise) {
    return has(other, promise, before);
  }

  /** Whether the element has the bits that other operands, arithmetic and number type give. */
  private boolean has(DType other, Tier promise, Matrix[] operands) {
    return has(other, promise, operands, at);
  }

  private boolean has(DType other, Tier promise, Matrix[] operands, int element) {
    Bounds bounds = call.result(other, promise, operands)[operand];
    return bounds != null
        && bounds.exact()
        && Evidence.same(dtype.round(bounds.low().values()[element]), actual);
  }

  /** Other operands, of which those are still the same object that were. */
  private Matrix[] mapped(UnaryOperator<Matrix> f) {
    Matrix[] mapped = new Matrix[before.length];
    for (int p = 0; p < mapped.length; p++) {
      int alias = call.operand(p).alias();
      mapped[p] = alias < p ? mapped[alias] : f.apply(before[p]);
    }
    return mapped;
  }

  /** Whether one operand, or all, are taken for what they held before. */
  private boolean isStale() {
    Matrix[] earlier = call.earlier();
    if (earlier == null) {
      return false;
    }
    for (int p = 0; p < before.length; p++) {
      Matrix now = before[p];
      Matrix then = earlier[p];
      if (now != then && has(dtype, tier, mapped(values -> values == now ? then : values))) {
        return true;
      }
    }
    return has(dtype, tier, earlier);
  }

  private Matrix flushed(Matrix values) {
    return values.map(value -> Math.abs(value) < dtype.minNormal() ? 0 : value);
  }

  // ---- sums

  /**
   * The order in which the sum has the element's bits. The sum that it gives is the one term of a
   * product of one element, on which the call's own definition does the rest.
   */
  private @Nullable SumOrder order() {
    SumOrder.Terms terms = tier.exact() ? terms() : null;
    if (terms == null) {
      return null;
    }
    for (SumOrder order : SumOrder.all()) {
      if (holds(() -> has(dtype, tier, ofOne(order.way().of(terms)), 0))) {
        return order;
      }
    }
    return null;
  }

  private int row() {
    return at % before[operand].rows();
  }

  private int column() {
    return at / before[operand].rows();
  }

  private SumOrder.@Nullable Terms terms() {
    return switch (call.kernel()) {
      case "matmul", "dense" -> product(Form.PLAIN);
      case "matmulTransA", "denseInputGradient" -> product(Form.TRANS_A);
      case "matmulTransB" -> product(Form.TRANS_B);
      case "denseParameterGradients" ->
          operand == 2 ? product(Form.TRANS_B) : sum(Form.PLAIN.left(before[0], row()));
      case "sumOverRecords" -> sum(Form.PLAIN.left(before[0], row()));
      case "sumOverUnits" -> sum(Form.PLAIN.right(before[0], column()));
      default -> null;
    };
  }

  private SumOrder.Terms product(Form form) {
    return terms(form.left(before[0], row()), form.right(before[1], column()));
  }

  private SumOrder.Terms sum(double[] numbers) {
    double[] ones = new double[numbers.length];
    Arrays.fill(ones, 1);
    return terms(numbers, ones);
  }

  private SumOrder.Terms terms(double[] x, double[] y) {
    return new SumOrder.Terms(dtype, tier == Tier.EXACT_FUSED, x, y);
  }

  /** The operands of one element: the sum, 1, and the element's own of what follows. */
  private Matrix[] ofOne(double sum) {
    Matrix[] one = new Matrix[before.length];
    boolean reduces = call.kernel().startsWith("sumOver");
    for (int p = 0; p < one.length; p++) {
      double value =
          p == 0
              ? sum
              : p == 1 && !reduces ? 1 : before[p].values()[at % before[p].values().length];
      one[p] = Matrix.of(1, 1, value);
    }
    return one;
  }

  // ---- division

  private boolean usesReciprocal() {
    String name = call.name();
    if (name.startsWith("divideBy") || name.startsWith("apply " + ElementwiseFunction.DIVIDE_BY)) {
      return isByReciprocal(before[0].values()[at], dtype.round(call.scalar()));
    }
    if (name.startsWith("combine divide")) {
      Matrix b = before[1];
      double divisor = b.get(b.rows() == 1 ? 0 : row(), b.columns() == 1 ? 0 : column());
      return isByReciprocal(before[0].values()[at], divisor);
    }
    return call.kernel().equals("softmax") && softmaxUsesReciprocal();
  }

  private boolean isByReciprocal(double dividend, double divisor) {
    return Evidence.same(dtype.round(dividend * dtype.round(1 / divisor)), actual);
  }

  private boolean softmaxUsesReciprocal() {
    double[] z = Form.PLAIN.right(before[0], column());
    double most = Arrays.stream(z).max().orElse(0);
    Matrix shifted = Matrix.of(z.length, 1, z).map(value -> dtype.round(value - most));
    double[] e = LoopValues.of(ElementwiseFunction.EXP, dtype, shifted).values();
    return isByReciprocal(e[row()], sum(e).part(0, e.length, 1));
  }

  // ---- called again

  private void again(List<String> likely) {
    boolean others =
        circumstance.contains(Caller.MANY.words)
            || circumstance.contains(Caller.IN_PARALLEL.words)
            || circumstance.contains(Caller.CLOSING.words);
    if (holds(() -> call.isRight(operand, at, repeated()))) {
      likely.add(
          others && holds(this::isRightAgainAndAgain)
              ? "threads disagree: wrong beside other callers, right when called again alone"
              : "is not repeatable: the same call again gives the right value");
    } else if (holds(() -> !Evidence.same(repeated(), actual))) {
      likely.add("is not repeatable: the same call again gives another wrong value");
    } else if (f.threads() > 1 && holds(() -> call.isRight(operand, at, on(f.openAlone())))) {
      likely.add("threads disagree: right with one thread, wrong with " + f.threads());
    } else if (holds(() -> call.isRight(operand, at, on(f.open())))) {
      likely.add("keeps something of former calls: right on a backend that has just been opened");
    } else {
      destination(likely);
    }
  }

  private boolean isRightAgainAndAgain() {
    return IntStream.range(0, REPETITIONS).allMatch(time -> call.isRight(operand, at, repeated()));
  }

  private double repeated() {
    call.restore();
    call.run();
    return call.value(operand, at);
  }

  private double on(Backend other) {
    try (other;
        Workspace workspace = other.workspace()) {
      BoundCall same = call.on(other, workspace);
      same.run();
      return same.value(operand, at);
    }
  }

  /** Whether a result depends on what its destination held, which only an update may. */
  private void destination(List<String> likely) {
    if (call.isShared(operand) || call.operand(operand).role() != Operand.Role.WRITTEN) {
      if (Evidence.same(before[operand].values()[at], actual)) {
        likely.add(isAsBefore());
      }
      return;
    }
    double[] with = {actual};
    boolean made =
        holds(
            () -> {
              call.restore(operand, OTHER_FORMER);
              call.run();
              with[0] = call.value(operand, at);
              return true;
            });
    if (made && Evidence.same(with[0], dtype.round(OTHER_FORMER))) {
      likely.add(isAsBefore());
    } else if (made && !Evidence.same(with[0], actual)) {
      likely.add(
          "reads its destination: where that held "
              + OTHER_FORMER
              + " before, the result is "
              + with[0]);
    }
  }

  /** Zero that is added leaves the same as nothing that is written. */
  private String isAsBefore() {
    Bounds expected = call.expected()[operand];
    boolean zero = expected != null && expected.at(at).contains(0.0);
    return (zero ? "is not written, or reads its destination" : "is not written")
        + ": the element holds what the destination held before";
  }
}
