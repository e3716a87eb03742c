package nn.tck;

import static nn.tck.PlugInSaboteur.in;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import nn.api.network.Config;

/** Faults in clips. */
final class ClipSaboteurs {

  private ClipSaboteurs() {}

  private static PlugInSaboteur factor(int rule, String fault, DoubleUnaryOperator factor) {
    return in(
        "factor",
        rule,
        fault,
        new TestClip() {
          @Override
          public double factor(double globalNorm) {
            call("factor");
            return factor.applyAsDouble(globalNorm);
          }
        });
  }

  static List<PlugInSaboteur> all() {
    return List.of(
        factor(1701, "makes small gradients larger", norm -> 1 / norm),
        factor(1701, "turns gradients round", norm -> norm <= 1 ? 1 : -1 / norm),
        factor(
            1707,
            "squares the norm",
            norm -> norm <= 1 ? 1 : Double.isInfinite(norm * norm) ? 0 : 1 / norm),
        factor(1702, "hides NaN", norm -> norm > 1 ? 1 / norm : 1),
        in(
            "bound",
            1703,
            "is 0",
            new TestClip() {
              @Override
              public double bound() {
                call("bound");
                return 0;
              }
            }),
        in(
            "bound",
            1703,
            "is NaN",
            new TestClip() {
              @Override
              public double bound() {
                call("bound");
                return Double.NaN;
              }
            }),
        in(
            "factor",
            1704,
            "halves every second factor",
            new TestClip() {
              private int calls;

              @Override
              public double factor(double globalNorm) {
                double factor = super.factor(globalNorm);
                return globalNorm > 1 && calls++ % 2 == 1 ? factor / 2 : factor;
              }
            }),
        in(
            "kind",
            1705,
            "is empty",
            new TestClip() {
              @Override
              public String kind() {
                return "";
              }
            }),
        in(
            "config",
            1706,
            "has a setting that is lost",
            new TestClip() {
              @Override
              public String kind() {
                return "lossy";
              }

              @Override
              public Config config() {
                return Config.EMPTY.with("max", 0.5);
              }
            }));
  }
}
