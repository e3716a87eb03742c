package nn.bench;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.api.network.Optimiser;
import nn.core.DataSet;
import nn.core.Network;

/**
 * Training of a network of dense layers on one batch, by kernels alone: what {@link Network#fit}
 * computes, without any layer of abstraction. Hidden layers are ReLU; the last is sigmoid where it
 * has one unit, softmax otherwise.
 */
final class HandStep {

  /** The tensors of a dense layer; gradients of the cost begin with d. */
  private record Layer(
      Tensor w, // [units, inputs]
      Tensor b, // [units, 1]
      Tensor a, // [units, records]
      Tensor dz, // [units, records]
      Tensor dw, // [units, inputs]
      Tensor db, // [units, 1]
      Operands operands) {}

  /** Operands of calls, so that no call allocates. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Operands(Tensor[] updateW, Tensor[] updateB) {}

  private final Backend backend;
  private final Network network;
  private final Cost cost;
  private final ElementwiseFunction last;
  private final Optimiser optimiser;
  private final double[] scalars;
  private final Layer[] layers;
  private final Tensor x; // [inputs, records]
  private final Tensor y; // [outputs, records]
  private final Tensor losses; // [1, records]
  private final double[] lossValues;
  private final double[] outputs;
  private final int records;
  private long step;

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
    x = workspace.tensor(data.inputs(), records);
    y = workspace.tensor(data.outputs(), records);
    losses = workspace.tensor(1, records);
    lossValues = new double[records];
    outputs = new double[data.outputs() * records];
    backend.write(data.features(), x);
    backend.write(data.targets(), y);
    layers = new Layer[network.layers().size()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = layer(workspace, network.weights(l), network.biases(l));
    }
  }

  private Layer layer(Workspace workspace, double[][] weights, double[] biases) {
    int units = weights.length;
    int inputs = weights[0].length;
    Tensor w = workspace.tensor(units, inputs);
    Tensor b = workspace.tensor(units, 1);
    Tensor a = workspace.tensor(units, records);
    Tensor dz = workspace.tensor(units, records);
    Tensor dw = workspace.tensor(units, inputs);
    Tensor db = workspace.tensor(units, 1);
    double[] columns = new double[units * inputs];
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        columns[input * units + unit] = weights[unit][input];
      }
    }
    backend.write(columns, w);
    backend.write(biases, b);
    return new Layer(w, b, a, dz, dw, db, new Operands(new Tensor[] {dw, w}, new Tensor[] {db, b}));
  }

  /** One step; gives the cost before it. */
  double step() {
    double sum = forward();
    backward();
    optimiser.scalars(++step, scalars);
    for (Layer layer : layers) {
      backend.divideBy(layer.dw, records, layer.dw); // the mean over records
      backend.apply(optimiser.update(), scalars, layer.operands.updateW);
      backend.divideBy(layer.db, records, layer.db);
      backend.apply(optimiser.update(), scalars, layer.operands.updateB);
    }
    return sum / records;
  }

  private double forward() {
    Tensor input = x;
    for (int l = 0; l < layers.length; l++) {
      Layer layer = layers[l];
      if (l < layers.length - 1) { // A = g(W·X + b)
        backend.dense(layer.w, input, layer.b, ElementwiseFunction.RELU, layer.a);
      } else if (last == ElementwiseFunction.SIGMOID) {
        backend.dense(layer.w, input, layer.b, last, layer.a);
      } else {
        backend.dense(layer.w, input, layer.b, ElementwiseFunction.COPY, layer.a);
        backend.softmax(layer.a, layer.a);
      }
      input = layer.a;
    }
    backend.read(input, outputs);
    cost.losses(backend, input, y, layers[layers.length - 1].dz, losses);
    backend.read(losses, lossValues);
    double sum = 0;
    for (double loss : lossValues) {
      sum += loss;
    }
    return sum;
  }

  private void backward() {
    for (int l = layers.length - 1; l >= 0; l--) {
      Layer layer = layers[l];
      if (l == layers.length - 1) {
        backend.combine(CombineOperation.SUBTRACT, layer.a, y, layer.dz); // dZ = A − Y
      }
      Tensor input = l == 0 ? x : layers[l - 1].a;
      backend.denseParameterGradients(layer.dz, input, layer.dw, layer.db);
      if (l > 0) { // dZ of the layer below = g'(A) ∘ (Wᵀ·dZ)
        Layer below = layers[l - 1];
        backend.denseInputGradient(
            layer.w, layer.dz, ElementwiseFunction.RELU_GRADIENT, below.a, below.dz);
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
