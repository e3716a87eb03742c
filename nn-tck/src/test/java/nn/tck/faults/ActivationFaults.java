package nn.tck.faults;

import java.util.List;
import java.util.function.IntFunction;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.PlugIn;
import nn.core.activation.Gelu;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Silu;
import nn.core.activation.Softmax;
import nn.core.activation.Softplus;
import nn.core.activation.Tanh;
import org.jspecify.annotations.Nullable;

/** Wrong activations. */
final class ActivationFaults {

  private ActivationFaults() {}

  private static PlugInFault from(
      int least, int most, String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.from(least, most, "activation", name, origin, plugIn);
  }

  private static PlugInFault of(String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.of("activation", name, origin, plugIn);
  }

  static List<PlugInFault> all() {
    return List.of(
        of(
            "softplus is ln(1 + exp z), infinite for large z",
            "burn #5373, mlpack #2371",
            t -> new Formula("softplus", z -> Math.log(1 + Math.exp(z)), new Softplus())),
        of(
            "softplus' derivative is exp z / (1 + exp z), not a number for large z",
            "snntorch #427",
            t ->
                new FaultyActivation(new Softplus()) {
                  @Override
                  public boolean needsPreActivation() {
                    return true;
                  }

                  @Override
                  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
                    backend.apply(
                        ElementwiseLoop.of(
                            "softplus gradient",
                            (at, g) -> g * (Math.exp(at) / (1 + Math.exp(at)))),
                        z,
                        da,
                        dz);
                  }
                }),
        from(
            17,
            700,
            "sigmoid is ½ where z is above T",
            "dynet #1525",
            t ->
                new FaultyActivation(new Sigmoid()) {
                  @Override
                  public void forward(Backend backend, Tensor z, Tensor a) {
                    double[] before = values(z);
                    super.forward(backend, z, a);
                    double[] after = values(a);
                    for (int at = 0; at < after.length; at++) {
                      after[at] = before[at] > t ? 0.5 : after[at];
                    }
                    set(a, after);
                  }
                }),
        from(
            5,
            1_000,
            "leaky ReLU's derivative is 0 where the output is below −T",
            "a clamp of the backward pass that forward does not have",
            t ->
                new FaultyActivation(new LeakyRelu(0.2)) {
                  @Override
                  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
                    double[] output = values(a);
                    super.backward(backend, z, a, da, dz);
                    double[] gradient = values(dz);
                    for (int at = 0; at < gradient.length; at++) {
                      gradient[at] = output[at] < -t ? 0 : gradient[at];
                    }
                    set(dz, gradient);
                  }
                }),
        from(
            513,
            8_000,
            "records beyond T are not activated",
            "MIOpen: rocm-libraries #10551, grids of 65,535",
            t ->
                new FaultyActivation(new Silu()) {
                  @Override
                  public void forward(Backend backend, Tensor z, Tensor a) {
                    double[] before = values(z);
                    super.forward(backend, z, a);
                    double[] after = values(a);
                    for (int at = t * rows(z); at < after.length; at++) {
                      after[at] = before[at];
                    }
                    set(a, after);
                  }
                }),
        from(
            33,
            4_096,
            "softmax takes the maximum over the first T units",
            "softmax in blocks whose maxima are not merged",
            Softened::new),
        of(
            "ReLU makes a NaN zero, in FLOAT32",
            "max in SSE's order of operands",
            t ->
                new FaultyActivation(new Relu()) {
                  @Override
                  public void forward(Backend backend, Tensor z, Tensor a) {
                    super.forward(backend, z, a);
                    if (inFloats(backend)) {
                      changeFrom(0, a, value -> Double.isNaN(value) ? 0 : value);
                    }
                  }
                }),
        of(
            "GELU's derivative overflows in FLOAT32 from 10¹³ on",
            "z³ in the factor of the tanh form",
            t ->
                new FaultyActivation(new Gelu(Gelu.Approximation.TANH)) {
                  @Override
                  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
                    double[] before = values(z);
                    super.backward(backend, z, a, da, dz);
                    double[] gradient = values(dz);
                    for (int at = 0; at < gradient.length; at++) {
                      if (inFloats(backend) && Math.abs(before[at]) > 1e13) {
                        gradient[at] = Double.NaN; // 0 · ∞
                      }
                    }
                    set(dz, gradient);
                  }
                }),
        from(
            1_025,
            60_000,
            "forward into its own operand activates elements beyond T twice",
            "blocks that overlap where source and destination are one",
            t ->
                new FaultyActivation(new Tanh()) {
                  @Override
                  public void forward(Backend backend, Tensor z, Tensor a) {
                    super.forward(backend, z, a);
                    if (z == a) {
                      changeFrom(t, a, Math::tanh);
                    }
                  }
                }),
        from(
            257,
            40_000,
            "callers share a buffer for more than T elements",
            "AiDotNet.Tensors #513",
            Sharing::new),
        of(
            "backward of ReLU uses the mask that forward left for that shape",
            "in-place ReLU with a cached mask",
            t -> new Masking()),
        of(
            "softsign's derivative is (a / z)², not a number at 0",
            "pytorch #2421, jax #21723",
            t -> new Softsign()));
  }

  /** One formula, with the derivative of a right activation. */
  private static final class Formula extends FaultyActivation {
    private final ElementwiseLoop loop;

    Formula(String name, java.util.function.DoubleUnaryOperator formula, Activation right) {
      super(right);
      loop = ElementwiseLoop.of(name, formula);
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      backend.apply(loop, z, a);
    }

    @Override
    public @Nullable ElementwiseLoop elementwise() {
      return loop;
    }
  }

  /** Softmax that shifts by the maximum of the first units alone. */
  private static final class Softened extends FaultyActivation {
    private final int block;

    Softened(int block) {
      super(new Softmax());
      this.block = block;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      int units = rows(z);
      if (units <= block) {
        super.forward(backend, z, a);
        return;
      }
      double[] values = values(z);
      for (int j = 0; j < records(z); j++) {
        record(backend, values, j * units, units);
      }
      set(a, values);
    }

    private void record(Backend backend, double[] values, int from, int units) {
      double maximum = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < block; i++) {
        maximum = Math.max(maximum, values[from + i]);
      }
      double sum = 0;
      for (int i = 0; i < units; i++) {
        values[from + i] = rounded(backend, Math.exp(values[from + i] - maximum));
        sum += values[from + i];
      }
      for (int i = 0; i < units; i++) {
        values[from + i] /= sum;
      }
    }
  }

  /** Large tensors go through one buffer that belongs to the value. */
  private static final class Sharing extends FaultyActivation {
    private final int least;
    private volatile double[] buffer = {};

    Sharing(int least) {
      super(new Tanh());
      this.least = least;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      super.forward(backend, z, a);
      if (a.shape().size() > least) {
        buffer = values(a);
        compute();
        double[] shared = buffer;
        set(a, java.util.Arrays.copyOf(shared, a.shape().size()));
      }
    }
  }

  /** Keeps what forward has seen last. */
  private static final class Masking extends FaultyActivation {
    private volatile double[] output = {};

    Masking() {
      super(new Relu());
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      super.forward(backend, z, a);
      output = values(a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      double[] mask = output.length == a.shape().size() ? output : values(a);
      double[] gradient = values(da);
      for (int at = 0; at < gradient.length; at++) {
        gradient[at] = mask[at] > 0 ? gradient[at] : mask[at] <= 0 ? 0 : Double.NaN;
      }
      set(dz, gradient);
    }
  }

  /** {@code a = z / (1 + |z|)}. */
  private static final class Softsign extends FaultyActivation {

    Softsign() {
      super(new Silu());
    }

    @Override
    public boolean rectifies() {
      return false;
    }

    @Override
    public boolean needsPreActivation() {
      return true;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      backend.apply(ElementwiseLoop.of("softsign", x -> x / (1 + Math.abs(x))), z, a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      double[] before = values(z);
      double[] after = values(a);
      double[] gradient = values(da);
      for (int at = 0; at < gradient.length; at++) {
        double factor = after[at] / before[at];
        gradient[at] *= factor * factor;
      }
      set(dz, gradient);
    }
  }
}
