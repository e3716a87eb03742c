package nn.tck;

import static nn.tck.PlugInSaboteur.in;

import java.util.List;
import java.util.Set;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.OutputRange;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** Faults in costs. */
final class CostSaboteurs {

  private CostSaboteurs() {}

  /** A right result that is changed. */
  interface After {
    void change(Tensor a, Tensor y, Tensor result);
  }

  private static PlugInSaboteur losses(int rule, String fault, After after) {
    return in(
        "losses",
        rule,
        fault,
        new TestCost() {
          @Override
          public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
            super.losses(backend, a, y, elements, losses);
            after.change(a, y, losses);
          }
        });
  }

  private static PlugInSaboteur gradient(int rule, String fault, After after) {
    return in(
        "gradient",
        rule,
        fault,
        new TestCost() {
          @Override
          public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
            super.gradient(backend, a, y, da);
            after.change(a, y, da);
          }
        });
  }

  private static PlugInSaboteur fused(int rule, String fault, After after) {
    return in(
        "fusedGradient",
        rule,
        fault,
        new TestCost() {
          @Override
          public void fusedGradient(
              Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
            super.fusedGradient(backend, last, a, y, dz);
            after.change(a, y, dz);
          }
        });
  }

  static List<PlugInSaboteur> all() {
    return List.of(
        in(
            "losses",
            1201,
            "adds to its destination",
            new TestCost() {
              @Override
              public void losses(
                  Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
                Matrix before = TestPlugIn.get(losses);
                super.losses(backend, a, y, elements, losses);
                add(before.map(TestPlugIn::nanToZero), losses);
              }
            }),
        in(
            "gradient",
            1202,
            "uses the outputs that were judged last",
            new TestCost() {
              private @Nullable Matrix last;

              @Override
              public void losses(
                  Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
                super.losses(backend, a, y, elements, losses);
                last = TestPlugIn.get(a);
              }

              @Override
              public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
                Matrix right = TestPlugIn.get(a);
                if (last != null && last.shape().equals(a.shape())) {
                  put(last, a);
                }
                super.gradient(backend, a, y, da);
                put(right, a);
              }
            }),
        losses(1203, "writes over y", (a, y, losses) -> TestPlugIn.change(y, value -> 1 - value)),
        gradient(1203, "writes over a", (a, y, da) -> TestPlugIn.change(a, value -> value / 2)),
        fused(1203, "writes over a", (a, y, dz) -> TestPlugIn.change(a, value -> value / 2)),
        gradient(1204, "has the wrong sign", (a, y, da) -> TestPlugIn.change(da, value -> -value)),
        gradient(
            1204,
            "is not divided by the number of units",
            (a, y, da) -> TestPlugIn.change(da, value -> value * a.shape().rows())),
        losses(
            1205,
            "is coarse in FLOAT32",
            (a, y, losses) -> {
              if (a.dtype() == DType.FLOAT32) {
                TestPlugIn.change(losses, value -> Math.rint(value * 1024) / 1024);
              }
            }),
        new PlugInSaboteur(
            "1206, losses and gradient: are divided by the number of records",
            1206,
            Set.of("losses", "gradient"),
            new TestCost() {
              @Override
              public void losses(
                  Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
                super.losses(backend, a, y, elements, losses);
                change(losses, value -> value / a.shape().columns());
              }

              @Override
              public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
                super.gradient(backend, a, y, da);
                change(da, value -> value / a.shape().columns());
              }
            }),
        losses(
            1207,
            "takes the logarithm of zero",
            (a, y, losses) ->
                TestPlugIn.change(losses, value -> value > 5 ? Double.POSITIVE_INFINITY : value)),
        gradient(
            1207,
            "divides by zero",
            (a, y, da) ->
                TestPlugIn.change(
                    da,
                    value ->
                        Math.abs(value) > 1e6
                            ? Math.copySign(Double.POSITIVE_INFINITY, value)
                            : value)),
        losses(
            1208,
            "makes NaN a zero",
            (a, y, losses) -> TestPlugIn.change(losses, TestPlugIn::nanToZero)),
        fused(
            1209,
            "is not divided by the number of units",
            (a, y, dz) -> TestPlugIn.change(dz, value -> value * a.shape().rows())),
        in(
            "fusedGradient",
            1210,
            "is computed for any activation",
            new TestCost() {
              @Override
              public void fusedGradient(
                  Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
                call("fusedGradient");
                backend.combine(CombineOperation.SUBTRACT, a, y, dz);
                backend.divideBy(dz, a.shape().rows(), dz);
              }
            }),
        in(
            "requireOutputs",
            1211,
            "does not say who refuses",
            new TestCost() {
              @Override
              public void requireOutputs(int units, OutputRange range) {
                try {
                  super.requireOutputs(units, range);
                } catch (IllegalArgumentException refused) {
                  throw new IllegalArgumentException("outputs must be probabilities", refused);
                }
              }
            }),
        in(
            "requireTargets",
            1211,
            "refuses with another exception",
            new TestCost() {
              @Override
              public void requireTargets(double[] targets, int units) {
                if (targets[0] < -1) {
                  throw new IllegalStateException("cost: no such target");
                }
                super.requireTargets(targets, units);
              }
            }),
        in(
            "requireTargets",
            1212,
            "rounds the targets",
            new TestCost() {
              @Override
              public void requireTargets(double[] targets, int units) {
                super.requireTargets(targets, units);
                targets[0] = Math.rint(targets[0]);
              }
            }),
        losses(
            1213,
            "leaves out the last of many records",
            (a, y, losses) -> {
              if (a.shape().columns() > 256) {
                TestPlugIn.set(losses, 0, a.shape().columns() - 1, Double.NaN);
              }
            }),
        fused(
            1213,
            "leaves out the last of many records",
            (a, y, dz) -> {
              if (a.shape().columns() > 256) {
                TestPlugIn.set(dz, 0, a.shape().columns() - 1, Double.NaN);
              }
            }),
        in(
            "gradient",
            1214,
            "shares a buffer between callers",
            new TestCost() {
              @Override
              public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
                super.gradient(backend, a, y, da);
                share(da);
              }
            }),
        in(
            "kind",
            1215,
            "has a blank",
            new TestCost() {
              @Override
              public String kind() {
                return "cross entropy";
              }
            }),
        in(
            "kind",
            1216,
            "is not offered by any provider",
            new TestCost() {
              @Override
              public String kind() {
                return "unknown";
              }
            }),
        in(
            "config",
            1216,
            "has a setting that is lost",
            new TestCost() {
              @Override
              public String kind() {
                return "lossy";
              }

              @Override
              public Config config() {
                return Config.EMPTY.with("margin", 1);
              }
            }));
  }
}
