package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import nn.api.DType;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Waits until products are no longer plain loops, so that a test is one of vectors. */
final class Warm implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    for (DType dtype : DType.values()) {
      for (boolean fused : new boolean[] {false, true}) {
        WarmUp warmUp = WarmUp.of(dtype, fused);
        warmUp.await();
        assertTrue(warmUp.warm(), () -> dtype + (fused ? ", fused" : "") + " was never fast");
      }
    }
  }
}
