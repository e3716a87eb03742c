package nn.api.heap;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import nn.api.DType;
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
}
