package nn.tck;

import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

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
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
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

  /** How much is drawn; the system property {@code tck.level} if this is not overridden. */
  protected Level level() {
    return Level.chosen();
  }

  /** Chapter 1xx. */
  @Nested
  @Order(1)
  class Tensors extends TensorRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 2xx. */
  @Nested
  @Order(2)
  class Transfer extends TransferRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 3xx. */
  @Nested
  @Order(3)
  class Products extends ProductRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 4xx: any loop. */
  @Nested
  @Order(4)
  class Elementwise extends ElementwiseRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 4xx: the named functions, and the kernels made of them. */
  @Nested
  @Order(5)
  class Functions extends FunctionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 5xx. */
  @Nested
  @Order(6)
  class CombineAndReductions extends CombineAndReductionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 6xx. */
  @Nested
  @Order(7)
  class Rejections extends RejectionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 7xx. */
  @Nested
  @Order(8)
  class SpecialValues extends SpecialValueRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 8xx. */
  @Nested
  @Order(9)
  class ThreadsAndLifetime extends LifetimeRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 9xx. */
  @Nested
  @Order(10)
  class Providers extends ProviderRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 14xx. */
  @Nested
  @Order(14)
  class WholeRuns extends TrainingRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }
}
