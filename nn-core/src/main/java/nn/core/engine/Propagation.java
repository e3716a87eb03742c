package nn.core.engine;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.ActivatedLayer;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.core.architecture.Architecture;
import nn.core.array.FiniteSums;
import nn.core.data.DataSet;
import nn.core.training.Classes;
import nn.core.training.EvaluationSums;
import org.jspecify.annotations.Nullable;

/**
 * Forward propagation, cost and backward propagation of one number of records. Owns every tensor
 * but the parameters; all are allocated by the first step. Belongs to one thread.
 *
 * <p>What fails says where: in which step, layer and work.
 */
public final class Propagation implements AutoCloseable {

  /** How a layer's gradients are computed; chosen once. */
  private enum Way {
    /** {@code dA} arrives, and the layer does all. */
    PLAIN,
    /**
     * {@code dA} arrives; the activation's gradient is a loop, applied before the layer goes on.
     */
    LOOP_FIRST,
    /** {@code dZ} arrives: the cost, or the layer above, has applied the activation's gradient. */
    FROM_PRE_ACTIVATION
  }

  private final Architecture architecture;
  private final List<Layer> layers;
  private final Cost cost;
  private final Workspace workspace;
  private final Backend backend;
  private final int records;
  private final LayerPass[] passes;
  private final Way[] ways;
  private final @Nullable ElementwiseLoop[] gradients; // of each layer's activation, if a loop
  private final Tensor x; // [inputs, records]
  private final Tensor[] a; // [units, records] of each layer
  private final Tensor[] da; // gradients by a, or by z where that is what arrives
  private final Tensor y; // [outputs, records]
  private final Tensor losses; // [1, records]
  private final double[] lossValues;
  private final double[] outputValues;
  private final double[] targetValues;
  private final double[] weightValues;
  private boolean weighted; // the records have weights of their own
  private @Nullable Tensor weights; // [1, records]; made where gradients are weighted
  private double lossSum;
  private double weightSum;
  private double correct;

  // what is being done, for messages
  private String what = "record";
  private long number;
  private int currentLayer; // the number of layers stands for the cost
  private String work = "nothing";

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
      ParameterTensors values,
      @Nullable ParameterTensors parameterGradients,
      Workspace workspace,
      int records,
      long seed) {
    this.architecture = architecture;
    this.workspace = workspace;
    this.records = records;
    layers = architecture.layers();
    cost = architecture.cost();
    backend = workspace.backend();
    int[] sizes = architecture.sizes();
    int outputs = sizes[layers.size()];
    x = workspace.tensor(sizes[0], records);
    a = new Tensor[layers.size()];
    da = new Tensor[layers.size()];
    passes = new LayerPass[layers.size()];
    LayerPass.Setting setting =
        new LayerPass.Setting(workspace, records, values, parameterGradients, seed);
    Scratch scratch = new Scratch();
    for (int l = 0; l < a.length; l++) {
      a[l] = workspace.tensor(sizes[l + 1], records);
      boolean needed =
          parameterGradients != null || l == a.length - 1; // the last is the losses' working space
      da[l] = needed ? workspace.tensor(sizes[l + 1], records) : a[l];
      passes[l] = new LayerPass(setting, l, layers.get(l), sizes[l], scratch);
    }
    gradients = gradients(layers);
    ways = ways();
    y = workspace.tensor(outputs, records);
    losses = workspace.tensor(1, records);
    lossValues = new double[records];
    outputValues = new double[outputs * records];
    targetValues = new double[outputs * records];
    weightValues = new double[records];
  }

  private static @Nullable ElementwiseLoop[] gradients(List<Layer> layers) {
    @Nullable ElementwiseLoop[] gradients = new ElementwiseLoop[layers.size()];
    for (int l = 0; l < gradients.length; l++) {
      if (layers.get(l) instanceof ActivatedLayer activated) {
        gradients[l] = activated.activation().elementwiseGradient();
      }
    }
    return gradients;
  }

  private Way[] ways() {
    Way[] chosen = new Way[a.length];
    int last = a.length - 1;
    boolean fused =
        layers.get(last) instanceof ActivatedLayer activated && cost.fuses(activated.activation());
    chosen[last] = fused ? Way.FROM_PRE_ACTIVATION : Way.PLAIN;
    for (int l = last - 1; l >= 0; l--) {
      if (gradients[l] == null) {
        chosen[l] = Way.PLAIN;
      } else {
        chosen[l] = chosen[l + 1] == Way.PLAIN ? Way.LOOP_FIRST : Way.FROM_PRE_ACTIVATION;
      }
    }
    return chosen;
  }

  /** The number of records. */
  public int records() {
    return records;
  }

  /** The features, {@code [inputs, records]}. */
  Tensor features() {
    return x;
  }

  /** A layer's outputs, {@code [units, records]}. */
  Tensor output(int layer) {
    return a[layer];
  }

  // ---- records in, outputs out

  /** Copies features in from this record on, to predict. */
  public void features(double[] features, int record) {
    about("record", record);
    backend.write(features, record * x.shape().rows(), x, 0, x.shape().size());
  }

  /** {@link #features(double[], int)} in floats. */
  public void features(float[] features, int record) {
    about("record", record);
    backend.write(features, record * x.shape().rows(), x, 0, x.shape().size());
  }

  /** Copies records in from this one on, features, targets and weights, to evaluate. */
  public void records(DataSet data, int record) {
    about("record", record);
    data.copyFeatures(record, records, backend, x, 0);
    data.copyTargets(record, records, targetValues, 0);
    data.copyWeights(record, records, weightValues, 0);
    backend.write(targetValues, y);
    weighted = data.isWeighted();
  }

  /** Copies records of a batch in from number {@code from} on, features, targets and weights. */
  void load(Batch batch, int from) {
    batch.load(from, backend, x, targetValues, weightValues);
    backend.write(targetValues, y);
    weighted = batch.isWeighted();
  }

  /**
   * Numbers the training step.
   *
   * @param firstRecord the first of these records in the batch of the step
   */
  void step(long step, int firstRecord) {
    about("step", step);
    for (LayerPass pass : passes) {
      pass.step(step, firstRecord);
    }
  }

  /** Copies the outputs of the last {@link #forward} out, one record after another. */
  public void outputs(double[] target, int record) {
    Tensor output = a[a.length - 1];
    int size = output.shape().size();
    backend.read(output, 0, size, target, record * output.shape().rows());
  }

  /** {@link #outputs(double[], int)} in floats. */
  public void outputs(float[] target, int record) {
    Tensor output = a[a.length - 1];
    backend.read(output, 0, output.shape().size(), target, record * output.shape().rows());
  }

  // ---- forward

  /** {@code A₁ = g₁(W₁·X + b₁), A₂ = g₂(W₂·A₁ + b₂), …} */
  public void forward() {
    try {
      for (int l = 0; l < a.length; l++) {
        at(l, "forward");
        layers.get(l).forward(passes[l], input(l), a[l]);
      }
    } catch (RuntimeException failure) {
      throw located(failure);
    }
  }

  private Tensor input(int l) {
    return l == 0 ? x : a[l - 1];
  }

  // ---- cost

  /**
   * Compares the outputs with the targets: {@link #lossSum}, {@link #weightSum}, {@link #correct}.
   */
  public void judge() {
    try {
      Tensor output = a[a.length - 1];
      backend.read(output, outputValues);
      at(a.length, "losses");
      cost.losses(backend, output, y, da[a.length - 1], losses);
      backend.read(losses, lossValues);
    } catch (RuntimeException failure) {
      throw located(failure);
    }
    lossSum = weighted ? FiniteSums.of(lossValues, weightValues) : FiniteSums.of(lossValues);
    for (double value : outputValues) {
      if (Double.isInfinite(value)) {
        lossSum += Double.POSITIVE_INFINITY; // NaN stays
      }
    }
    weightSum = 0;
    for (double weight : weightValues) {
      weightSum += weight;
    }
    correct =
        Classes.correct(
            cost.decision(), outputValues, targetValues, y.shape().rows(), weightValues);
  }

  /**
   * The sum over records of the losses times their weights; infinite where an output is, even if
   * its loss is finite or its weight 0, so that a training that has diverged is noticed at once.
   */
  public double lossSum() {
    return lossSum;
  }

  /** The sum of the weights; the number of records without them. */
  public double weightSum() {
    return weightSum;
  }

  /** The sum of the weights of the records that are classified correctly. */
  public double correct() {
    return correct;
  }

  /** All three. */
  public EvaluationSums sums() {
    return new EvaluationSums(lossSum, correct, weightSum);
  }

  // ---- backward

  /**
   * Backward through all layers, after {@link #judge}: assigns every gradient, as sums over
   * records, each multiplied with its weight.
   *
   * @param dx of the features, {@code [inputs, records]}, not divided by their number; overwritten;
   *     null if nobody wants it
   */
  void backward(@Nullable Tensor dx) {
    try {
      costGradient();
      weigh();
      for (int l = a.length - 1; l >= 0; l--) {
        backward(l, l == 0 ? dx : da[l - 1]);
      }
    } catch (RuntimeException failure) {
      throw located(failure);
    }
  }

  /** {@code dA} of the last layer, or its {@code dZ} where the cost knows that at once. */
  private void costGradient() {
    int last = a.length - 1;
    if (ways[last] == Way.FROM_PRE_ACTIVATION) {
      at(last, "backward with the cost's gradient");
      ActivatedLayer layer = (ActivatedLayer) layers.get(last);
      cost.fusedGradient(backend, layer.activation(), a[last], y, da[last]);
    } else {
      at(a.length, "gradient");
      cost.gradient(backend, a[last], y, da[last]);
    }
  }

  /** Multiplies each record's gradient with its weight; nothing where there are none. */
  private void weigh() {
    if (!weighted) {
      return;
    }
    if (weights == null) {
      weights = workspace.tensor(1, records);
    }
    Tensor gradient = da[a.length - 1];
    backend.write(weightValues, weights);
    backend.combine(CombineOperation.MULTIPLY, gradient, weights, gradient);
  }

  private void backward(int l, @Nullable Tensor dx) {
    if (l < a.length - 1 || ways[l] == Way.PLAIN) {
      at(l, "backward");
    }
    if (ways[l] == Way.PLAIN) {
      layers.get(l).backward(passes[l], input(l), a[l], da[l], dx);
      return;
    }
    if (ways[l] == Way.LOOP_FIRST) {
      backend.apply(loop(l), a[l], da[l], da[l]); // dZ takes the place of dA
    }
    ActivatedLayer layer = (ActivatedLayer) layers.get(l);
    ElementwiseLoop below = dx == null || l == 0 ? null : gradients[l - 1];
    layer.backwardFromPreActivation(passes[l], input(l), da[l], below, dx);
  }

  private ElementwiseLoop loop(int l) {
    ElementwiseLoop loop = gradients[l];
    if (loop == null) {
      throw new IllegalStateException("this way needs a loop: layer " + l);
    }
    return loop;
  }

  /** Lets layers update their statistics. */
  void commit() {
    try {
      for (int l = 0; l < passes.length; l++) {
        at(l, "commit");
        passes[l].commit(layers.get(l));
      }
    } catch (RuntimeException failure) {
      throw located(failure);
    }
  }

  // ---- where a failure was

  private void about(String what, long number) {
    this.what = what;
    this.number = number;
  }

  private void at(int layer, String work) {
    currentLayer = layer;
    this.work = work;
  }

  /** For instance {@code step 3, layer 2 (dense, 100 units, relu), forward}. */
  private String place() {
    String when = what.equals("step") ? "step " + number : "record " + number + " and following";
    String who =
        currentLayer == a.length ? "cost " + cost.kind() : architecture.describe(currentLayer);
    return when + ", " + who + ", " + work;
  }

  private RuntimeException located(RuntimeException failure) {
    return Places.located(failure, place());
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
