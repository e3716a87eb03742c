package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.backend.naive.NaiveProvider;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kernel is judged: right results pass, one wrong element does not. */
class JudgedKernelsTest {
  private static final Matrix A = Matrix.of(2, 3, 0.1, 0.7, 0.3, -1.4, 0.9, 0.2);
  private static final Matrix B = Matrix.of(2, 3, 1.1, -0.6, 0.4, 0.8, 0.5, 1.3);
  private static final Matrix COLUMN = Matrix.of(2, 1, 0.3, 0.6);
  private static final Matrix ROW = Matrix.of(1, 3, 0.7, 0.2, 1.9);
  private static final Matrix C = Matrix.of(3, 2, 0.3, 1.4, -0.9, 0.2, 0.1, 0.7);

  /** Calls a kernel whose destination is 2×3 or smaller, and says which shape it has. */
  private record Call(String kernel, Shape out, int results, BiConsumer<Judge, Tensor> call) {}

  /** The kernels under judgement, and operands for them. */
  private record Judge(JudgedKernels kernels, Fixture fixture) {
    Tensor tensor(Matrix values) {
      return fixture.tensor(values.map(fixture.dtype::round));
    }
  }

  private static final List<Call> CALLS =
      List.of(
          new Call(
              "matmul",
              new Shape(2, 2),
              1,
              (j, out) -> j.kernels.matmul(j.tensor(A), j.tensor(C), out)),
          new Call(
              "matmulTransA",
              new Shape(3, 3),
              1,
              (j, out) -> j.kernels.matmulTransA(j.tensor(A), j.tensor(B), out)),
          new Call(
              "matmulTransB",
              new Shape(2, 2),
              1,
              (j, out) -> j.kernels.matmulTransB(j.tensor(A), j.tensor(B), out)),
          new Call(
              "apply",
              new Shape(2, 3),
              1,
              (j, out) -> j.kernels.apply(ElementwiseFunction.EXP, j.tensor(A), out)),
          new Call(
              "apply",
              new Shape(2, 3),
              1,
              (j, out) ->
                  j.kernels.apply(
                      ElementwiseFunction.SIGMOID_GRADIENT, j.tensor(A), j.tensor(B), out)),
          new Call(
              "apply",
              new Shape(2, 3),
              1,
              (j, out) ->
                  j.kernels.apply(
                      ElementwiseFunction.DIVIDE_BY,
                      new double[] {0.3},
                      new Tensor[] {j.tensor(A), out})),
          new Call(
              "combine",
              new Shape(2, 3),
              1,
              (j, out) ->
                  j.kernels.combine(CombineOperation.SUBTRACT, j.tensor(A), j.tensor(B), out)),
          new Call(
              "combine",
              new Shape(2, 3),
              1,
              (j, out) ->
                  j.kernels.combine(CombineOperation.DIVIDE, j.tensor(A), j.tensor(COLUMN), out)),
          new Call(
              "combine",
              new Shape(2, 3),
              1,
              (j, out) ->
                  j.kernels.combine(CombineOperation.MULTIPLY, j.tensor(A), j.tensor(ROW), out)),
          new Call(
              "sumOverRecords",
              new Shape(2, 1),
              1,
              (j, out) -> j.kernels.sumOverRecords(j.tensor(A), out)),
          new Call(
              "sumOverUnits",
              new Shape(1, 3),
              1,
              (j, out) -> j.kernels.sumOverUnits(j.tensor(A), out)),
          new Call(
              "maxOverUnits",
              new Shape(1, 3),
              1,
              (j, out) -> j.kernels.maxOverUnits(j.tensor(A), out)));

  /** A kernel whose result has one wrong element, number {@code at}. */
  private static final class Faulty extends WrappedBackend {
    private final String kernel;
    private final int at;

    Faulty(Backend delegate, String kernel, int at) {
      super(delegate);
      this.kernel = kernel;
      this.at = at;
    }

    @Override
    void call(String called, @Nullable Tensor out, Runnable work) {
      work.run();
      if (called.equals(kernel) && out != null) {
        Matrix values = get(out);
        values.values()[at] = dtype().round(values.values()[at] * (1 + 0x1p-20));
        put(values, out);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rightResultsPassAndAreCounted(DType dtype) {
    try (Fixture fixture = TestChapter.fixture(new NaiveProvider(), dtype)) {
      Judge judge = new Judge(new JudgedKernels(fixture), fixture);
      int judged = 0;
      for (Call call : CALLS) {
        call.call.accept(judge, fixture.dirty(call.out));
        judged += call.results;
        assertEquals(judged, judge.kernels.judged(), call.kernel);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> oneWrongElementFails() {
    return Stream.of(DType.values())
        .flatMap(
            dtype ->
                CALLS.stream()
                    .flatMap(
                        call ->
                            Stream.of(0, call.out.size() - 1)
                                .map(
                                    at ->
                                        DynamicTest.dynamicTest(
                                            dtype + ", " + call.kernel + ", " + at,
                                            () -> fails(dtype, call, at)))));
  }

  private static void fails(DType dtype, Call call, int at) {
    TestProvider provider =
        new TestProvider(
            EnumSet.allOf(DType.class), backend -> new Faulty(backend, call.kernel, at));
    try (Fixture fixture = TestChapter.fixture(provider, dtype)) {
      Judge judge = new Judge(new JudgedKernels(fixture), fixture);
      Tensor out = fixture.dirty(call.out);
      AssertionError wrong = assertThrows(AssertionError.class, () -> call.call.accept(judge, out));
      String message = String.valueOf(wrong.getMessage());
      assertTrue(message.contains(call.kernel), message);
      assertTrue(message.contains("a training run"), message);
      assertTrue(message.contains("(element " + at + ")"), message);
    }
  }

  /** SPEC.md allows a destination to be an operand of an element-wise loop. */
  @ParameterizedTest
  @EnumSource
  void oneTensorAsOperandAndDestinationIsJudgedAsOne(DType dtype) {
    try (Fixture fixture = TestChapter.fixture(new NaiveProvider(), dtype)) {
      Judge judge = new Judge(new JudgedKernels(fixture), fixture);
      Tensor a = judge.tensor(A);
      judge.kernels.apply(ElementwiseFunction.SQUARE, a, a);
      judge.kernels.combine(CombineOperation.ADD, a, a, a);
      assertEquals(2, judge.kernels.judged());
      assertEquals(2 * 0.25, valueOfSquareDoubled(judge), 0);
    }
  }

  private static double valueOfSquareDoubled(Judge judge) {
    Tensor half = judge.tensor(Matrix.of(1, 1, 0.5));
    judge.kernels.apply(ElementwiseFunction.SQUARE, half, half);
    judge.kernels.combine(CombineOperation.ADD, half, half, half);
    return judge.fixture.values(half).values()[0];
  }

  /** A loop that reads what it has written sees it, as on every backend. */
  @ParameterizedTest
  @EnumSource
  void theFixtureStaysOpen(DType dtype) {
    try (Fixture fixture =
        TestChapter.fixture(new NaiveProvider(), dtype, Map.of("tck.level", "smoke"))) {
      new JudgedKernels(fixture).close();
      assertEquals(1, fixture.values(fixture.tensor(Matrix.of(1, 1, 1))).values()[0]);
    }
  }
}
