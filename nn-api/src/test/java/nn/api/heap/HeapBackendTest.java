package nn.api.heap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import org.junit.jupiter.api.Test;

class HeapBackendTest {

  @Test
  void aThreadThatHasCalledABackendDoesNotKeepItAlive() throws InterruptedException {
    for (DType dtype : DType.values()) {
      WeakReference<FakeBackend> backend = usedAndClosed(dtype);
      for (int i = 0; i < 100 && backend.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertNull(backend.get());
    }
  }

  private static WeakReference<FakeBackend> usedAndClosed(DType dtype) {
    try (FakeBackend backend = new FakeBackend("fake", dtype, 1);
        Workspace workspace = backend.workspace()) {
      Tensor tensor = workspace.tensor(2, 3);
      backend.fill(1, tensor);
      return new WeakReference<>(backend);
    }
  }

  @Test
  void aLoopThatCallsAKernelIsRefusedAndHarmsNoLaterCall() {
    try (FakeBackend backend = new FakeBackend("fake", DType.FLOAT64, 1);
        Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(2, 3);
      Tensor other = workspace.tensor(1, 1);
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () -> backend.apply(new Nested(backend, other), a, workspace.tensor(2, 3)));
      assertEquals(
          "apply: a loop must not call a kernel: nested called FILL", refused.getMessage());
      backend.fill(5, a);
      double[] values = new double[6];
      backend.read(a, values);
      assertArrayEquals(new double[] {5, 5, 5, 5, 5, 5}, values);
    }
  }

  private record Nested(FakeBackend backend, Tensor other) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      backend.fill(1, other);
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      backend.fill(1, other);
    }

    @Override
    public String toString() {
      return "nested";
    }
  }
}
