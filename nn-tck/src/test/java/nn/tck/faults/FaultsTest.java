package nn.tck.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That the faults are faults of backends that otherwise work. */
class FaultsTest {

  @Test
  void namesAreDistinct() {
    Set<String> names = new HashSet<>();
    for (Fault fault : Faults.all()) {
      assertTrue(names.add(fault.name()), fault.name());
    }
  }

  @Test
  void faultsSayWhereTheyComeFrom() {
    for (Fault fault : Faults.all()) {
      assertTrue(!fault.kernel().isBlank() && !fault.origin().isBlank(), fault.name());
    }
  }

  @Test
  void drawsStayInTheirRange() {
    SplittableRandom random = new SplittableRandom(1);
    for (Fault fault : Faults.all()) {
      Threshold threshold = fault.threshold();
      for (int draw = 0; draw < 100; draw++) {
        int drawn = threshold.draw(random);
        assertTrue(threshold.least() <= drawn && drawn <= threshold.most(), fault.name());
      }
    }
  }

  @TestFactory
  List<DynamicTest> smallCallsWork() {
    return Stream.of(
            Faults.ofKernels(),
            Faults.secondOfKernels(),
            Faults.thirdOfKernels(),
            Faults.fourthOfKernels(),
            Faults.fifthOfKernels())
        .flatMap(List::stream)
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> smallCallsWork(fault)))
        .toList();
  }

  private static void smallCallsWork(Fault fault) {
    FaultyProvider provider = new FaultyProvider(fault, fault.threshold().most());
    try (Backend backend = provider.open(options(fault.dtype()));
        Workspace workspace = backend.workspace()) {
      assertEquals(fault.dtype(), backend.dtype());
      assertEquals(fault.tier(), backend.tier());
      Tensor a = tensor(backend, workspace, 2, 3, 1, 2, 3, 4, 5, 6);
      products(backend, workspace, a);
      dense(backend, workspace, a);
      elementwise(backend, workspace, a);
      reductions(backend, workspace, a);
      gathers(backend, workspace, a);
    }
  }

  private static BackendOptions options(DType dtype) {
    return BackendOptions.defaults().dtype(dtype);
  }

  private static Tensor tensor(
      Backend backend, Workspace workspace, int rows, int columns, double... values) {
    Tensor tensor = workspace.tensor(rows, columns);
    backend.write(values, tensor);
    return tensor;
  }

  private static void assertValues(Backend backend, Tensor actual, double... expected) {
    double[] values = new double[expected.length];
    backend.read(actual, values);
    assertArrayEquals(expected, values);
  }

  private static void products(Backend backend, Workspace workspace, Tensor a) {
    Tensor b = tensor(backend, workspace, 3, 2, 1, 0, 2, 0, 1, 0);
    Tensor c = tensor(backend, workspace, 2, 2, 1, 1, 0, 2);
    Tensor square = workspace.tensor(2, 2);
    backend.matmul(a, b, square);
    assertValues(backend, square, 11, 14, 3, 4);
    Tensor wide = workspace.tensor(3, 2);
    backend.matmulTransA(a, c, wide);
    assertValues(backend, wide, 3, 7, 11, 4, 8, 12);
    backend.matmulTransB(a, tensor(backend, workspace, 2, 3, 1, 0, 0, 1, 2, 0), square);
    assertValues(backend, square, 11, 14, 3, 4);
  }

  private static void dense(Backend backend, Workspace workspace, Tensor x) {
    Tensor w = tensor(backend, workspace, 2, 2, 1, 0, 0, 2);
    Tensor b = tensor(backend, workspace, 2, 1, 10, 20);
    Tensor z = workspace.tensor(2, 3);
    backend.dense(w, x, b, ElementwiseFunction.RELU, z);
    assertValues(backend, z, 11, 24, 13, 28, 15, 32);
    backend.denseInputGradient(w, x, ElementwiseFunction.RELU_GRADIENT, x, z);
    assertValues(backend, z, 1, 4, 3, 8, 5, 12);
    Tensor dw = workspace.tensor(2, 2);
    Tensor db = workspace.tensor(2, 1);
    backend.denseParameterGradients(x, x, dw, db);
    assertValues(backend, dw, 35, 44, 44, 56);
    assertValues(backend, db, 9, 12);
  }

  private static void elementwise(Backend backend, Workspace workspace, Tensor a) {
    Tensor out = workspace.tensor(2, 3);
    backend.apply(ElementwiseLoop.of("half", x -> x / 2), a, out);
    assertValues(backend, out, 0.5, 1, 1.5, 2, 2.5, 3);
    backend.apply(ElementwiseFunction.SQUARE, a, out);
    assertValues(backend, out, 1, 4, 9, 16, 25, 36);
    backend.combine(CombineOperation.ADD, a, a, out);
    assertValues(backend, out, 2, 4, 6, 8, 10, 12);
    backend.fill(7, out);
    assertValues(backend, out, 7, 7, 7, 7, 7, 7);
    backend.divideBy(a, 2, out);
    assertValues(backend, out, 0.5, 1, 1.5, 2, 2.5, 3);
    backend.copy(a, out);
    assertValues(backend, out, 1, 2, 3, 4, 5, 6);
  }

  private static void reductions(Backend backend, Workspace workspace, Tensor a) {
    Tensor column = workspace.tensor(2, 1);
    backend.sumOverRecords(a, column);
    assertValues(backend, column, 9, 12);
    Tensor row = workspace.tensor(1, 3);
    backend.sumOverUnits(a, row);
    assertValues(backend, row, 3, 7, 11);
    backend.maxOverUnits(a, row);
    assertValues(backend, row, 2, 4, 6);
    Tensor equal = tensor(backend, workspace, 2, 1, 3, 3);
    backend.softmax(equal, column);
    assertValues(backend, column, 0.5, 0.5);
    backend.softmaxGradient(column, equal, equal);
    assertValues(backend, equal, 0, 0);
  }

  private static void gathers(Backend backend, Workspace workspace, Tensor a) {
    Tensor out = workspace.tensor(2, 3);
    backend.gather(a, new int[] {1, -1}, out);
    assertValues(backend, out, 2, 0, 4, 0, 6, 0);
    backend.scatterAdd(a, new int[] {1, 1}, out);
    assertValues(backend, out, 0, 3, 0, 7, 0, 11);
    Tensor indices = tensor(backend, workspace, 1, 3, 2, 0, 2);
    backend.gatherRecords(a, indices, out);
    assertValues(backend, out, 5, 6, 1, 2, 5, 6);
    backend.scatterAddRecords(a, indices, out);
    assertValues(backend, out, 3, 4, 0, 0, 6, 8);
    Tensor tall = workspace.tensor(3, 2);
    backend.reshape(a, tall);
    assertValues(backend, tall, 1, 2, 3, 4, 5, 6);
  }
}
