package nn.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nn.api.DType;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import org.junit.jupiter.api.Test;

/** Chapter 16xx: schedules. */
@Title("16xx schedules")
abstract class ScheduleRules extends PlugInConformance {
  private static final int EPOCHS = 10; // of every plan, as far as steps allow

  @Override
  abstract Schedule subject();

  /** A training of ten epochs whose cost halves with each. */
  private record Given(long step, long plannedSteps) implements Progress {
    @Override
    public int epochs() {
      return (int) ((step - 1) * (double) EPOCHS / plannedSteps);
    }

    @Override
    public double cost(int epoch) {
      if (epoch < 0 || epoch >= epochs()) {
        throw new IndexOutOfBoundsException(
            "cost: epoch " + epoch + " has not ended, " + epochs() + " have");
      }
      return Math.scalb(8.0, -epoch);
    }

    /** Of every other epoch, as where validation is not made after each. */
    @Override
    public double validationCost(int epoch) {
      double cost = cost(epoch);
      return epoch % 2 == 0 ? 1.25 * cost : Double.NaN;
    }
  }

  /** Every step of short plans, and some of a long one. */
  private static List<Progress> steps() {
    List<Progress> steps = new ArrayList<>();
    for (long planned : new long[] {1, 2, 3, 10, 97}) {
      for (long step = 1; step <= planned; step++) {
        steps.add(new Given(step, planned));
      }
    }
    long many = 1L << 40;
    for (long step : new long[] {1, 2, many / 2, many - 1, many}) {
      steps.add(new Given(step, many));
    }
    return steps;
  }

  @Test
  @Rule(1601)
  void spec1601_factorsAreFiniteAndNotNegative() {
    in(
        DType.FLOAT64,
        trial -> {
          for (Progress progress : steps()) {
            double factor = subject().factor(progress);
            trial.check(
                factor >= 0 && Double.isFinite(factor),
                "factor",
                "a finite number of at least 0 expected: " + factor + " for " + progress);
          }
        });
  }

  @Test
  @Rule(1602)
  void spec1602_factorsDependOnTheProgressAlone() {
    in(
        DType.FLOAT64,
        trial -> {
          Schedule shared = subject();
          List<Double> upwards = factors(shared, steps());
          List<Progress> reversed = new ArrayList<>(steps());
          Collections.reverse(reversed);
          List<Double> downwards = new ArrayList<>(factors(shared, reversed));
          Collections.reverse(downwards);
          for (int i = 0; i < upwards.size(); i++) {
            trial.check(
                upwards.get(i).equals(downwards.get(i)),
                "factor",
                upwards.get(i)
                    + " after earlier steps, and "
                    + downwards.get(i)
                    + " after later ones, for "
                    + steps().get(i));
          }
        });
  }

  private static List<Double> factors(Schedule schedule, List<Progress> steps) {
    return steps.stream().map(schedule::factor).toList();
  }

  @Test
  @Rule(1603)
  void spec1603_onlyEndedEpochsHaveACost() {
    in(
        DType.FLOAT64,
        trial -> {
          for (Progress progress : steps()) {
            try {
              subject().factor(progress);
            } catch (IndexOutOfBoundsException asked) {
              trial.fail("factor", asked.getMessage() + ", for " + progress);
            }
          }
        });
  }

  @Test
  @Rule(1604)
  void spec1604_kindIsWordsJoinedByHyphens() {
    kindIsWellFormed();
  }

  @Test
  @Rule(1605)
  void spec1605_theCatalogueRebuildsIt() {
    isRebuilt(
        original ->
            Catalogue.load().schedule(new Config.Nested(original.kind(), original.config())));
  }
}
