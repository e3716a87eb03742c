package nn.tck;

import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;

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
 * shapes, the element, what was expected and found, the bound, and the options that repeat the
 * case. System properties, or configuration parameters of JUnit, say what is run:
 *
 * <ul>
 *   <li>{@code tck.level}: smoke, standard, full or soak, that is how much is drawn; standard
 *   <li>{@code tck.seed}: of everything drawn; 1, so that builds repeat
 *   <li>{@code tck.case}: the only case to run, as a failure names it
 *   <li>{@code tck.report}: where a certificate is written, a file {@code ….json} or a folder
 * </ul>
 *
 * <p>Rules that a backend is known to break can be listed in a file {@code
 * tck-expected-failures.txt} at the root of the tests' class path; docs/SPEC.md has its format.
 */
@ExtendWith(ConformanceExtension.class)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
public abstract class BackendConformance {

  /**
   * Under this key JUnit's report entries have lines for readers: one on each chapter, warnings.
   */
  public static final String REPORT = "tck";

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

  /** Before each test. */
  void begin(ConformanceRun run) {
    // a suite that looks for its provider needs the settings
  }

  /** Chapter 1xx. */
  @Nested
  @Order(1)
  @DisplayName("1xx tensors and shapes")
  class Tensors extends TensorRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 2xx. */
  @Nested
  @Order(2)
  @DisplayName("2xx transfer")
  class Transfer extends TransferRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 3xx. */
  @Nested
  @Order(3)
  @DisplayName("3xx products")
  class Products extends ProductRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 4xx: any loop. */
  @Nested
  @Order(4)
  @DisplayName("4xx any loop")
  class Elementwise extends ElementwiseRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 4xx: the named functions, and the kernels made of them. */
  @Nested
  @Order(5)
  @DisplayName("4xx named functions")
  class Functions extends FunctionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 5xx. */
  @Nested
  @Order(6)
  @DisplayName("5xx combine and reductions")
  class CombineAndReductions extends CombineAndReductionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 5xx: units and records by their numbers. */
  @Nested
  @Order(7)
  @DisplayName("5xx gather, scatter and reshape")
  class Gathers extends GatherRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 6xx. */
  @Nested
  @Order(8)
  @DisplayName("6xx rejections")
  class Rejections extends RejectionRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 7xx. */
  @Nested
  @Order(9)
  @DisplayName("7xx special values")
  class SpecialValues extends SpecialValueRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 8xx. */
  @Nested
  @Order(10)
  @DisplayName("8xx threads and lifetime")
  class ThreadsAndLifetime extends LifetimeRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 9xx. */
  @Nested
  @Order(11)
  @DisplayName("9xx providers")
  class Providers extends ProviderRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }

  /** Chapter 14xx. */
  @Nested
  @Order(14)
  @DisplayName("14xx whole training runs")
  class WholeRuns extends TrainingRules {
    @Override
    BackendConformance suite() {
      return BackendConformance.this;
    }
  }
}
