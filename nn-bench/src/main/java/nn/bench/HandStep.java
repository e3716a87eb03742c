package nn.bench;

import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.api.network.Optimiser;
import nn.core.Network;
import nn.core.data.DataSet;

/**
 * Training of a network of dense layers on one batch, by kernels alone: what {@link Network#fit}
 * computes, without any layer of abstraction. Hidden layers are ReLU; the last is sigmoid where it
 * has one unit, softmax otherwise.
 */
final class HandStep {

  /** Most records of a part, as in nn-core. */
  private static final int PART = 512;

  /** The parameters of a dense layer, and operands of calls, so that no call allocates. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Layer(
      Tensor w, // [units, inputs]
      Tensor b, // [units, 1]
      Tensor[] updateW, // the first part's gradient, to which the others' are added; w
      Tensor[] updateB) {}

  private final Backend backend;
  private final Network network;
  private final Cost cost;
  private final ElementwiseFunction last;
  private final Optimiser optimiser;
  private final double[] scalars;
  private final Layer[] layers;
  private final Part[] parts;
  private final IntConsumer propagate = this::propagate;
  private final int records;
  private int firstPart; // of those that are propagated at the same time
  private final PlainStep step = new PlainStep();

  /** Begins with a network's weights; its optimiser has no state. */
  HandStep(Backend backend, Network network, DataSet data, Optimiser optimiser) {
    this.backend = backend;
    this.network = network;
    this.optimiser = optimiser;
    cost = network.cost();
    last = network.outputs() == 1 ? ElementwiseFunction.SIGMOID : ElementwiseFunction.EXP;
    scalars = new double[optimiser.update().scalars()];
    records = data.records();
    Workspace workspace = backend.workspace();
    parts = new Part[(records + PART - 1) / PART];
    int width = (records + parts.length - 1) / parts.length;
    for (int p = 0; p < parts.length; p++) {
      int from = p * width;
      parts[p] = new Part(workspace, data, from, Math.min(records, from + width));
    }
    layers = new Layer[network.layers().size()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = layer(workspace, l, network.weights(l), network.biases(l));
    }
  }

  private Layer layer(Workspace workspace, int l, double[][] weights, double[] biases) {
    int units = weights.length;
    int inputs = weights[0].length;
    Tensor w = workspace.tensor(units, inputs);
    Tensor b = workspace.tensor(units, 1);
    double[] columns = new double[units * inputs];
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        columns[input * units + unit] = weights[unit][input];
      }
    }
    backend.write(columns, w);
    backend.write(biases, b);
    return new Layer(w, b, new Tensor[] {parts[0].dw[l], w}, new Tensor[] {parts[0].db[l], b});
  }

  /** One step; gives the cost before it. */
  double step() {
    int together = parts.length < backend.threads() ? 1 : backend.threads();
    for (firstPart = 0; firstPart < parts.length; firstPart += together) {
      int count = Math.min(together, parts.length - firstPart);
      if (count == 1) {
        propagate(0);
      } else {
        backend.inParallel(count, propagate);
      }
    }
    double sum = parts[0].sum;
    for (int p = 1; p < parts.length; p++) {
      sum += parts[p].sum;
      for (int l = 0; l < layers.length; l++) {
        add(parts[0].dw[l], parts[p].dw[l]);
        add(parts[0].db[l], parts[p].db[l]);
      }
    }
    step.number++;
    optimiser.scalars(step, scalars);
    for (Layer layer : layers) {
      update(layer.updateW);
      update(layer.updateB);
    }
    return sum / records;
  }

  private void propagate(int index) {
    Part part = parts[firstPart + index];
    part.forward();
    part.backward();
  }

  private void add(Tensor sum, Tensor added) {
    backend.combine(CombineOperation.ADD, sum, added, sum);
  }

  private void update(Tensor[] operands) {
    backend.divideBy(operands[0], records, operands[0]); // the mean over records
    backend.apply(optimiser.update(), scalars, operands);
  }

  /** Some of the records, with tensors of their own. Gradients of the cost begin with d. */
  private final class Part {
    private final Tensor x; // [inputs, records]
    private final Tensor y; // [outputs, records]
    private final Tensor losses; // [1, records]
    private final double[] lossValues;
    private final double[] outputs;
    private final Tensor[] a; // [units, records]
    private final Tensor[] dz; // [units, records]
    private final Tensor[] dw; // [units, inputs]
    private final Tensor[] db; // [units, 1]
    private double sum; // of the losses

    Part(Workspace workspace, DataSet data, int from, int to) {
      int width = to - from;
      x = workspace.tensor(data.inputs(), width);
      y = workspace.tensor(data.outputs(), width);
      losses = workspace.tensor(1, width);
      lossValues = new double[width];
      outputs = new double[data.outputs() * width];
      backend.write(data.features(), from * data.inputs(), x, 0, x.shape().size());
      backend.write(data.targets(), from * data.outputs(), y, 0, y.shape().size());
      int count = network.layers().size();
      a = new Tensor[count];
      dz = new Tensor[count];
      dw = new Tensor[count];
      db = new Tensor[count];
      for (int l = 0; l < count; l++) {
        int units = network.weights(l).length;
        a[l] = workspace.tensor(units, width);
        dz[l] = workspace.tensor(units, width);
        dw[l] = workspace.tensor(units, network.weights(l)[0].length);
        db[l] = workspace.tensor(units, 1);
      }
    }

    void forward() {
      Tensor input = x;
      for (int l = 0; l < layers.length; l++) {
        Layer layer = layers[l];
        if (l < layers.length - 1) { // A = g(W·X + b)
          backend.dense(layer.w, input, layer.b, ElementwiseFunction.RELU, a[l]);
        } else if (last == ElementwiseFunction.SIGMOID) {
          backend.dense(layer.w, input, layer.b, last, a[l]);
        } else {
          backend.dense(layer.w, input, layer.b, ElementwiseFunction.COPY, a[l]);
          backend.softmax(a[l], a[l]);
        }
        input = a[l];
      }
      backend.read(input, outputs);
      cost.losses(backend, input, y, dz[layers.length - 1], losses);
      backend.read(losses, lossValues);
      sum = 0;
      for (double loss : lossValues) {
        sum += loss;
      }
    }

    void backward() {
      for (int l = layers.length - 1; l >= 0; l--) {
        if (l == layers.length - 1) {
          backend.combine(CombineOperation.SUBTRACT, a[l], y, dz[l]); // dZ = A − Y
        }
        backend.denseParameterGradients(dz[l], l == 0 ? x : a[l - 1], dw[l], db[l]);
        if (l > 0) { // dZ of the layer below = g'(A) ∘ (Wᵀ·dZ)
          ElementwiseFunction gradient = ElementwiseFunction.RELU_GRADIENT;
          backend.denseInputGradient(layers[l].w, dz[l], gradient, a[l - 1], dz[l - 1]);
        }
      }
    }
  }

  /** The hash that a network with these weights has. */
  String weightsSha256() {
    try (Network copy = network.copy()) {
      for (int l = 0; l < layers.length; l++) {
        Shape shape = layers[l].w.shape();
        double[] columns = new double[shape.size()];
        backend.read(layers[l].w, columns);
        double[][] weights = new double[shape.rows()][shape.columns()];
        for (int i = 0; i < columns.length; i++) {
          weights[i % shape.rows()][i / shape.rows()] = columns[i];
        }
        copy.weights(l, weights);
        double[] biases = new double[shape.rows()];
        backend.read(layers[l].b, biases);
        copy.biases(l, biases);
      }
      return copy.weightsSha256();
    }
  }
}
