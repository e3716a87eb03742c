package nn.tck.faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.IntFunction;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.PlugIn;
import nn.api.network.Role;
import nn.core.initialiser.Constant;
import nn.core.initialiser.Zeros;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Dropout;
import nn.core.layer.Embedding;
import org.jspecify.annotations.Nullable;

/** Wrong layers. */
final class LayerFaults {

  private LayerFaults() {}

  private static PlugInFault from(
      int least, int most, String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.from(least, most, "layer", name, origin, plugIn);
  }

  private static PlugInFault of(String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.of("layer", name, origin, plugIn);
  }

  static List<PlugInFault> all() {
    return List.of(
        from(
            65,
            2_048,
            "x is kept in a field where there are more than T records",
            "AiDotNet.Tensors #513: buffers of the value",
            Keeping::new),
        of(
            "a second backward in one pass adds to the gradients",
            "micrograd #102",
            t -> new Accumulating()),
        of(
            "commit forgets the variance",
            "torch nn #1271: momentum is ignored",
            t ->
                new FaultyLayer(new BatchNormalisation(1e-3, 0.9)) {
                  @Override
                  public void commit(Pass pass) {
                    Tensor variance = pass.parameter("running_var");
                    double[] before = values(variance);
                    super.commit(pass);
                    set(variance, before);
                  }
                }),
        of(
            "commit takes the means of the pass that went forward last",
            "pytorch: statistics in a field of the module",
            t -> new Centring(true, false)),
        of(
            "the running variance divides by m − 1, also where m is 1",
            "torch nn #1271",
            t -> new Centring(false, true)),
        from(
            2,
            600,
            "dropout drops in predictions for more than T records",
            "nanoGPT #240, apex #1449",
            t -> new Dropping(t)),
        of(
            "a batch of one record gets no bias",
            "a broadcast that squeezes dimensions of 1",
            t ->
                new FaultyLayer.OfDense() {
                  @Override
                  public void forward(Pass pass, Tensor x, Tensor y) {
                    super.forward(pass, x, y);
                    double[] bias = values(pass.parameter("bias"));
                    if (pass.records() == 1) {
                      double[] output = values(y);
                      for (int i = 0; i < output.length; i++) {
                        output[i] = Math.tanh(atanh(output[i]) - bias[i]);
                      }
                      set(y, output);
                    }
                  }
                }),
        from(
            257,
            4_096,
            "the bias' gradient is the sum over the first T records",
            "MIOpen: rocm-libraries #10551",
            t -> new ShortBias(t)),
        from(
            65,
            4_096,
            "weights of inputs beyond T have the gradient 0",
            "a tile's remainder that is not computed",
            t -> new ShortWeight(t)),
        from(
            33,
            1_024,
            "passes of more than T records share a buffer",
            "mxnet #15576, armnn #262",
            t -> new Sharing(t)),
        of(
            "the variance is E[x²] − E[x]²",
            "pytorch #51102, burn #5607, onnxruntime #28463",
            t -> new Normalising()),
        from(
            33,
            600,
            "records are centred where the pass has more than T",
            "statistics of a part instead of a record",
            t -> new Mixing(t)),
        from(
            513,
            4_096,
            "dx is not written beyond T records",
            "grids of 65,535",
            t ->
                new FaultyLayer.OfDense() {
                  @Override
                  public void backward(
                      Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
                    double[] before = dx == null ? new double[0] : values(dx);
                    super.backward(pass, x, y, dy, dx);
                    if (dx != null && records(dx) > t) {
                      double[] after = values(dx);
                      int from = t * rows(dx);
                      System.arraycopy(before, from, after, from, after.length - from);
                      set(dx, after);
                    }
                  }
                }),
        of(
            "only as many records as the first pass had are computed",
            "CuArrays.jl #706: a state of the first batch's size",
            t -> new FirstSize()),
        from(
            2,
            100,
            "forward limits weights to ±T in place",
            "a maximum norm that is enforced in forward",
            t ->
                new FaultyLayer.OfDense() {
                  @Override
                  public void forward(Pass pass, Tensor x, Tensor y) {
                    Tensor weight = pass.parameter("weight");
                    double[] values = values(weight);
                    for (int at = 0; at < values.length; at++) {
                      values[at] = Math.max(-t, Math.min(t, values[at]));
                    }
                    set(weight, values);
                    super.forward(pass, x, y);
                  }
                }),
        from(
            129,
            2_048,
            "the gradient of the layer below is applied to the first T records",
            "a fused epilogue that ends with its block",
            t ->
                new FaultyLayer.OfDense() {
                  @Override
                  public void backwardFromPreActivation(
                      Pass pass,
                      Tensor x,
                      Tensor dz,
                      @Nullable ElementwiseLoop f,
                      @Nullable Tensor dx) {
                    super.backwardFromPreActivation(pass, x, dz, f, dx);
                    if (f != null && dx != null && records(x) > t) {
                      double[] fused = values(dx);
                      super.backwardFromPreActivation(pass, x, dz, null, dx);
                      double[] plain = values(dx);
                      int from = t * rows(x);
                      System.arraycopy(plain, from, fused, from, fused.length - from);
                      set(dx, fused);
                    }
                  }
                }),
        from(
            65,
            2_048,
            "categories are checked in the first T records, and clipped beyond",
            "gathers that clamp their indices, as XLA's",
            t ->
                new FaultyLayer(new Embedding(5, 3)) {
                  @Override
                  public void forward(Pass pass, Tensor x, Tensor y) {
                    Tensor clipped = pass.scratch("clipped", rows(x), records(x));
                    set(clipped, values(x));
                    changeFrom(
                        Math.min(t * rows(x), x.shape().size()),
                        clipped,
                        value -> Math.max(0, Math.min(4, Math.rint(value))));
                    super.forward(pass, clipped, y);
                  }
                }),
        of(
            "training goes on with the mask of prediction in FLOAT32",
            "Megatron-LM #411: once evaluated, never dropped again",
            t ->
                new FaultyLayer(new Dropout(0.25)) {
                  private volatile boolean evaluated;

                  @Override
                  public void forward(Pass pass, Tensor x, Tensor y) {
                    evaluated |= !pass.training();
                    super.forward(pass, x, y);
                    if (evaluated && inFloats(pass.backend()) && pass.training()) {
                      pass.backend().copy(x, y);
                    }
                  }
                }));
  }

  /** What is right of them, for the control. */
  static Layer right() {
    return new Centring(false, false);
  }

  private static double atanh(double a) {
    return 0.5 * Math.log((1 + a) / (1 - a));
  }

  /** Backward reads a field that forward has written. */
  private static final class Keeping extends FaultyLayer.OfDense {
    private final int least;
    private volatile double[] kept = {};

    Keeping(int least) {
      this.least = least;
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      super.forward(pass, x, y);
      if (records(x) > least) {
        kept = values(x);
      }
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      Tensor last = pass.scratch("last x", rows(x), records(x));
      boolean large = records(x) > least && kept.length == x.shape().size();
      set(last, large ? kept : values(x));
      super.backward(pass, last, y, dy, dx);
    }
  }

  /** Knows the passes in which there is a gradient. */
  private static final class Accumulating extends FaultyLayer.OfDense {
    private final Set<Pass> seen =
        Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      Tensor bias = pass.gradient("bias");
      double[] before = values(bias);
      super.backward(pass, x, y, dy, dx);
      if (!seen.add(pass)) {
        double[] sum = values(bias);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += before[i];
        }
        set(bias, sum);
      }
    }
  }

  /** Subtracts and divides by what commits have collected; two faults to choose from. */
  private static final class Centring extends FaultyPlugIn implements Layer {
    private final boolean ofLast;
    private final boolean unbiasedOfOne;
    private volatile double[] last = {};

    Centring(boolean ofLast, boolean unbiasedOfOne) {
      this.ofLast = ofLast;
      this.unbiasedOfOne = unbiasedOfOne;
    }

    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      Shape column = new Shape(inputs, 1);
      return List.of(
          new Parameter("running_mean", column, new Zeros(), Role.STATISTIC),
          new Parameter("running_var", column, new Constant(1), Role.STATISTIC));
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      int units = rows(x);
      double[] values = values(x);
      double[] mean = values(pass.parameter("running_mean"));
      double[] variance = values(pass.parameter("running_var"));
      if (pass.training()) {
        mean = means(values, units);
        double[] squares = values.clone();
        for (int at = 0; at < squares.length; at++) {
          squares[at] = square(squares[at] - mean[at % units]);
        }
        variance = means(squares, units);
        set(pass.keep("mean", units, 1), mean);
        set(pass.keep("variance", units, 1), variance);
        last = mean;
      }
      for (int at = 0; at < values.length; at++) {
        values[at] = (values[at] - mean[at % units]) / Math.sqrt(variance[at % units] + 1e-3);
      }
      set(y, values);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      if (dx == null) {
        return;
      }
      int units = rows(x);
      double[] normalised = values(y);
      double[] gradient = values(dy);
      double[] products = gradient.clone();
      for (int at = 0; at < products.length; at++) {
        products[at] *= normalised[at];
      }
      double[] mean = means(gradient, units);
      double[] along = means(products, units);
      double[] variance = values(pass.keep("variance", units, 1));
      for (int at = 0; at < gradient.length; at++) {
        gradient[at] =
            (gradient[at] - mean[at % units] - normalised[at] * along[at % units])
                / Math.sqrt(variance[at % units] + 1e-3);
      }
      set(dx, gradient);
    }

    @Override
    public void commit(Pass pass) {
      Tensor runningMean = pass.parameter("running_mean");
      Tensor runningVariance = pass.parameter("running_var");
      int units = rows(runningMean);
      double[] mean = values(pass.keep("mean", units, 1));
      double[] variance = values(pass.keep("variance", units, 1));
      double m = pass.records();
      if (unbiasedOfOne) {
        for (int i = 0; i < units; i++) {
          variance[i] *= m / (m - 1);
        }
      }
      if (ofLast && last.length == units) {
        mean = last;
      }
      set(runningMean, moved(values(runningMean), mean));
      set(runningVariance, moved(values(runningVariance), variance));
    }

    private static double[] moved(double[] old, double[] now) {
      for (int i = 0; i < old.length; i++) {
        old[i] = 0.9 * old[i] + 0.1 * now[i];
      }
      return old;
    }

    private static double square(double value) {
      return value * value;
    }

    private static double[] means(double[] values, int units) {
      double[] means = new double[units];
      for (int at = 0; at < values.length; at++) {
        means[at % units] += values[at];
      }
      int records = values.length / units;
      for (int i = 0; i < units; i++) {
        means[i] /= records;
      }
      return means;
    }
  }

  /** Dropout that drops where it must not. */
  private static final class Dropping extends FaultyLayer {
    private final int most;

    Dropping(int most) {
      super(new Dropout(0.25));
      this.most = most;
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      super.forward(pass, x, y);
      if (!pass.training() && records(x) > most) {
        Tensor random = pass.scratch("random", rows(x), records(x));
        pass.uniform(random);
        double[] drawn = values(random);
        double[] output = values(y);
        for (int at = 0; at < output.length; at++) {
          output[at] = drawn[at] < 0.25 ? 0 : output[at] / 0.75;
        }
        set(y, output);
      }
    }
  }

  /** The sum ends with the block. */
  private static final class ShortBias extends FaultyLayer.OfDense {
    private final int block;

    ShortBias(int block) {
      this.block = block;
    }

    @Override
    public void backwardFromPreActivation(
        Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx) {
      double[] gradient = values(dz);
      super.backwardFromPreActivation(pass, x, dz, f, dx);
      if (records(x) > block) {
        shorten(pass, gradient);
      }
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      double[] gradient = values(dy);
      double[] output = values(y);
      for (int at = 0; at < gradient.length; at++) {
        gradient[at] *= 1 - output[at] * output[at];
      }
      super.backward(pass, x, y, dy, dx);
      if (records(x) > block) {
        shorten(pass, gradient);
      }
    }

    private void shorten(Pass pass, double[] dz) {
      Tensor bias = pass.gradient("bias");
      double[] sum = values(bias);
      for (int at = block * sum.length; at < dz.length; at++) {
        sum[at % sum.length] -= dz[at];
      }
      set(bias, sum);
    }
  }

  /** The product ends with the tile. */
  private static final class ShortWeight extends FaultyLayer.OfDense {
    private final int tile;

    ShortWeight(int tile) {
      this.tile = tile;
    }

    @Override
    public void backwardFromPreActivation(
        Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx) {
      super.backwardFromPreActivation(pass, x, dz, f, dx);
      shorten(pass);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      super.backward(pass, x, y, dy, dx);
      shorten(pass);
    }

    private void shorten(Pass pass) {
      Tensor weight = pass.gradient("weight");
      changeFrom(Math.min(tile * rows(weight), weight.shape().size()), weight, value -> 0);
    }
  }

  /** Large passes go through one buffer that belongs to the value. */
  private static final class Sharing extends FaultyLayer.OfDense {
    private final int least;
    private volatile double[] buffer = {};

    Sharing(int least) {
      this.least = least;
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      super.forward(pass, x, y);
      if (records(x) > least) {
        buffer = values(y);
        compute();
        set(y, Arrays.copyOf(buffer, y.shape().size()));
      }
    }
  }

  /** Each record minus its mean, divided by its deviation, in the number type of the backend. */
  private static final class Normalising extends FaultyPlugIn implements Layer {

    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return List.of();
    }

    @Override
    public boolean mixesRecords() {
      return false;
    }

    /** {@code 1 / √(E[x²] − E[x]² + ε)}, and the mean before it. */
    private static double[] moments(DType dtype, double[] values, int from, int units) {
      double sum = 0;
      double squares = 0;
      for (int i = from; i < from + units; i++) {
        sum = round(dtype, sum + values[i]);
        squares = round(dtype, squares + round(dtype, values[i] * values[i]));
      }
      double mean = round(dtype, sum / units);
      double variance = round(dtype, round(dtype, squares / units) - round(dtype, mean * mean));
      return new double[] {mean, 1 / Math.sqrt(variance + 1e-3)};
    }

    private static double round(DType dtype, double value) {
      return dtype == DType.FLOAT32 ? (float) value : value;
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      DType dtype = pass.backend().dtype();
      int units = rows(x);
      double[] values = values(x);
      for (int from = 0; from < values.length; from += units) {
        double[] moments = moments(dtype, values, from, units);
        for (int i = from; i < from + units; i++) {
          values[i] = (values[i] - moments[0]) * moments[1];
        }
      }
      set(y, values);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      if (dx == null) {
        return;
      }
      DType dtype = pass.backend().dtype();
      int units = rows(x);
      double[] values = values(x);
      double[] output = values(y);
      double[] gradient = values(dy);
      for (int from = 0; from < values.length; from += units) {
        double inverse = moments(dtype, values, from, units)[1];
        double mean = 0;
        double along = 0;
        for (int i = from; i < from + units; i++) {
          mean += gradient[i] / units;
          along += gradient[i] * output[i] / units;
        }
        for (int i = from; i < from + units; i++) {
          gradient[i] = (gradient[i] - mean - output[i] * along) * inverse;
        }
      }
      set(dx, gradient);
    }
  }

  /** Subtracts the mean of the pass' records from large passes. */
  private static final class Mixing extends FaultyLayer {
    private final int most;

    Mixing(int most) {
      super(new nn.core.layer.ActivationLayer(new nn.core.activation.Identity()));
      this.most = most;
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      super.forward(pass, x, y);
      centre(pass, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      super.backward(pass, x, y, dy, dx);
      if (dx != null) {
        centre(pass, dx);
      }
    }

    private void centre(Pass pass, Tensor tensor) {
      if (pass.training() && records(tensor) > most) {
        double[] values = values(tensor);
        int units = rows(tensor);
        for (int i = 0; i < units; i++) {
          double mean = 0;
          for (int at = i; at < values.length; at += units) {
            mean += values[at] / records(tensor);
          }
          for (int at = i; at < values.length; at += units) {
            values[at] -= mean;
          }
        }
        set(tensor, values);
      }
    }
  }

  /** What was prepared for the first pass serves all. */
  private static final class FirstSize extends FaultyLayer.OfDense {
    private volatile int first;

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      super.forward(pass, x, y);
      if (first == 0) {
        first = pass.records();
      }
      if (records(y) > first) {
        changeFrom(first * rows(y), y, value -> 0);
      }
    }
  }
}
