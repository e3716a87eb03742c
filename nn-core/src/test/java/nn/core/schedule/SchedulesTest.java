package nn.core.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.network.Progress;
import nn.api.network.Schedule;
import org.junit.jupiter.api.Test;

/** Factors by hand, and ranges; whole trainings are compared with PyTorch's. */
class SchedulesTest {

  /** A training of which only steps matter. */
  private record Step(long step, long plannedSteps) implements Progress {
    @Override
    public int epochs() {
      throw new AssertionError("asks for epochs");
    }

    @Override
    public double cost(int epoch) {
      throw new AssertionError("asks for a cost");
    }
  }

  /** A training of which only the costs of the epochs matter. */
  private static final class Costs implements Progress {
    private final double[] costs;
    private final double[] validation;

    Costs(double[] costs, double[] validation) {
      this.costs = costs;
      this.validation = validation;
    }

    @Override
    public long step() {
      throw new AssertionError("asks for the step");
    }

    @Override
    public long plannedSteps() {
      throw new AssertionError("asks for the plan");
    }

    @Override
    public int epochs() {
      return costs.length;
    }

    @Override
    public double cost(int epoch) {
      return costs[epoch];
    }

    @Override
    public double validationCost(int epoch) {
      return validation[epoch];
    }
  }

  private static Costs after(int epochs) {
    return new Costs(new double[epochs], new double[epochs]);
  }

  @Test
  void epochsLowerTheRate() {
    double[] steps = {1, 1, 1, 0.5, 0.5, 0.5, 0.25};
    for (int epochs = 0; epochs < steps.length; epochs++) {
      assertEquals(steps[epochs], new StepDecay(3, 0.5).factor(after(epochs)));
      assertEquals(Math.pow(0.75, epochs), new Exponential(0.75).factor(after(epochs)), 1e-16);
      assertEquals(1, new Exponential(1).factor(after(epochs)));
    }
  }

  @Test
  void theRateRisesInAStraightLine() {
    double[] expected = {0.25, 0.5, 0.75, 1, 1, 1};
    for (int step = 1; step <= expected.length; step++) {
      Schedule cosine = new Cosine(0.5);
      Progress at = new Step(step, 10);
      assertEquals(expected[step - 1] * cosine.factor(at), new WarmUp(4, cosine).factor(at), 1e-16);
    }
    assertEquals(0.5, new WarmUp(2).factor(new WithEpochs(1)));
    assertEquals(1, new WarmUp(2).factor(new WithEpochs(7)));
  }

  private record WithEpochs(long step) implements Progress {
    @Override
    public long plannedSteps() {
      return 10;
    }

    @Override
    public int epochs() {
      return 3;
    }

    @Override
    public double cost(int epoch) {
      throw new AssertionError("asks for a cost");
    }
  }

  @Test
  void oneCycleRisesAndFalls() {
    OneCycle cycle = new OneCycle(0.5, 0.2, 0.1); // of 9 steps: peak at 3.5
    assertEquals(0.2, cycle.factor(new Step(1, 9)), 1e-15);
    assertEquals(
        0.2 + 0.8 * 0.5 * (1 - Math.cos(Math.PI * 2 / 3.5)), cycle.factor(new Step(3, 9)), 1e-15);
    assertEquals(
        0.1 + 0.9 * 0.5 * (1 + Math.cos(Math.PI * 1.5 / 4.5)), cycle.factor(new Step(6, 9)), 1e-15);
    assertEquals(0.1, cycle.factor(new Step(9, 9)), 1e-15);
    assertEquals(0.1, cycle.factor(new Step(20, 9)), 1e-15, "beyond the plan");
    assertEquals(1, new OneCycle(0.25, 0.2, 0.1).factor(new Step(2, 8)), 1e-15, "at the peak");
  }

  private static double plateau(ReduceOnPlateau schedule, double... costs) {
    double[] none = new double[costs.length];
    java.util.Arrays.fill(none, Double.NaN);
    return schedule.factor(new Costs(costs, none));
  }

  @Test
  void thePlateauIsWaitedFor() {
    ReduceOnPlateau two = new ReduceOnPlateau(2, 0.5, 0, 0, 0.2);
    assertEquals(1, plateau(two));
    assertEquals(1, plateau(two, 5));
    assertEquals(1, plateau(two, 5, 5, 5));
    assertEquals(0.5, plateau(two, 5, 5, 5, 5), "three bad epochs are more than two");
    assertEquals(1, plateau(two, 5, 5, 5, 4, 5, 5), "an improvement between");
    assertEquals(0.5, plateau(two, 5, 5, 5, 5, 5, 5));
    assertEquals(0.25, plateau(two, 5, 5, 5, 5, 5, 5, 5));
    assertEquals(0.2, plateau(two, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5), "not below the floor");
  }

  @Test
  void anImprovementHasToBeLargeEnough() {
    ReduceOnPlateau tenth = new ReduceOnPlateau(0, 0.5, 0.1, 0, 0);
    assertEquals(1, plateau(tenth, 10, 8.9));
    assertEquals(0.5, plateau(tenth, 10, 9.1));
  }

  @Test
  void epochsThatCoolDownDoNotCount() {
    ReduceOnPlateau cooling = new ReduceOnPlateau(0, 0.5, 0, 2, 0);
    assertEquals(0.5, plateau(cooling, 5, 5));
    assertEquals(0.5, plateau(cooling, 5, 5, 5, 5));
    assertEquals(0.25, plateau(cooling, 5, 5, 5, 5, 5));
  }

  @Test
  void validationGoesBeforeTraining() {
    ReduceOnPlateau schedule = new ReduceOnPlateau(0, 0.5, 0, 0, 0);
    double[] falling = {3, 2, 1};
    double[] rising = {1, 2, 3};
    assertEquals(0.25, schedule.factor(new Costs(falling, rising)));
    assertEquals(1, schedule.factor(new Costs(rising, falling)));
    assertEquals(Double.NaN, new WithEpochs(1).validationCost(0), "as a default");
  }

  @Test
  void defaults() {
    assertEquals(new OneCycle(0.3, 1.0 / 25, 1.0 / 25 / 1e4), new OneCycle());
    assertEquals(new ReduceOnPlateau(10, 0.1, 1e-4, 0, 0), new ReduceOnPlateau(10));
    assertEquals(new WarmUp(5, new Exponential(1)), new WarmUp(5));
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refuses("step-decay: epochs must be at least 1: 0", () -> new StepDecay(0, 0.5));
    refuses("step-decay: gamma must be above 0 and at most 1: 0.0", () -> new StepDecay(1, 0));
    refuses("exponential: gamma must be above 0 and at most 1: 1.5", () -> new Exponential(1.5));
    refuses("warm-up: steps must be at least 1: 0", () -> new WarmUp(0));
    refuses("one-cycle: rise must be at least 0 and below 1: 1.0", () -> new OneCycle(1, 0.5, 0.5));
    refuses(
        "one-cycle: start and end must be from 0 to 1: 0.5 and NaN",
        () -> new OneCycle(0.5, 0.5, Double.NaN));
    refuses(
        "reduce-on-plateau: patience and cooldown must be at least 0: -1 and 0",
        () -> new ReduceOnPlateau(-1));
    refuses(
        "reduce-on-plateau: gamma must be above 0 and below 1: 1.0",
        () -> new ReduceOnPlateau(1, 1, 0, 0, 0));
    refuses(
        "reduce-on-plateau: threshold must be at least 0 and below 1: 1.0",
        () -> new ReduceOnPlateau(1, 0.5, 1, 0, 0));
    refuses(
        "reduce-on-plateau: floor must be from 0 to 1: 2.0",
        () -> new ReduceOnPlateau(1, 0.5, 0, 0, 2));
  }
}
