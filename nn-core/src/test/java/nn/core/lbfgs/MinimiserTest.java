package nn.core.lbfgs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nn.core.lbfgs.Lbfgs.End;
import nn.core.lbfgs.Lbfgs.Result;
import org.junit.jupiter.api.Test;

/**
 * The test functions, starts and minima of J. J. Moré, B. S. Garbow, K. E. Hillstrom: Testing
 * Unconstrained Optimization Software. ACM TOMS 7, 1981.
 */
class MinimiserTest {

  /** Number (1) there: {@code 100·(x₂ − x₁²)² + (1 − x₁)²}. */
  private static double rosenbrock(double[] x, double[] g) {
    double a = x[1] - x[0] * x[0];
    double b = 1 - x[0];
    g[0] = -400 * x[0] * a - 2 * b;
    g[1] = 200 * a;
    return 100 * a * a + b * b;
  }

  /** Number (5): {@code Σ (yᵢ − x₁·(1 − x₂ⁱ))²}, y = 1.5, 2.25, 2.625. */
  private static double beale(double[] x, double[] g) {
    double[] y = {1.5, 2.25, 2.625};
    double sum = 0;
    g[0] = 0;
    g[1] = 0;
    for (int i = 1; i <= 3; i++) {
      double power = Math.pow(x[1], i);
      double f = y[i - 1] - x[0] * (1 - power);
      sum += f * f;
      g[0] += -2 * f * (1 - power);
      g[1] += 2 * f * x[0] * i * Math.pow(x[1], i - 1);
    }
    return sum;
  }

  /** Number (14), Wood's. */
  private static double wood(double[] x, double[] g) {
    double a = x[1] - x[0] * x[0];
    double b = 1 - x[0];
    double c = x[3] - x[2] * x[2];
    double d = 1 - x[2];
    double e = x[1] + x[3] - 2;
    double f = x[1] - x[3];
    g[0] = -400 * x[0] * a - 2 * b;
    g[1] = 200 * a + 20 * e + 0.2 * f;
    g[2] = -360 * x[2] * c - 2 * d;
    g[3] = 180 * c + 20 * e - 0.2 * f;
    return 100 * a * a + b * b + 90 * c * c + d * d + 10 * e * e + f * f / 10;
  }

  /** Number (21), Rosenbrock's extended to n variables. */
  private static double extended(double[] x, double[] g) {
    double[] pair = new double[2];
    double sum = 0;
    for (int i = 0; i < x.length; i += 2) {
      sum += rosenbrock(new double[] {x[i], x[i + 1]}, pair);
      g[i] = pair[0];
      g[i + 1] = pair[1];
    }
    return sum;
  }

  private static final Lbfgs TIGHT = Lbfgs.iterations(1000).tolerance(1e-10).decrease(0);

  private static Result minimises(Function function, double[] start, double[] minimum) {
    double[] x = start.clone();
    Result result = new Minimiser(TIGHT, function, x).run();
    assertEquals(End.GRADIENT, result.end(), result.toString());
    assertTrue(result.gradientNorm() <= 1e-10);
    assertArrayEquals(minimum, x, 1e-7);
    assertEquals(0, result.cost(), 1e-15);
    return result;
  }

  @Test
  void publishedMinimaAreFound() {
    Result result =
        minimises(MinimiserTest::rosenbrock, new double[] {-1.2, 1}, new double[] {1, 1});
    assertTrue(result.evaluations() < 80, result.toString());
    minimises(MinimiserTest::beale, new double[] {1, 1}, new double[] {3, 0.5});
    minimises(MinimiserTest::wood, new double[] {-3, -1, -3, -1}, new double[] {1, 1, 1, 1});
    double[] start = new double[100];
    double[] ones = new double[100];
    for (int i = 0; i < 100; i++) {
      start[i] = i % 2 == 0 ? -1.2 : 1;
      ones[i] = 1;
    }
    result = minimises(MinimiserTest::extended, start, ones);
    assertTrue(result.evaluations() < 80, result.toString());
  }

  /** From ten and a hundred times the standard starts, as the collection asks for. */
  @Test
  void fromFarAway() {
    for (double far : new double[] {10, 100}) {
      minimises(MinimiserTest::rosenbrock, new double[] {-1.2 * far, far}, new double[] {1, 1});
      minimises(
          MinimiserTest::wood,
          new double[] {-3 * far, -far, -3 * far, -far},
          new double[] {1, 1, 1, 1});
    }
  }

  @Test
  void itEndsForTheReasonThatIsTold() {
    double[] x = {-1.2, 1};
    Result stopped = new Minimiser(Lbfgs.iterations(3), MinimiserTest::rosenbrock, x).run();
    assertEquals(End.ITERATIONS, stopped.end());
    assertEquals(3, stopped.iterations());
    assertEquals(rosenbrock(x, new double[2]), stopped.cost());

    Lbfgs coarse = Lbfgs.iterations(100).tolerance(0).decrease(0.5);
    Result slow = new Minimiser(coarse, MinimiserTest::rosenbrock, new double[] {-1.2, 1}).run();
    assertEquals(End.DECREASE, slow.end());

    Result there =
        new Minimiser(Lbfgs.iterations(3), MinimiserTest::rosenbrock, new double[] {1, 1}).run();
    assertEquals(End.GRADIENT, there.end());
    assertEquals(0, there.iterations());
    assertEquals(1, there.evaluations());

    Function absolute =
        (at, g) -> { // whose slope never gets flat
          g[0] = at[0] < 0.3 ? -1 : 1;
          return Math.abs(at[0] - 0.3);
        };
    double[] one = {1};
    Result corner = new Minimiser(TIGHT, absolute, one).run();
    assertEquals(End.LINE_SEARCH, corner.end(), corner.toString());
    assertEquals(0.3, one[0], 1e-6);
  }

  /** {@code x − ln x}, which is NaN at once beyond 0. */
  @Test
  void aSearchTurnsBackFromWhatIsNotFinite() {
    Function barrier =
        (at, g) -> {
          g[0] = 1 - 1 / at[0];
          return at[0] - Math.log(at[0]);
        };
    for (double start : new double[] {1e-3, 0.1, 5, 100}) {
      double[] x = {start};
      Result result = new Minimiser(TIGHT, barrier, x).run();
      assertEquals(1, x[0], 1e-8, "from " + start + ": " + result);
    }
  }
}
