package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.DType;
import nn.api.network.Catalogue;
import nn.api.network.Clip;
import nn.api.network.Config;
import org.junit.jupiter.api.Test;

/** Chapter 17xx: clips. */
@Title("17xx clips")
abstract class ClipRules extends PlugInConformance {
  private static final int DRAWN = 200; // norms of each test
  private static final double LARGE = 1e300;

  /** The ends, numbers around each setting, and some of every size. */
  private double[] norms(Trial trial) {
    List<Double> norms =
        new ArrayList<>(List.of(0.0, Double.MIN_VALUE, 1e-310, 1e-30, 0.01, 0.5, 1.0, 2.0, 3.75));
    norms.addAll(List.of(100.0, 1e30, 1e155, LARGE, Double.MAX_VALUE, Double.POSITIVE_INFINITY));
    for (double setting : ScheduleRules.numbers(subject().config())) {
      double size = Math.abs(setting);
      norms.addAll(
          List.of(size / 2, Math.nextDown(size), size, Math.nextUp(size), 2 * size, size * size));
    }
    for (int i = 0; i < DRAWN; i++) {
      norms.add(Math.scalb(1 + Math.abs(trial.random.uniform()), trial.random.between(-1000, 996)));
    }
    return norms.stream().mapToDouble(Double::doubleValue).filter(norm -> norm >= 0).toArray();
  }

  @Override
  abstract Clip subject();

  @Test
  @Rule(1701)
  void spec1701_theFactorMakesNoGradientLarger() {
    in(
        DType.FLOAT64,
        trial -> {
          for (double norm : norms(trial)) {
            double factor = subject().factor(norm);
            trial.check(
                factor >= 0 && factor <= 1,
                "factor",
                "from 0 to 1 expected: " + factor + " for a norm of " + norm);
          }
        });
  }

  @Test
  @Rule(1707)
  void spec1707_noFiniteNormEndsLearning() {
    in(
        DType.FLOAT64,
        trial -> {
          for (double norm : norms(trial)) {
            double factor = subject().factor(norm);
            trial.check(
                factor > 0 || norm > LARGE,
                "factor",
                "a positive number expected: " + factor + " for a norm of " + norm);
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
          double[] norms = norms(trial);
          double[] upwards = new double[norms.length];
          for (int i = 0; i < norms.length; i++) {
            upwards[i] = shared.factor(norms[i]);
          }
          for (int i = norms.length - 1; i >= 0; i--) {
            double again = shared.factor(norms[i]);
            trial.check(
                Double.compare(upwards[i], again) == 0,
                "factor",
                upwards[i] + ", then " + again + " for a norm of " + norms[i]);
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
