package nn.tck;

import nn.api.provider.BackendProvider;

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
 * <p>Every test is named by the author's class and the rule that it checks, and a failure prints
 * the rule, the kernel, the shapes, the element, what was expected and found, the bound, and the
 * options that repeat the case. System properties, or configuration parameters of JUnit, say what
 * is run:
 *
 * <ul>
 *   <li>{@code tck.level}: smoke, standard, full or soak, that is how much is drawn; standard
 *   <li>{@code tck.seed}: of everything drawn; 1, so that builds repeat
 *   <li>{@code tck.case}: the only case to run, as a failure names it
 *   <li>{@code tck.threads}: numbers of threads with which backends are opened, separated by
 *       commas; what {@link #threadCounts} says
 *   <li>{@code tck.timeout}: after how many seconds without a sign of life a test is given up, with
 *       the stacks of all threads; 60, and 0 for never
 *   <li>{@code tck.report}: where a certificate is written, a file {@code ….json} or a folder
 * </ul>
 *
 * <p>Rules that a backend is known to break can be listed in a file {@code
 * tck-expected-failures.txt} at the root of the tests' class path; docs/SPEC.md has its format.
 */
public abstract class BackendConformance extends SequenceRules {

  /**
   * Under this key JUnit's report entries have lines for readers: one on each chapter, warnings.
   */
  public static final String REPORT = "tck";

  /** For the subclass. */
  protected BackendConformance() {}

  /** The provider under test; called often, so a new one each time will do. */
  @Override
  protected abstract BackendProvider provider();

  /**
   * The thread counts with which backends are opened. Override only where the library's threads are
   * the JVM's and cannot be changed once set: counts that {@code open} refuses with NN-105 are left
   * out, but one must be accepted.
   */
  @Override
  protected int[] threadCounts() {
    return new int[] {1, 3};
  }
}
