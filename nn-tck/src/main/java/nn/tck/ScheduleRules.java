package nn.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import nn.api.DType;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Progress;
import nn.api.network.Schedule;
import org.junit.jupiter.api.Test;

/** Chapter 16xx: schedules. */
@Title("16xx schedules")
abstract class ScheduleRules extends PlugInConformance {
  private static final long LONG = 1L << 40; // steps of the longest plan
  private static final int EPOCHS = 10; // of every plan, as far as steps allow

  @Override
  abstract Schedule subject();

  /** How costs go on from epoch to epoch. */
  private enum Costs {
    FALLING,
    RISING,
    FLAT,
    NOISY;

    double of(int epoch) {
      return switch (this) {
        case FALLING -> Math.scalb(8.0, -epoch);
        case RISING -> Math.scalb(8.0, epoch);
        case FLAT -> 8;
        case NOISY -> 8 + 5 * epoch % 7;
      };
    }
  }

  /** A training of ten epochs. */
  private record Given(long step, long plannedSteps, Costs costs, double scale)
      implements Progress {
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
      return scale * costs.of(epoch);
    }

    /** Of every other epoch, as where validation is not made after each. */
    @Override
    public double validationCost(int epoch) {
      double cost = cost(epoch);
      return epoch % 2 == 0 ? 1.25 * cost : Double.NaN;
    }
  }

  /**
   * Every step of short plans, and some of long ones and of those that are about as long as a
   * number among the settings says.
   */
  private List<Progress> steps() {
    return steps(1);
  }

  /** With costs of another size. */
  private List<Progress> steps(double scale) {
    List<Progress> steps = new ArrayList<>();
    for (Costs costs : Costs.values()) {
      for (long planned : new long[] {1, 2, 3, 10, 97}) {
        for (long step = 1; step <= planned; step++) {
          steps.add(new Given(step, planned, costs, scale));
        }
      }
      for (long planned : plans(subject().config())) {
        for (long step : places(planned)) {
          steps.add(new Given(step, planned, costs, scale));
        }
      }
    }
    return steps;
  }

  private static SortedSet<Long> plans(Config config) {
    SortedSet<Long> plans = new TreeSet<>(List.of(1_000L, 1L << 20, 1L << 31, 1L << 40));
    for (double setting : numbers(config)) {
      if (setting >= 1 && setting <= LONG && setting == Math.rint(setting)) {
        long steps = (long) setting;
        plans.addAll(List.of(Math.max(1, steps - 1), steps, steps + 1, 2 * steps, 10 * steps));
      }
    }
    return plans;
  }

  /** All numbers among settings, also of plug-ins inside. */
  static List<Double> numbers(Config config) {
    List<Double> numbers = new ArrayList<>();
    for (Object setting : config.settings().values()) {
      if (setting instanceof Double number) {
        numbers.add(number);
      } else if (setting instanceof Config.Nested nested) {
        numbers.addAll(numbers(nested.config()));
      }
    }
    return numbers;
  }

  /**
   * The first and last steps of a plan, those in the middle, and at powers of two and a setting.
   */
  private SortedSet<Long> places(long planned) {
    SortedSet<Long> places = new TreeSet<>(List.of(1L, planned / 2, planned / 2 + 1, planned));
    places.addAll(List.of(2L, planned - 1));
    for (long power = 1; power < planned; power *= 2) {
      places.add(power + 1);
    }
    for (double setting : numbers(subject().config())) {
      long at = (long) Math.min(setting, LONG);
      places.addAll(List.of(at - 1, at, at + 1));
    }
    return places.headSet(planned + 1).tailSet(1L);
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
          List<Progress> steps = steps();
          List<Double> upwards = factors(shared, steps);
          List<Progress> reversed = new ArrayList<>(steps);
          Collections.reverse(reversed);
          List<Double> downwards = new ArrayList<>(factors(shared, reversed));
          Collections.reverse(downwards);
          same(trial, steps, upwards, downwards, "after later ones");
          for (double scale : new double[] {0x1p-20, 0x1p20}) { // lower, or higher, than ever
            List<Progress> scaled = steps(scale);
            List<Double> before = factors(shared, scaled);
            factors(shared, steps(scale * scale));
            same(trial, scaled, before, factors(shared, scaled), "after other costs");
          }
        });
  }

  private static void same(
      Trial trial, List<Progress> steps, List<Double> first, List<Double> again, String when) {
    for (int at = 0; at < steps.size(); at++) {
      if (!first.get(at).equals(again.get(at))) {
        trial.fail(
            "factor",
            first.get(at) + " first, and " + again.get(at) + " " + when + ", for " + steps.get(at));
      }
    }
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
