package nn.core.check;

import java.util.Arrays;
import java.util.function.IntFunction;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.core.Network;
import nn.core.activation.Identity;
import nn.core.data.DataSet;
import nn.core.training.Objective;

/**
 * Compares every derivative of a network, a layer, an activation or a cost with finite differences,
 * by every parameter and every input:
 *
 * <pre>{@code
 * GradientReport report = GradientCheck.of(network).on(features, targets);
 * if (!report.passed()) {
 *   throw new AssertionError(report);
 * }
 * }</pre>
 *
 * <p>The difference quotient is the central one of fourth order, {@code (f(x−2h) − 8·f(x−h) +
 * 8·f(x+h) − f(x+2h)) / 12h} (B. Fornberg: Generation of finite difference formulas on arbitrarily
 * spaced grids. Mathematics of Computation 51, 1988, table 1), whose error is {@code h⁴·f⁽⁵⁾/30}
 * beside that of rounding, {@code 2⁻⁵³·|f|/h}; {@code h} is 2⁻¹⁰, times the power of two below
 * {@code |x|} where that is more. A derivative {@code g} is right if it is within {@code 10⁻⁸ ·
 * max(|g|, 10⁻³·‖g‖∞)} of the quotient, {@code ‖g‖∞} being the largest derivative of the whole
 * check; or of the quotient for a step between {@code h/8}, which may miss a kink, and {@code 4h},
 * which rounding changes less.
 *
 * <p>Where a kink, as that of ReLU at 0, lies between {@code x − 2h} and {@code x + 2h}, the
 * quotient is not the derivative, however right that is (A. Karpathy et al., CS231n: Gradient
 * checks, "Kinks in the objective"). A kink is recognised by the quotients alone, never by the
 * derivative under check: halving the step changes them by more than the bound, or, where the kink
 * is at {@code x} itself, does not make the fourth difference smaller as that of a smooth function.
 * Such a derivative is counted and not judged, and a report with too many of them has not passed.
 * So is one that rounding hides at every step: {@code |f|} should not be thousands of times as
 * large as the derivatives.
 *
 * <p>Only FLOAT64 has enough digits. A check takes four evaluations of the function for each
 * derivative, and up to ten more for each that is not right at once.
 */
public final class GradientCheck {
  private static final int STEP = -10;

  /** Smaller ones come between kinks, larger ones lessen rounding where derivatives are small. */
  private static final int[] STEPS = {STEP, STEP - 1, STEP - 2, STEP - 3, STEP + 1, STEP + 2};

  private static final double RELATIVE = 1e-8;
  private static final double FLOOR = 1e-3; // of the largest derivative

  /** The sum of the errors of a quotient's four values, each of a few roundings. */
  private static final double ROUNDING = 0x1p-50;

  private static final int SEED = 1;

  private final IntFunction<Network> network; // for a number of inputs
  private final boolean temporary; // it is made for the check

  private GradientCheck(Backend backend, IntFunction<Network> network, boolean temporary) {
    if (backend.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "gradient check: FLOAT64 is needed; open the backend with it, or copy the network to one"
              + " that has it: "
              + backend.name()
              + " has "
              + backend.dtype());
    }
    this.network = network;
    this.temporary = temporary;
  }

  /**
   * Of a network's mean cost, as a training step computes it, by its parameters and features. The
   * network is not modified.
   *
   * @throws IllegalArgumentException if its backend is not of FLOAT64
   */
  public static GradientCheck of(Network network) {
    return new GradientCheck(network.backend(), inputs -> network, false);
  }

  /**
   * Of one layer with the first values that its parameters' initialisers draw, by these and its
   * inputs: of the sum of its outputs, each multiplied with its target.
   *
   * @throws IllegalArgumentException if the backend is not of FLOAT64
   */
  public static GradientCheck of(Layer layer, Backend backend) {
    return single(layer, new WeightedSum(), backend);
  }

  /**
   * Of an activation by its pre-activations: of the sum of its outputs, each multiplied with its
   * target.
   *
   * @throws IllegalArgumentException if the backend is not of FLOAT64
   */
  public static GradientCheck of(Activation activation, Backend backend) {
    return single(new PlainActivation(activation), new WeightedSum(), backend);
  }

  /**
   * Of a cost's losses by the outputs that it judges, which are the features here; not of its fused
   * form. They, and what lies within 2⁻⁹ of them, must be in the cost's domain.
   *
   * @throws IllegalArgumentException if the backend is not of FLOAT64
   */
  public static GradientCheck of(Cost cost, Backend backend) {
    return single(new PlainActivation(new Identity()), cost, backend);
  }

  private static GradientCheck single(Layer layer, Cost cost, Backend backend) {
    return new GradientCheck(
        backend,
        inputs -> Network.inputs(inputs).layer(layer).cost(cost).seed(SEED).build(backend),
        true);
  }

  /**
   * Checks every derivative.
   *
   * @param features one row for each record; not modified
   * @param targets one row for each record; not modified
   * @throws IllegalArgumentException if the data does not fit the network or its cost
   */
  public GradientReport on(double[][] features, double[][] targets) {
    DataSet data = DataSet.of(features, targets);
    Network checked = network.apply(data.inputs());
    try (Objective objective = checked.objective(data)) {
      return check(objective);
    } finally {
      if (temporary) {
        checked.close();
      }
    }
  }

  /** Checks every derivative of any function. Its variables end as they began. */
  public static GradientReport check(Objective objective) {
    return new Quotients(objective).report();
  }

  /** One check under way. */
  private static final class Quotients {
    private final Objective objective;
    private final double middle;
    private final double[][] gradient;
    private final double largest;

    Quotients(Objective objective) {
      this.objective = objective;
      middle = objective.value();
      gradient = objective.gradient();
      double most = 0;
      for (double[] derivatives : gradient) {
        for (double derivative : derivatives) {
          if (Double.isFinite(derivative)) { // others are wrong, and must not excuse more
            most = Math.max(most, Math.abs(derivative));
          }
        }
      }
      largest = most;
    }

    GradientReport report() {
      GradientReport report = GradientReport.EMPTY;
      for (int variable = 0; variable < gradient.length; variable++) {
        for (int element = 0; element < gradient[variable].length; element++) {
          report = report.plus(judge(variable, element));
        }
      }
      return report;
    }

    private GradientReport judge(int variable, int element) {
      double analytic = gradient[variable][element];
      double bound = bound(analytic);
      Stencil stencil = new Stencil(objective, middle, variable, element);
      double numeric = Double.NaN;
      for (int step : STEPS) {
        numeric = stencil.quotient(step);
        if (within(bound, numeric, analytic)) {
          return judged(variable, element, numeric, bound);
        }
      }
      numeric = stencil.quotient(STEP - 2);
      if (stencil.hides(bound(numeric))) {
        return new GradientReport(0, 1, 0, null);
      }
      return judged(variable, element, numeric, bound);
    }

    private double bound(double derivative) {
      return RELATIVE * Math.max(Math.abs(derivative), FLOOR * largest);
    }

    private static boolean within(double bound, double numeric, double analytic) {
      return Double.isFinite(analytic) && Math.abs(numeric - analytic) <= bound;
    }

    private GradientReport judged(int variable, int element, double numeric, double bound) {
      Objective.Variable where = objective.variables().get(variable);
      int rows = where.shape().rows();
      Derivative derivative =
          new Derivative(
              where.layer(),
              where.name(),
              element % rows,
              element / rows,
              gradient[variable][element],
              numeric,
              bound);
      boolean right = within(bound, numeric, derivative.analytic());
      return new GradientReport(1, 0, right ? 0 : 1, derivative);
    }
  }

  /** The function along one variable, at {@code x ± 2ʲ} where it is asked for. */
  private static final class Stencil {
    private static final int LOWEST = STEP - 3;

    private final Objective objective;
    private final double middle; // f(x)
    private final int variable;
    private final int element;
    private final double x;
    private final int exponent; // of the unit of steps
    private final double[] below = new double[8]; // f(x − 2ʲ) from the lowest j on
    private final double[] above = new double[below.length];

    Stencil(Objective objective, double middle, int variable, int element) {
      this.objective = objective;
      this.middle = middle;
      this.variable = variable;
      this.element = element;
      x = objective.get(variable, element);
      exponent = Math.max(0, Math.getExponent(x));
      Arrays.fill(below, Double.NaN);
    }

    private void evaluate(int j) {
      if (Double.isNaN(below[j - LOWEST])) {
        below[j - LOWEST] = at(x - step(j));
        above[j - LOWEST] = at(x + step(j));
        objective.set(variable, element, x);
      }
    }

    private double step(int j) {
      return Math.scalb(1.0, j + exponent);
    }

    private double at(double value) {
      objective.set(variable, element, value);
      return objective.value();
    }

    private double near(int j, int side) {
      evaluate(j);
      return side < 0 ? below[j - LOWEST] : above[j - LOWEST];
    }

    /** {@code (f(x−2h) − 8·f(x−h) + 8·f(x+h) − f(x+2h)) / 12h} with {@code h = 2ʲ}. */
    double quotient(int j) {
      double inner = near(j, 1) - near(j, -1); // 0 where f is constant
      double outer = near(j + 1, 1) - near(j + 1, -1);
      return (8 * inner - outer) / (12 * step(j));
    }

    /**
     * {@code (f(x−2h) − 4·f(x−h) + 6·f(x) − 4·f(x+h) + f(x+2h)) / h}: {@code h³·f⁗} where f is
     * smooth, twice the jump of the slope at a kink in the middle.
     */
    private double fourthDifference(int j) {
      double inner = near(j, -1) - middle + (near(j, 1) - middle);
      double outer = near(j + 1, -1) - middle + (near(j + 1, 1) - middle);
      return (outer - 4 * inner) / step(j);
    }

    /** Whether a kink changes a quotient by more than this, or rounding changes all of them. */
    boolean hides(double bound) {
      return rounding(STEP + 2) > bound
          || kink(STEP, bound)
          || kink(STEP - 1, bound)
          || kink(STEP - 2, bound);
    }

    /** What rounding may do to a quotient. */
    private double rounding(int j) {
      double size = Math.max(Math.abs(middle), Math.abs(near(STEP, 1)));
      return ROUNDING * size / step(j);
    }

    /** Whether halving the step {@code 2ʲ} shows a kink. */
    private boolean kink(int j, double bound) {
      double noticed = Math.max(bound, rounding(j - 1));
      double fourth = Math.abs(fourthDifference(j - 1));
      return Math.abs(quotient(j) - quotient(j - 1)) > noticed
          || (fourth > noticed && fourth > Math.abs(fourthDifference(j)) / 2);
    }
  }
}
