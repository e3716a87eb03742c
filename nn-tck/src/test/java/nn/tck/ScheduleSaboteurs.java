package nn.tck;

import static nn.tck.PlugInSaboteur.in;

import java.util.List;
import java.util.function.ToDoubleFunction;
import nn.api.network.Config;
import nn.api.network.Progress;

/** Faults in schedules. */
final class ScheduleSaboteurs {

  private ScheduleSaboteurs() {}

  private static PlugInSaboteur factor(int rule, String fault, ToDoubleFunction<Progress> factor) {
    return in(
        "factor",
        rule,
        fault,
        new TestSchedule() {
          @Override
          public double factor(Progress progress) {
            call("factor");
            return factor.applyAsDouble(progress);
          }
        });
  }

  static List<PlugInSaboteur> all() {
    return List.of(
        factor(1601, "falls below 0", progress -> 1 - 0.02 * progress.step()),
        factor(
            1601,
            "divides by the steps between",
            progress -> (progress.step() - 1.0) / (progress.plannedSteps() - 1.0)),
        in(
            "factor",
            1602,
            "falls with every call",
            new TestSchedule() {
              private double factor = 1;

              @Override
              public double factor(Progress progress) {
                call("factor");
                factor *= 0.99;
                return factor;
              }
            }),
        factor(
            1603,
            "asks for the cost of the epoch under way",
            progress -> progress.cost(progress.epochs())),
        factor(1603, "asks for a cost at once", progress -> progress.cost(0)),
        in(
            "kind",
            1604,
            "has a space",
            new TestSchedule() {
              @Override
              public String kind() {
                return "a line";
              }
            }),
        in(
            "config",
            1605,
            "has a setting that is lost",
            new TestSchedule() {
              @Override
              public String kind() {
                return "lossy";
              }

              @Override
              public Config config() {
                return Config.EMPTY.with("floor", 0.5);
              }
            }));
  }
}
