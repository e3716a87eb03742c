package nn.core.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.ActivatedLayer;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Parameter;
import nn.api.network.RandomStream;
import nn.api.network.Role;
import org.jspecify.annotations.Nullable;

/** Layers with their parameters, and the steps that train them on batches of one width. */
final class Network implements AutoCloseable {
  private final Backend backend;
  private final Workspace workspace;
  private final List<Layer> layers;
  private final Cost cost;
  private final Optimiser optimiser;
  private final int records;
  private final boolean fused;

  private final List<LayerPass> passes = new ArrayList<>();
  private final List<Map<String, Tensor>> parameters = new ArrayList<>();
  private final List<Map<String, Tensor>> gradients = new ArrayList<>();
  private final List<Tensor[]> updates =
      new ArrayList<>(); // of each parameter: gradient, values, state
  private final List<Tensor> outputs = new ArrayList<>(); // of layer i, [units, records]
  private final List<Tensor> deltas = new ArrayList<>(); // gradient of outputs
  private final Tensor losses; // [1, records]
  private final double[] perRecord;
  private final double[] scalars;
  private long step = 1;

  Network(
      Backend backend,
      List<Layer> layers,
      Cost cost,
      Optimiser optimiser,
      int inputs,
      int records,
      boolean fuse) {
    this.backend = backend;
    this.layers = layers;
    this.cost = cost;
    this.optimiser = optimiser;
    this.records = records;
    workspace = backend.workspace();
    RandomStream random = new Stream(new Random(42));
    Map<LayerPass.Key, Tensor> shared = new HashMap<>();
    int units = inputs;
    for (Layer layer : layers) {
      parameters(layer.parameters(units), random);
      passes.add(
          new LayerPass(
              backend,
              workspace,
              passes.size(),
              records,
              parameters.get(passes.size()),
              gradients.get(passes.size()),
              shared));
      units = layer.units(units);
      outputs.add(workspace.tensor(units, records));
      deltas.add(workspace.tensor(units, records));
    }
    losses = workspace.tensor(1, records);
    perRecord = new double[records];
    scalars = new double[optimiser.update().scalars()];
    fused = fuse && last() instanceof ActivatedLayer layer && cost.fuses(layer.activation());
  }

  private record Stream(Random random) implements RandomStream {
    @Override
    public double uniform() {
      return random.nextDouble();
    }

    @Override
    public double normal() {
      return random.nextGaussian();
    }
  }

  private void parameters(List<Parameter> described, RandomStream random) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    Map<String, Tensor> slopes = new LinkedHashMap<>();
    for (Parameter parameter : described) {
      Shape shape = parameter.shape();
      Tensor w = workspace.tensor(shape);
      double[] numbers = new double[shape.size()];
      parameter.initialiser().fill(numbers, shape, random);
      backend.write(transposed(numbers, shape), w);
      values.put(parameter.name(), w);
      if (parameter.role() != Role.STATISTIC) {
        Tensor g = workspace.tensor(shape);
        slopes.put(parameter.name(), g);
        Tensor[] operands = new Tensor[2 + optimiser.state().size()];
        operands[0] = g;
        operands[1] = w;
        for (int s = 2; s < operands.length; s++) {
          operands[s] = workspace.tensor(shape);
        }
        updates.add(operands);
      }
    }
    parameters.add(values);
    gradients.add(slopes);
  }

  /** From unit after unit to input after input. */
  private static double[] transposed(double[] rows, Shape shape) {
    double[] columns = new double[rows.length];
    for (int i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < shape.columns(); j++) {
        columns[j * shape.rows() + i] = rows[i * shape.columns() + j];
      }
    }
    return columns;
  }

  private Layer last() {
    return layers.get(layers.size() - 1);
  }

  private Tensor output() {
    return outputs.get(outputs.size() - 1);
  }

  private Tensor delta() {
    return deltas.get(deltas.size() - 1);
  }

  /** Values of every layer's parameters, by name. */
  List<Map<String, Tensor>> parameters() {
    return parameters;
  }

  /** Gradients of every layer's parameters, by name; statistics have none. */
  List<Map<String, Tensor>> gradients() {
    return gradients;
  }

  /** Outputs for {@code x}; training draws the masks of the current step. */
  Tensor forward(Tensor x, boolean training) {
    Tensor input = x;
    for (int l = 0; l < layers.size(); l++) {
      passes.get(l).begin(training, step);
      layers.get(l).forward(passes.get(l), input, outputs.get(l));
      input = outputs.get(l);
    }
    return input;
  }

  /** The mean loss of the outputs that {@link #forward} left. */
  double loss(Tensor y) {
    cost.losses(backend, output(), y, delta(), losses);
    backend.read(losses, perRecord);
    double sum = 0;
    for (double loss : perRecord) {
      sum += loss;
    }
    return sum / records;
  }

  /** Gradients of the mean loss; {@code dx} is that of the sum of losses. */
  void backward(Tensor x, Tensor y, @Nullable Tensor dx) {
    if (fused) {
      cost.fusedGradient(backend, ((ActivatedLayer) last()).activation(), output(), y, delta());
    } else {
      cost.gradient(backend, output(), y, delta());
    }
    for (int l = layers.size() - 1; l >= 0; l--) {
      Layer layer = layers.get(l);
      LayerPass pass = passes.get(l);
      Tensor input = l == 0 ? x : outputs.get(l - 1);
      Tensor dInput = l == 0 ? dx : deltas.get(l - 1);
      if (fused && l == layers.size() - 1) {
        ((ActivatedLayer) layer).backwardFromPreActivation(pass, input, delta(), dInput);
      } else {
        layer.backward(pass, input, outputs.get(l), deltas.get(l), dInput);
      }
    }
    for (Tensor[] operands : updates) {
      backend.divideBy(operands[0], records, operands[0]);
    }
  }

  /** One training step; returns the mean loss before it. */
  double step(Tensor x, Tensor y) {
    forward(x, true);
    double loss = loss(y);
    backward(x, y, null);
    optimiser.scalars(step, scalars);
    for (Tensor[] operands : updates) {
      backend.apply(optimiser.update(), scalars, operands);
    }
    commit();
    step++;
    return loss;
  }

  /** Moves the running statistics. */
  void commit() {
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).commit(passes.get(l));
    }
  }

  /** A hash of the bits of every parameter. */
  long hash() {
    long hash = 1;
    for (Map<String, Tensor> layer : parameters) {
      for (Tensor parameter : layer.values()) {
        double[] values = new double[parameter.shape().size()];
        backend.read(parameter, values);
        for (double value : values) {
          hash = 0x9E3779B97F4A7C15L * (hash ^ Double.doubleToLongBits(value)) + (hash >>> 29);
        }
      }
    }
    return hash;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
