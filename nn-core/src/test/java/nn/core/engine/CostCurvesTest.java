package nn.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nn.core.diagnosis.Finding;
import nn.core.diagnosis.Finding.Kind;
import nn.core.training.History;
import org.junit.jupiter.api.Test;

/** Curves by hand, on both sides of each threshold. */
class CostCurvesTest {
  private static final double NAN = Double.NaN;

  private static List<Finding> check(boolean stoppedEarly, double[] costs, double... validation) {
    double[] accuracies = new double[costs.length];
    Map<String, double[]> measures = validation.length == 0 ? Map.of() : Map.of("cost", validation);
    List<Finding> findings = new ArrayList<>();
    CostCurves.check(
        new History(costs, accuracies, new History.Validation(measures, "cost", -1), 1),
        stoppedEarly,
        findings);
    return findings;
  }

  private static void finds(Kind kind, double measured, List<Finding> findings) {
    assertEquals(List.of(kind), findings.stream().map(Finding::kind).toList());
    assertEquals(measured, findings.get(0).measured(), 1e-12);
  }

  private static double[] costs(double... costs) {
    return costs;
  }

  private static void findsNothing(List<Finding> findings) {
    assertEquals(List.of(), findings);
  }

  @Test
  void aCostThatEndsAboveWhereItBegan() {
    finds(Kind.DIVERGED, 0.25, check(false, costs(1, 0.5, 1.25, 1.25, 1.25)));
    finds(Kind.DIVERGED, 1, check(false, costs(1, 2, 2, 9, 0))); // by the median of the last three
    findsNothing(check(false, costs(1, 1, 1, 1.09, 1.09)));
    findsNothing(check(false, costs(1, 1, 1, 1, 9))); // one epoch does not decide
    findsNothing(check(false, costs(1, 9, 9))); // too few to tell
    finds(Kind.DIVERGED, 0.5, check(false, costs(-4, -5, -2, -2, -2))); // as a log-likelihood's
    findsNothing(check(false, costs(-4, -5, -6, -7, -8)));
  }

  @Test
  void aCostThatLosesHalfOfWhatItHadGained() {
    finds(Kind.DIVERGED, 2.5, check(false, costs(1, 0.2, 0.7, 0.7, 0.7)));
    findsNothing(check(false, costs(1, 0.2, 0.59, 0.59, 0.59)));
    findsNothing(check(false, costs(0.693, 0.690, 0.692, 0.692, 0.692))); // a plateau's noise
    findsNothing(check(false, costs(1, 1e-6, 1e-3, 1e-3, 1e-3)));
  }

  @Test
  void whatItSays() {
    assertEquals(
        "The training diverged, though its numbers stayed finite: the cost was 0.8183 in the first"
            + " epoch and 260.0 in the end; lower the learning rate.",
        check(false, costs(0.8183, 1, 260, 260, 260)).get(0).sentence());
    assertEquals(
        "The training diverged, though its numbers stayed finite: the cost fell from 1.000 to"
            + " 0.2000 in epoch 2, and rose to 0.7000 in the end; lower the learning rate.",
        check(false, costs(1, 0.2, 0.7, 0.7, 0.7)).get(0).sentence());
    assertEquals(
        "It overfits: after epoch 3 the validation cost rose from 0.4000 to 0.6000, while the"
            + " training cost fell from 0.3000 to 0.1000; stop early, train fewer epochs, or use"
            + " dropout, L2 or more records.",
        overfitted(false).get(0).sentence());
  }

  private static List<Finding> overfitted(boolean stoppedEarly) {
    return check(stoppedEarly, costs(1, 0.5, 0.3, 0.2, 0.15, 0.1), 0.8, 0.5, 0.4, 0.6, 0.7, 0.65);
  }

  @Test
  void aValidationCostThatRisesWhileTheTrainingCostFalls() {
    finds(Kind.OVERFITTING, 0.5, overfitted(false));
    findsNothing(overfitted(true)); // early stopping is the remedy
    double[] falling = {1, 0.5, 0.3, 0.2, 0.1};
    findsNothing(check(false, falling, 0.8, 0.4, 0.49, 0.49, 0.49)); // less than a quarter
    findsNothing(check(false, falling, 9, 0.4, 0.6, 0.6, 0.6)); // less than a fifth of the gain
    findsNothing(check(false, falling, 0.8, 0.4, 0.6, 0.6, 0.41)); // one validation near the best
    findsNothing(check(false, costs(1, 0.3, 0.4, 0.5, 0.4), 0.8, 0.4, 0.6, 0.6, 0.6)); // both rise
    finds(
        Kind.OVERFITTING,
        0.5,
        check(
            false,
            costs(1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3),
            NAN,
            0.8,
            NAN,
            0.4,
            0.6,
            NAN,
            0.7,
            0.65));
    double[] nothing = new double[5];
    Arrays.fill(nothing, NAN);
    findsNothing(check(false, falling, nothing));
    findsNothing(check(false, new double[0]));
  }
}
