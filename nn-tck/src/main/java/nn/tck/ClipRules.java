package nn.tck;

import nn.api.DType;
import nn.api.network.Catalogue;
import nn.api.network.Clip;
import nn.api.network.Config;
import org.junit.jupiter.api.Test;

/** Chapter 17xx: clips. */
@Title("17xx clips")
abstract class ClipRules extends PlugInConformance {
  private static final double[] NORMS = {
    0, Double.MIN_VALUE, 1e-30, 0.01, 0.5, 1, 2, 3.75, 100, 1e30, 1e300, Double.POSITIVE_INFINITY
  };

  @Override
  abstract Clip subject();

  @Test
  @Rule(1701)
  void spec1701_theFactorMakesNoGradientLarger() {
    in(
        DType.FLOAT64,
        trial -> {
          for (double norm : NORMS) {
            double factor = subject().factor(norm);
            trial.check(
                factor >= 0 && factor <= 1,
                "factor",
                "from 0 to 1 expected: " + factor + " for a norm of " + norm);
          }
        });
  }

  @Test
  @Rule(1702)
  void spec1702_nanStaysNan() {
    in(
        DType.FLOAT64,
        trial -> {
          double factor = subject().factor(Double.NaN);
          trial.check(Double.isNaN(factor), "factor", "the norm is NaN, and the factor " + factor);
        });
  }

  @Test
  @Rule(1703)
  void spec1703_theBoundIsPositive() {
    in(
        DType.FLOAT64,
        trial -> {
          double bound = subject().bound();
          trial.check(bound > 0, "bound", "a positive number expected: " + bound);
        });
  }

  @Test
  @Rule(1704)
  void spec1704_theClipKeepsNothing() {
    in(
        DType.FLOAT64,
        trial -> {
          Clip shared = subject();
          double bound = shared.bound();
          double[] upwards = new double[NORMS.length];
          for (int i = 0; i < NORMS.length; i++) {
            upwards[i] = shared.factor(NORMS[i]);
          }
          for (int i = NORMS.length - 1; i >= 0; i--) {
            double again = shared.factor(NORMS[i]);
            trial.check(
                Double.compare(upwards[i], again) == 0,
                "factor",
                upwards[i] + ", then " + again + " for a norm of " + NORMS[i]);
          }
          double later = shared.bound();
          trial.check(
              Double.compare(bound, later) == 0, "bound", "first " + bound + ", then " + later);
        });
  }

  @Test
  @Rule(1705)
  void spec1705_kindIsWordsJoinedByHyphens() {
    kindIsWellFormed();
  }

  @Test
  @Rule(1706)
  void spec1706_theCatalogueRebuildsIt() {
    isRebuilt(
        original -> Catalogue.load().clip(new Config.Nested(original.kind(), original.config())));
  }
}
