package nn.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.ActivatedLayer;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Role;
import nn.core.check.DifferenceException;
import nn.core.check.Objective;
import nn.core.propagation.Classes;

/**
 * A network with its parameters on a backend.
 *
 * <pre>{@code
 * Network network = Network.inputs(2).dense(25, relu()).dense(1, sigmoid()).build(backend);
 * network.fit(data, Training.epochs(1000).learningRate(0.1));
 * double[][] probabilities = network.predict(rows);
 * }</pre>
 *
 * <p>Records are rows. Any number of threads may predict and evaluate at once; while one thread
 * fits or sets parameters no other may use the same network, but a {@link #copy} is another
 * network. Closing the network or its backend releases the parameters.
 */
public final class Network implements AutoCloseable {

  /** Predictions run in batches of at most this many records, so that memory stays bounded. */
  private static final int MOST_RECORDS = 1024;

  private final Architecture architecture;
  private final Backend backend;
  private final Workspace workspace;
  private final Parameters parameters;

  Network(Architecture architecture, Backend backend) {
    this.architecture = architecture;
    this.backend = backend;
    workspace = backend.workspace();
    parameters = new Parameters(architecture, workspace);
  }

  /**
   * Begins a network that takes records of this many features.
   *
   * @throws IllegalArgumentException from {@link NetworkBuilder#build} if it is below 1
   */
  public static NetworkBuilder inputs(int inputs) {
    return new NetworkBuilder(inputs);
  }

  /** The number of features of a record. */
  public int inputs() {
    return architecture.inputs();
  }

  /** The number of outputs of a record. */
  public int outputs() {
    return architecture.sizes()[layers().size()];
  }

  /** The layers, first to last. */
  public List<Layer> layers() {
    return architecture.layers();
  }

  /** What training lowers. */
  public Cost cost() {
    return architecture.cost();
  }

  /** The backend that computes. */
  public Backend backend() {
    return backend;
  }

  /**
   * Trains.
   *
   * @return cost and accuracy of each epoch
   * @throws IllegalArgumentException if the data does not fit the network or its cost
   * @throws DivergedException if the cost or an output becomes NaN or infinite, or a parameter is
   *     after the last update; the parameters stay as they are then
   */
  public History fit(DataSet data, Training training) {
    requireFit("fit", data);
    architecture.cost().requireTargets(data.targetsView(), data.outputs());
    try (Trainer trainer = new Trainer(architecture, parameters, backend, data, training)) {
      return trainer.run();
    }
  }

  /**
   * The outputs for records.
   *
   * @param records one row of features for each; not modified
   * @return one row of outputs for each; empty for no record
   * @throws IllegalArgumentException if a row does not have {@link #inputs()} numbers
   */
  public double[][] predict(double[][] records) {
    if (records.length == 0) {
      return new double[0][];
    }
    return Rows.split(predict(Rows.flat("records", records), records.length), outputs());
  }

  /**
   * The outputs for records in a flat array, one record after another.
   *
   * @param features {@link #inputs()} numbers for each record; not modified
   * @return {@link #outputs()} numbers for each record
   * @throws IllegalArgumentException if the array has another length, or the outputs do not fit in
   *     one
   */
  public double[] predict(double[] features, int records) {
    if (features.length != (long) records * inputs()) {
      throw new IllegalArgumentException(
          "predict: a record must have "
              + inputs()
              + " features: "
              + features.length
              + " numbers for "
              + records
              + " records");
    }
    if ((long) records * outputs() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "predict: the outputs must fit in one array; predict fewer records at a time: "
              + records
              + " records of "
              + outputs()
              + " outputs");
    }
    double[] outputs = new double[records * outputs()];
    forEachBatch(
        records,
        (propagation, from) -> {
          propagation.features(features, from);
          propagation.forward();
          System.arraycopy(
              propagation.outputs(),
              0,
              outputs,
              from * outputs(),
              propagation.records() * outputs());
        });
    return outputs;
  }

  /** Cost and accuracy on a data set. */
  public Evaluation evaluate(DataSet data) {
    requireFit("evaluate", data);
    architecture.cost().requireTargets(data.targetsView(), data.outputs());
    double[] sum = new double[1];
    int[] right = new int[1];
    forEachBatch(
        data.records(),
        (propagation, from) -> {
          propagation.features(data.featuresView(), from);
          propagation.targets(data.targetsView(), from);
          propagation.forward();
          sum[0] = Propagation.add(sum[0], propagation.lossSum());
          right[0] += propagation.right();
        });
    return new Evaluation(
        sum[0] / data.records(),
        Classes.share(architecture.cost().decision(), right[0], data.records()));
  }

  @FunctionalInterface
  private interface Batch {
    void run(Propagation propagation, int from);
  }

  private void forEachBatch(int records, Batch batch) {
    int from = 0;
    while (from < records) {
      int width = Math.min(MOST_RECORDS, records - from);
      try (Propagation propagation =
          new Propagation(architecture, parameters, null, backend, width, 0)) {
        for (; width <= records - from; from += width) {
          run(batch, propagation, from);
        }
      }
    }
  }

  private static void run(Batch batch, Propagation propagation, int from) {
    try {
      batch.run(propagation, from);
    } catch (DifferenceException difference) {
      throw difference.at("record " + from + " and following, " + propagation.place());
    }
  }

  private void requireFit(String operation, DataSet data) {
    if (data.inputs() != inputs() || data.outputs() != outputs()) {
      throw new IllegalArgumentException(
          operation
              + ": the data must have the network's numbers of inputs and outputs: the "
              + "network has "
              + inputs()
              + " and "
              + outputs()
              + ", the data "
              + data.inputs()
              + " and "
              + data.outputs());
    }
  }

  /**
   * The mean cost as the first training step computes it, as a function of the trained parameters
   * and the features, beginning with copies of these.
   *
   * @throws IllegalArgumentException if the data does not fit the network or its cost
   */
  public Objective objective(DataSet data) {
    requireFit("objective", data);
    architecture.cost().requireTargets(data.targetsView(), data.outputs());
    return new NetworkObjective(architecture, copy(), data);
  }

  /** A network with the same layers and a copy of the parameters, on the same backend. */
  public Network copy() {
    return copy(backend);
  }

  /** A network with the same layers and a copy of the parameters, on another backend. */
  public Network copy(Backend target) {
    Network copy = new Network(architecture, target);
    for (int l = 0; l < layers().size(); l++) {
      for (Parameter parameter : parameters.descriptions().get(l)) {
        copy.parameter(l, parameter.name(), parameter(l, parameter.name()));
      }
    }
    return copy;
  }

  /**
   * A parameter's values, row after row: a weight {@code w} is {@code [units, inputs]}, a bias
   * {@code b} is {@code [units, 1]}.
   *
   * @param layer 0 for the first
   * @throws IllegalArgumentException if the layer has no such parameter
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public double[] parameter(int layer, String name) {
    return parameters.read(parameters.of(layer, name));
  }

  /**
   * Sets a parameter's values, given row after row and rounded to the backend's dtype.
   *
   * @param layer 0 for the first
   * @throws IllegalArgumentException if there are too few or too many
   */
  public void parameter(int layer, String name, double[] values) {
    Tensor tensor = parameters.of(layer, name);
    if (values.length != tensor.shape().size()) {
      throw new IllegalArgumentException(
          "parameter: values must fill "
              + name
              + " of layer "
              + (layer + 1)
              + ", which is "
              + tensor.shape()
              + ": "
              + values.length
              + " values given");
    }
    parameters.write(values, tensor);
  }

  /** The weights of a dense layer, one row for each unit; layer 0 is the first. */
  public double[][] weights(int layer) {
    return Rows.split(parameter(layer, "w"), parameters.of(layer, "w").shape().columns());
  }

  /**
   * Sets the weights of a dense layer, one row for each unit.
   *
   * @param layer 0 for the first
   * @throws IllegalArgumentException if there are too few or too many rows, or one has not as many
   *     numbers as the layer has inputs
   */
  public void weights(int layer, double[][] values) {
    double[] rows = Rows.flat("weights", values);
    Shape shape = parameters.of(layer, "w").shape();
    if (!(shape.rows() == values.length && shape.columns() == Rows.width(values))) {
      throw new IllegalArgumentException(
          "weights: rows must be units, columns inputs: layer "
              + (layer + 1)
              + " is "
              + shape
              + ", given are "
              + values.length
              + " rows of "
              + Rows.width(values));
    }
    parameter(layer, "w", rows);
  }

  /** The biases of a dense layer, one for each unit; layer 0 is the first. */
  public double[] biases(int layer) {
    return parameter(layer, "b");
  }

  /** Sets the biases of a dense layer. */
  public void biases(int layer, double[] values) {
    parameter(layer, "b", values);
  }

  /** The number of trained numbers. */
  public long parameterCount() {
    return parameters.descriptions().stream()
        .flatMap(List::stream)
        .filter(parameter -> parameter.role() != Role.STATISTIC)
        .mapToLong(parameter -> parameter.shape().size())
        .sum();
  }

  /**
   * The SHA-256 in hexadecimal over all trained parameters in layer order, row after row, each
   * value as a little-endian IEEE double: equal for bit-identical networks.
   */
  public String weightsSha256() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
    for (int l = 0; l < layers().size(); l++) {
      for (Parameter parameter : parameters.descriptions().get(l)) {
        if (parameter.role() == Role.STATISTIC) {
          continue;
        }
        double[] values = parameter(l, parameter.name());
        ByteBuffer bytes =
            ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
          bytes.putLong(Double.doubleToLongBits(value)); // one NaN for all
        }
        digest.update(bytes.flip());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A table of the layers, for people. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    String row = "%-5s  %-12s  %-12s  %8s  %12s%n";
    text.append(
        String.format(Locale.ROOT, row, "layer", "kind", "activation", "outputs", "parameters"));
    text.append(String.format(Locale.ROOT, row, "", "input", "", inputs(), ""));
    int[] sizes = architecture.sizes();
    for (int l = 0; l < layers().size(); l++) {
      Layer layer = layers().get(l);
      String activation =
          layer instanceof ActivatedLayer activated ? activated.activation().kind() : "";
      long count = parameters.descriptions().get(l).stream().mapToLong(p -> p.shape().size()).sum();
      text.append(
          String.format(Locale.ROOT, row, l + 1, layer.kind(), activation, sizes[l + 1], count));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%,d trained parameters; cost %s; backend %s, %s, %s",
                parameterCount(),
                cost().kind(),
                backend.name(),
                backend.dtype(),
                backend.tier()))
        .toString();
  }

  Parameters parameters() {
    return parameters;
  }

  /** Releases the parameters; idempotent. */
  @Override
  public void close() {
    workspace.close();
  }
}
