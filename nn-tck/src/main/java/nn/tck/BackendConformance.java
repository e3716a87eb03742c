package nn.tck;

import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.Nested;

/**
 * Checks a backend against docs/SPEC.md, in every number type that its provider offers.
 *
 * <p>A backend's whole integration is a class of its own tests:
 *
 * <pre>{@code
 * class MyConformanceTest extends BackendConformance {
 *   @Override
 *   protected BackendProvider provider() {
 *     return new MyProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>Every test is named by the rule that it checks, and a failure prints the rule, the kernel, the
 * shapes, the element, what was expected and found, the bound, and the seed of the random operands.
 * {@code -Dtck.seed=…} draws others, or the same again.
 */
public abstract class BackendConformance {

  /** For the subclass. */
  protected BackendConformance() {}

  /** The provider under test; called often, so a new one each time will do. */
  protected abstract BackendProvider provider();

  /**
   * The thread counts with which backends are opened. Override only where the library's threads are
   * the JVM's and cannot be changed once set: counts that {@code open} refuses with NN-105 are left
   * out, but one must be accepted.
   */
  protected int[] threadCounts() {
    return new int[] {1, 3};
  }

  /** Chapter 1xx. */
  @Nested
  class Tensors extends TensorRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 2xx. */
  @Nested
  class Transfer extends TransferRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 3xx. */
  @Nested
  class Products extends ProductRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 4xx: any loop. */
  @Nested
  class Elementwise extends ElementwiseRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 4xx: the named functions, and the kernels made of them. */
  @Nested
  class Functions extends FunctionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 5xx. */
  @Nested
  class CombineAndReductions extends CombineAndReductionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 6xx. */
  @Nested
  class Rejections extends RejectionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 7xx. */
  @Nested
  class SpecialValues extends SpecialValueRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 8xx. */
  @Nested
  class ThreadsAndLifetime extends LifetimeRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 9xx. */
  @Nested
  class Providers extends ProviderRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }
}
