package nn.backend.naive;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NaiveLifetimeTest {

  @ParameterizedTest
  @EnumSource
  void noKernelKeepsItsOperands(DType dtype) throws InterruptedException {
    try (Backend backend = new NaiveProvider().open(new BackendOptions(dtype, 2))) {
      WeakReference<Object> used = used(backend);
      for (int i = 0; i < 50 && used.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertNull(used.get());
    }
  }

  private static WeakReference<Object> used(Backend backend) {
    try (Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(20, 20);
      Tensor out = workspace.tensor(20, 20);
      backend.fill(1, a);
      backend.divideBy(a, 2, a);
      backend.matmul(a, a, out);
      backend.matmulTransA(a, a, out);
      backend.matmulTransB(a, a, out);
      backend.combine(CombineOperation.ADD, a, a, out);
      backend.apply(ElementwiseFunction.RELU, a, a);
      HeapTensor heap = (HeapTensor) a; // holds its array, so the array outlives it
      return new WeakReference<>(backend.dtype() == DType.FLOAT64 ? heap.doubles() : heap.floats());
    }
  }
}
