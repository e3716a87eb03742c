package nn.core;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.ActivatedLayer;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.core.propagation.Classes;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward propagation of one number of records through a network. Owns every tensor
 * but the parameters; all are allocated by the first step. Belongs to one thread.
 */
final class Propagation implements AutoCloseable {
  private final Architecture architecture;
  private final Workspace workspace;
  private final Backend backend;
  private final int records;
  private final LayerPass[] passes;
  private final @Nullable ElementwiseLoop[] gradients; // of each layer's activation, if a loop
  private final Tensor x; // [inputs, records]
  private final Tensor[] a; // [units, records] of each layer
  private final Tensor[]
      da; // gradients of the cost with respect to a; dz takes the last one's place
  private final Tensor y; // [outputs, records]
  private final Tensor losses; // [1, records]
  private final double[] lossValues;
  private final double[] outputValues;
  private final double[] targetValues;
  private int currentLayer; // for messages; the number of layers stands for the cost
  private String currentWork = "nothing";

  /**
   * Allocates.
   *
   * @param workspace for all tensors; closed by {@link #close}, or by the caller if this throws
   * @param parameterGradients where backward puts the parameters' gradients; null to predict and
   *     judge only
   * @param seed of the random numbers that layers draw in training
   */
  Propagation(
      Architecture architecture,
      Parameters values,
      @Nullable Parameters parameterGradients,
      Workspace workspace,
      int records,
      long seed) {
    this.architecture = architecture;
    this.workspace = workspace;
    this.records = records;
    backend = workspace.backend();
    int[] sizes = architecture.sizes();
    int layers = architecture.layers().size();
    int outputs = sizes[layers];
    x = workspace.tensor(sizes[0], records);
    a = new Tensor[layers];
    da = new Tensor[layers];
    passes = new LayerPass[layers];
    gradients = new ElementwiseLoop[layers];
    LayerPass.Named scratch = new LayerPass.Named();
    for (int l = 0; l < layers; l++) {
      a[l] = workspace.tensor(sizes[l + 1], records);
      gradients[l] =
          architecture.layers().get(l) instanceof ActivatedLayer activated
              ? activated.activation().elementwiseGradient()
              : null;
      boolean needed =
          parameterGradients != null || l == layers - 1; // the last is the losses' working space
      da[l] = needed ? workspace.tensor(sizes[l + 1], records) : a[l];
      passes[l] = new LayerPass(workspace, l, records, values, parameterGradients, scratch, seed);
    }
    y = workspace.tensor(outputs, records);
    losses = workspace.tensor(1, records);
    lossValues = new double[records];
    outputValues = new double[outputs * records];
    targetValues = new double[outputs * records];
  }

  int records() {
    return records;
  }

  /** The features, {@code [inputs, records]}. */
  Tensor features() {
    return x;
  }

  /** Copies features in from this record on. */
  void features(double[] features, int record) {
    backend.write(features, record * x.shape().rows(), x, 0, x.shape().size());
  }

  /** Copies records in from this one on, features and targets. */
  void records(DataSet data, int record) {
    data.features(record, records, backend, x, 0);
    System.arraycopy(
        data.targetsView(), record * y.shape().rows(), targetValues, 0, targetValues.length);
    backend.write(targetValues, y);
  }

  /** Copies the records {@code order[from], …} in, features and targets. */
  void gather(DataSet data, int[] order, int from) {
    int outputs = data.outputs();
    for (int j = 0; j < records; j++) {
      int record = order[from + j];
      data.features(record, 1, backend, x, j);
      System.arraycopy(data.targetsView(), record * outputs, targetValues, j * outputs, outputs);
    }
    backend.write(targetValues, y);
  }

  /** Forward through all layers. */
  void forward() {
    Tensor input = x;
    for (int l = 0; l < a.length; l++) {
      at(l, "forward");
      architecture.layers().get(l).forward(passes[l], input, a[l]);
      input = a[l];
    }
  }

  /** Copies the outputs of the last {@link #forward} out, one record after another. */
  void outputs(double[] target, int record) {
    Tensor output = a[a.length - 1];
    int size = output.shape().size();
    backend.read(output, 0, size, target, record * output.shape().rows());
  }

  /**
   * The sum over records of the losses; infinite where an output is, even if its loss is finite, so
   * that a training that has diverged is noticed at once.
   */
  double lossSum() {
    Tensor output = a[a.length - 1];
    backend.read(output, outputValues);
    at(a.length, "losses");
    architecture.cost().losses(backend, output, y, da[a.length - 1], losses);
    backend.read(losses, lossValues);
    double sum = 0;
    for (double loss : lossValues) {
      sum = add(sum, loss);
    }
    for (double value : outputValues) {
      if (Double.isInfinite(value)) {
        return sum + Double.POSITIVE_INFINITY; // NaN stays
      }
    }
    return sum;
  }

  /** {@code a + b}; the largest finite number where only their addition overflows. */
  static double add(double a, double b) {
    double sum = a + b;
    return Double.isInfinite(sum) && Double.isFinite(a) && Double.isFinite(b)
        ? Math.copySign(Double.MAX_VALUE, sum)
        : sum;
  }

  /** The number of records that are classified right, after {@link #lossSum}. */
  int right() {
    return Classes.right(
        architecture.cost().decision(), outputValues, targetValues, y.shape().rows(), records);
  }

  /** {@link #backward(Tensor)} where nobody wants the gradient with respect to the features. */
  void backward() {
    backward(null);
  }

  /**
   * Backward through all layers: assigns every gradient, as sums over records.
   *
   * @param dx of the features, {@code [inputs, records]}, not divided by their number; overwritten;
   *     null if nobody wants it
   */
  void backward(@Nullable Tensor dx) {
    int last = a.length - 1;
    Cost cost = architecture.cost();
    Layer layer = architecture.layers().get(last);
    boolean preActivation; // whether da[l] is with respect to layer l's pre-activation
    if (layer instanceof ActivatedLayer activated && cost.fuses(activated.activation())) {
      at(last, "backward with the cost's gradient");
      cost.fusedGradient(backend, activated.activation(), a[last], y, da[last]);
      preActivation = backwardFromPreActivation(last, inputGradient(last, dx));
    } else {
      at(a.length, "gradient");
      cost.gradient(backend, a[last], y, da[last]);
      at(last, "backward");
      layer.backward(passes[last], input(last), a[last], da[last], inputGradient(last, dx));
      preActivation = false;
    }
    for (int l = last - 1; l >= 0; l--) {
      at(l, "backward");
      if (preActivation || toPreActivation(l)) {
        preActivation = backwardFromPreActivation(l, inputGradient(l, dx));
      } else {
        layer = architecture.layers().get(l);
        layer.backward(passes[l], input(l), a[l], da[l], inputGradient(l, dx));
      }
    }
  }

  /** Applies the gradient of layer {@code l}'s activation to {@code da[l]}, if it is a loop. */
  private boolean toPreActivation(int l) {
    ElementwiseLoop gradient = gradients[l];
    if (gradient != null) {
      backend.apply(gradient, a[l], da[l], da[l]);
    }
    return gradient != null;
  }

  /**
   * Backward through layer {@code l}, and through the activation below where its gradient is a
   * loop.
   *
   * @return whether {@code dx} is with respect to the pre-activation of the layer below
   */
  private boolean backwardFromPreActivation(int l, @Nullable Tensor dx) {
    ActivatedLayer layer = (ActivatedLayer) architecture.layers().get(l);
    ElementwiseLoop below = l == 0 ? null : gradients[l - 1];
    if (below == null || dx == null) {
      layer.backwardFromPreActivation(passes[l], input(l), da[l], dx);
      return false;
    }
    layer.backwardFromPreActivation(passes[l], input(l), da[l], below, dx);
    return true;
  }

  private Tensor input(int l) {
    return l == 0 ? x : a[l - 1];
  }

  private @Nullable Tensor inputGradient(int l, @Nullable Tensor dx) {
    return l == 0 ? dx : da[l - 1];
  }

  /**
   * Numbers the training step.
   *
   * @param firstRecord the first of these records in the batch of the step
   */
  void step(long step, int firstRecord) {
    for (LayerPass pass : passes) {
      pass.step(step, firstRecord);
    }
  }

  /** Lets layers update their statistics. */
  void commit() {
    for (int l = 0; l < passes.length; l++) {
      at(l, "commit");
      architecture.layers().get(l).commit(passes[l]);
    }
  }

  private void at(int layer, String work) {
    currentLayer = layer;
    currentWork = work;
  }

  /** What was last begun, for messages: {@code layer 2 (dense, 100 units, relu), forward}. */
  String place() {
    String who =
        currentLayer == a.length
            ? "cost " + architecture.cost().kind()
            : architecture.describe(currentLayer);
    return who + ", " + currentWork;
  }

  /** The first layer with an output that is not finite, or −1. */
  int firstNotFinite() {
    for (int l = 0; l < a.length; l++) {
      double[] values = new double[a[l].shape().size()];
      backend.read(a[l], values);
      for (double value : values) {
        if (!Double.isFinite(value)) {
          return l;
        }
      }
    }
    return -1;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
