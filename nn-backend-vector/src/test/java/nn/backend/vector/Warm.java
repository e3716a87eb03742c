package nn.backend.vector;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** No plain loops while kernels are compiled: a test is one of vectors from the first call on. */
final class Warm implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    WarmUp.skip();
  }
}
