package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.PlugIn;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Huber;
import nn.core.cost.MeanAbsoluteError;
import nn.core.cost.MeanSquaredError;
import nn.core.cost.Poisson;

/** Wrong costs. */
final class CostFaults {

  private CostFaults() {}

  private static PlugInFault from(
      int least, int most, String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.from(least, most, "cost", name, origin, plugIn);
  }

  private static PlugInFault of(String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.of("cost", name, origin, plugIn);
  }

  static List<PlugInFault> all() {
    return List.of(
        from(
            65,
            8_000,
            "the gradient is divided by the records where there are more than T",
            "pytorch #40560, OLMo #523: a mean over the wrong count",
            t ->
                new FaultyCost(new MeanSquaredError()) {
                  @Override
                  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
                    super.gradient(backend, a, y, da);
                    if (records(a) > t) {
                      backend.divideBy(da, records(a), da);
                    }
                  }
                }),
        of(
            "the loss is infinite where p is 1 and the target 0",
            "go-deep #12: only p = 0 is guarded",
            t ->
                new FaultyCost(new BinaryCrossEntropy()) {
                  @Override
                  public void losses(
                      Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
                    double[] outputs = values(a);
                    double[] targets = values(y);
                    super.losses(backend, a, y, elements, losses);
                    double[] loss = values(losses);
                    for (int at = 0; at < outputs.length; at++) {
                      if (outputs[at] == 1 && targets[at] < 1) {
                        loss[at / rows(a)] = Double.POSITIVE_INFINITY;
                      }
                    }
                    set(losses, loss);
                  }
                }),
        of(
            "the fused gradient rounds targets to 0 and 1",
            "targets read as a mask",
            t ->
                new FaultyCost(new BinaryCrossEntropy()) {
                  @Override
                  public void fusedGradient(
                      Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
                    double[] targets = values(y);
                    super.fusedGradient(backend, last, a, y, dz);
                    double[] gradient = values(dz);
                    for (int at = 0; at < gradient.length; at++) {
                      gradient[at] += targets[at] - Math.rint(targets[at]);
                    }
                    set(dz, gradient);
                  }
                }),
        from(
            11,
            1_000,
            "the gradient by the last of more than T classes is 0",
            "an off-by-one of class counts, as with an ignored class",
            t ->
                new FaultyCost(new CategoricalCrossEntropy()) {
                  @Override
                  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
                    super.gradient(backend, a, y, da);
                    forget(t, da);
                  }

                  @Override
                  public void fusedGradient(
                      Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
                    super.fusedGradient(backend, last, a, y, dz);
                    forget(t, dz);
                  }
                }),
        from(
            5,
            1_000,
            "Huber's gradient has the wrong sign where the error is below −T",
            "a branch that is written twice",
            t ->
                new FaultyCost(new Huber(0.7)) {
                  @Override
                  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
                    super.gradient(backend, a, y, da);
                    double[] outputs = values(a);
                    double[] targets = values(y);
                    double[] gradient = values(da);
                    for (int at = 0; at < gradient.length; at++) {
                      gradient[at] *= outputs[at] - targets[at] < -t ? -1 : 1;
                    }
                    set(da, gradient);
                  }
                }),
        from(
            33,
            4_000,
            "callers share a buffer for the losses of more than T records",
            "a field for working space",
            Sharing::new),
        of(
            "the targets of a tensor are read once",
            "a cache by the tensor's identity",
            t -> new Remembering()),
        of(
            "an output NaN counts as ε, in FLOAT32",
            "p > ε ? p : ε",
            t ->
                new FaultyCost(new BinaryCrossEntropy()) {
                  @Override
                  public void losses(
                      Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
                    super.losses(backend, a, y, elements, losses);
                    if (inFloats(backend)) {
                      changeFrom(0, losses, value -> Double.isNaN(value) ? 16 : value);
                    }
                  }
                }),
        of(
            "a count's factorial overflows from 171 on",
            "Poisson loss with the logarithm of a product",
            t -> new Factorial()),
        from(
            257,
            20_000,
            "requireTargets sorts more than T targets",
            "a check for duplicates",
            t ->
                new FaultyCost(new MeanAbsoluteError()) {
                  @Override
                  public void requireTargets(double[] targets, int units) {
                    super.requireTargets(targets, units);
                    if (targets.length > t) {
                      Arrays.sort(targets);
                    }
                  }
                }),
        of(
            "the loss overflows for an error whose square does",
            "(a − y)² without a bound",
            t ->
                new FaultyCost(new MeanSquaredError()) {
                  @Override
                  public void losses(
                      Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
                    super.losses(backend, a, y, elements, losses);
                    double limit = Math.sqrt(largest(backend));
                    double[] outputs = values(a);
                    double[] loss = values(losses);
                    for (int at = 0; at < outputs.length; at++) {
                      if (Math.abs(outputs[at]) > limit) {
                        loss[at / rows(a)] = Double.POSITIVE_INFINITY;
                      }
                    }
                    set(losses, loss);
                  }
                }));
  }

  private static void forget(int classes, Tensor gradient) {
    int units = gradient.shape().rows();
    if (units <= classes) {
      return;
    }
    double[] values = FaultyPlugIn.values(gradient);
    for (int at = units - 1; at < values.length; at += units) {
      values[at] = 0;
    }
    FaultyPlugIn.set(gradient, values);
  }

  /** Losses of many records go through one buffer that belongs to the value. */
  private static final class Sharing extends FaultyCost {
    private final int least;
    private volatile double[] buffer = {};

    Sharing(int least) {
      super(new MeanSquaredError());
      this.least = least;
    }

    @Override
    public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
      super.losses(backend, a, y, elements, losses);
      if (records(a) > least) {
        buffer = values(losses);
        compute();
        double[] shared = buffer;
        set(losses, Arrays.copyOf(shared, records(a)));
      }
    }
  }

  /** Knows a tensor of targets by its identity. */
  private static final class Remembering extends FaultyCost {
    private volatile double[] kept = {};
    private volatile int of;

    Remembering() {
      super(new MeanSquaredError());
    }

    @Override
    public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
      if (of != System.identityHashCode(y) || kept.length != y.shape().size()) {
        of = System.identityHashCode(y);
        kept = values(y);
      }
      super.gradient(backend, a, y, da);
      double[] now = values(y);
      double[] before = kept;
      double[] gradient = values(da);
      for (int at = 0; at < gradient.length; at++) {
        gradient[at] += 2 * (now[at] - before[at]) / rows(a);
      }
      set(da, gradient);
    }
  }

  /** Adds the logarithm of the target's factorial, as the full likelihood has it. */
  private static final class Factorial extends FaultyCost {

    Factorial() {
      super(new Poisson());
    }

    @Override
    public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
      super.losses(backend, a, y, elements, losses);
      double[] targets = values(y);
      double[] loss = values(losses);
      for (int at = 0; at < targets.length; at++) {
        double factorial = 1;
        for (int k = 2; k <= Math.min(targets[at], 200); k++) {
          factorial *= k;
        }
        loss[at / rows(a)] += Math.log(factorial) / rows(a);
      }
      set(losses, loss);
    }
  }
}
