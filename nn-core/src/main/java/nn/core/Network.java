package nn.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import nn.api.Backend;
import nn.api.Message;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.ActivatedLayer;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Penalty;
import nn.api.network.Role;
import nn.core.architecture.Architecture;
import nn.core.array.Rows;
import nn.core.data.DataSet;
import nn.core.diagnosis.Finding;
import nn.core.engine.Diagnosis;
import nn.core.engine.NetworkObjective;
import nn.core.engine.ParameterTensors;
import nn.core.engine.Propagation;
import nn.core.engine.PropagationPool;
import nn.core.engine.RemoteGradients;
import nn.core.engine.ShareWorker;
import nn.core.engine.SumsUpdater;
import nn.core.engine.Trainer;
import nn.core.layer.ImageShape;
import nn.core.metric.Predictions;
import nn.core.training.DivergedException;
import nn.core.training.Evaluation;
import nn.core.training.EvaluationSums;
import nn.core.training.Fit;
import nn.core.training.GradientSource;
import nn.core.training.GradientWorker;
import nn.core.training.Objective;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import nn.core.training.Updater;
import org.jspecify.annotations.Nullable;

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

  private final Architecture architecture;
  private final Backend backend;
  private final Workspace workspace;
  private final ParameterTensors parameters;
  private final PropagationPool propagations;
  private final int outputs;
  private final int maxRecords; // of a prediction

  private Network(Architecture architecture, Backend backend, Workspace workspace) {
    this.architecture = architecture;
    this.backend = backend;
    this.workspace = workspace;
    parameters = new ParameterTensors(architecture, workspace);
    propagations = new PropagationPool(architecture, parameters, backend);
    outputs = architecture.outputs();
    maxRecords = architecture.recordsAtOnce();
  }

  /** What fills a new network's parameters. */
  interface Filler {
    void fill(Network network);
  }

  /** A network whose parameters are filled; nothing stays allocated if that throws. */
  static Network of(Architecture architecture, Backend backend, Filler filler) {
    Workspace workspace = backend.workspace();
    try {
      Network network = new Network(architecture, backend, workspace);
      filler.fill(network);
      return network;
    } catch (Throwable failure) {
      workspace.close();
      throw failure;
    }
  }

  /**
   * A network whose parameters are all 0, to be set by {@link #parameter(int, String, double[])} or
   * {@link #parameters(double[])}: nothing is drawn.
   */
  public static Network of(Architecture architecture, Backend backend) {
    return of(architecture, backend, zeros -> {});
  }

  /**
   * Begins a network that takes records of this many features.
   *
   * @throws IllegalArgumentException from {@link NetworkBuilder#build} if it is below 1
   */
  public static NetworkBuilder inputs(int inputs) {
    return new NetworkBuilder(inputs);
  }

  /**
   * Begins a network that takes images, each a record: channel after channel, row after row.
   *
   * @param channels 1 for grey, 3 for colours
   * @throws IllegalArgumentException if a number is below 1
   */
  public static NetworkBuilder images(int channels, int height, int width) {
    return new NetworkBuilder(new ImageShape(channels, height, width));
  }

  /** What the network is, without its numbers. */
  public Architecture architecture() {
    return architecture;
  }

  /** The number of features of a record. */
  public int inputs() {
    return architecture.inputs();
  }

  /** The number of outputs of a record. */
  public int outputs() {
    return outputs;
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
   * Trains, until all epochs are done, validation does not improve any more, or a listener or
   * another thread stops it.
   *
   * <p>Where the training {@linkplain Training#validation validates}, the network has the
   * parameters of the best validated epoch when it ends, however it does: completed, stopped,
   * diverged, or by any other exception. Otherwise, or with {@link Training#keepLast}, it has the
   * last ones.
   *
   * <p>Where records have weights, each loss and gradient is multiplied with its record's, and
   * means are taken over the sum of the weights of a batch. A batch whose weights are all 0 makes
   * no update, neither of parameters nor of the optimiser's state; its step is counted.
   *
   * @return cost and accuracy of each epoch, why it ended, and the state from which {@link #resume}
   *     goes on
   * @throws IllegalArgumentException if the data does not fit the network or its cost
   * @throws DivergedException if the cost or an output becomes NaN or infinite, or a parameter is
   *     after the last update
   * @throws nn.core.training.PropagationException if a layer, the cost or the optimiser fails
   */
  public Fit fit(DataSet data, Training training) {
    requireSuits("fit", data);
    try (Workspace temporary = backend.workspace()) {
      return Trainer.of(architecture, parameters, temporary, data, training).run();
    }
  }

  /**
   * {@link #fit(DataSet, Training)} with records that are elsewhere: the same training, whose
   * gradients come from there. Whether the records fit the network is the source's to say.
   *
   * @throws IllegalArgumentException if a layer needs all records of a batch in one place, or the
   *     training {@linkplain Training#validationShare validates with a share} of them
   */
  public Fit fit(GradientSource source, Training training) {
    try (Workspace temporary = backend.workspace()) {
      return Trainer.of(architecture, parameters, temporary, source, training).run();
    }
  }

  /**
   * Refuses a training that {@link #fit(GradientSource, Training)} refuses, so that nobody brings
   * records together for it.
   *
   * @throws IllegalArgumentException likewise
   */
  public void requireRemote(Training training) {
    RemoteGradients.require(architecture, training);
  }

  /**
   * Goes on with a training that was stopped: sets the parameters to the state's, and ends in the
   * bits of the uninterrupted training.
   *
   * @param data the same records in the same order
   * @param training of the same {@link Training#plan() plan}; listener and condition to stop may be
   *     others
   * @param from what {@link #fit} returned, or a listener kept
   * @return the history of the whole training
   * @throws IllegalArgumentException if the plan, the data or the network is another; nothing is
   *     changed then
   * @throws DivergedException as by {@link #fit}
   */
  public Fit resume(DataSet data, Training training, TrainingState from) {
    requireSuits("resume", data);
    try (Workspace temporary = backend.workspace()) {
      Trainer trainer = Trainer.of(architecture, parameters, temporary, data, training);
      trainer.resume(from);
      return trainer.run();
    }
  }

  /** {@link #resume(DataSet, Training, TrainingState)} with records that are elsewhere. */
  public Fit resume(GradientSource source, Training training, TrainingState from) {
    try (Workspace temporary = backend.workspace()) {
      Trainer trainer = Trainer.of(architecture, parameters, temporary, source, training);
      trainer.resume(from);
      return trainer.run();
    }
  }

  /**
   * Looks for what may be wrong after a training: dead or saturated units, gradients and updates
   * that are too small or too large, costs that rose, and whether anything was learnt, judged on
   * the records that validated or, where none did, on those that trained. {@link Finding.Kind} says
   * what is measured and from where on it is a finding.
   *
   * <p>It takes about as long as an epoch, at most, of a few thousand records. It changes nothing,
   * and finds the same each time.
   *
   * @param data as it was given to {@link #fit}
   * @param training likewise
   * @param fit what {@link #fit} or {@link #resume} returned
   * @return what was found; empty if all is well
   * @throws IllegalArgumentException if the data does not fit the network, or the result is not of
   *     this training
   */
  public List<Finding> diagnose(DataSet data, Training training, Fit fit) {
    return findings(data, training, fit, null);
  }

  /**
   * {@link #diagnose(DataSet, Training, Fit)}, where what was learnt is judged on other records.
   *
   * @param heldOut records that neither trained nor validated
   */
  public List<Finding> diagnose(DataSet data, Training training, Fit fit, DataSet heldOut) {
    requireSuits("diagnose", heldOut);
    return findings(data, training, fit, heldOut);
  }

  private List<Finding> findings(
      DataSet data, Training training, Fit fit, @Nullable DataSet heldOut) {
    requireSuits("diagnose", data);
    try (Workspace temporary = backend.workspace()) {
      return new Diagnosis(architecture, parameters, temporary, data, training, fit)
          .findings(heldOut);
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
          Message.of(
              "predict: a record must have %d features: %d numbers for %d records",
              inputs(), features.length, records));
    }
    if ((long) records * outputs() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Message.of(
              "predict: the outputs must fit in one array; predict fewer records at a time: %d records of %d outputs",
              records, outputs()));
    }
    double[] result = new double[records * outputs];
    predict(features, records, result);
    return result;
  }

  /**
   * The outputs for records in a flat array, into an array of the caller's: allocates nothing once
   * it has been called with as many records.
   *
   * @param features {@link #inputs()} numbers for each record, one record after another; not
   *     modified
   * @param target {@link #outputs()} numbers for each record; overwritten
   * @throws IllegalArgumentException if an array does not hold whole records, or they do not hold
   *     as many
   */
  public void predict(double[] features, double[] target) {
    requireRecords(features.length, target.length);
    predict(features, target.length / outputs, target);
  }

  /**
   * {@link #predict(double[], double[])} in floats: on a backend of FLOAT32 the same numbers, on
   * one of FLOAT64 outputs are rounded.
   */
  public void predict(float[] features, float[] target) {
    int records = target.length / outputs;
    requireRecords(features.length, target.length);
    int from = 0;
    while (from < records) {
      Propagation propagation = propagations.take(Math.min(maxRecords, records - from));
      try {
        propagation.features(features, from);
        propagation.forward();
        propagation.outputs(target, from);
      } finally {
        propagations.give(propagation);
      }
      from += propagation.records();
    }
  }

  private void requireRecords(int features, int numbers) {
    int records = numbers / outputs;
    if (features != (long) records * inputs() || numbers != records * outputs) {
      throw new IllegalArgumentException(
          Message.of(
              "predict: the arrays must hold %d features and %d outputs for each record: %d features, %d outputs",
              inputs(), outputs, features, numbers));
    }
  }

  private void predict(double[] features, int records, double[] target) {
    int from = 0;
    while (from < records) {
      Propagation propagation = propagations.take(Math.min(maxRecords, records - from));
      try {
        propagation.features(features, from);
        propagation.forward();
        propagation.outputs(target, from);
      } finally {
        propagations.give(propagation);
      }
      from += propagation.records();
    }
  }

  /**
   * Cost and accuracy on a data set, weighted where its records have weights.
   *
   * @throws IllegalArgumentException if the data does not fit the network or its cost, or all
   *     weights are 0
   */
  public Evaluation evaluate(DataSet data) {
    return evaluationSums(data).mean(architecture.cost().decision());
  }

  /**
   * {@link #evaluate} as sums, which can be added to those of other records.
   *
   * @throws IllegalArgumentException likewise
   */
  public EvaluationSums evaluationSums(DataSet data) {
    requireSuits("evaluate", data);
    EvaluationSums sums = EvaluationSums.NONE;
    int from = 0;
    while (from < data.records()) {
      Propagation propagation = propagations.take(Math.min(maxRecords, data.records() - from));
      try {
        propagation.records(data, from);
        propagation.forward();
        propagation.judge();
        sums = sums.plus(propagation.sums());
      } finally {
        propagations.give(propagation);
      }
      from += propagation.records();
    }
    return sums;
  }

  /**
   * The outputs for a data set beside its targets and weights, as metrics look at them.
   *
   * @throws IllegalArgumentException if the data does not fit the network
   */
  public Predictions predictions(DataSet data) {
    requireFit("predictions", data);
    double[] predicted = new double[data.records() * outputs];
    int from = 0;
    while (from < data.records()) {
      Propagation propagation = propagations.take(Math.min(maxRecords, data.records() - from));
      try {
        propagation.records(data, from);
        propagation.forward();
        propagation.outputs(predicted, from);
      } finally {
        propagations.give(propagation);
      }
      from += propagation.records();
    }
    return new Predictions(cost().decision(), predicted, data.targets(), outputs, data.weights());
  }

  /**
   * Refuses data with which the network can neither be trained nor evaluated.
   *
   * @param operation what the message begins with
   * @throws IllegalArgumentException if the data does not fit the network or its cost, or all
   *     weights are 0
   */
  public void requireSuits(String operation, DataSet data) {
    requireFit(operation, data);
    data.requireTargets(architecture.cost());
  }

  private void requireFit(String operation, DataSet data) {
    if (data.inputs() != inputs() || data.outputs() != outputs()) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: the data must have the network's numbers of inputs and outputs: the network has %d and %d, the data %d and %d",
              operation, inputs(), outputs(), data.inputs(), data.outputs()));
    }
    if (data.weightSum() == 0) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: a record must have a weight above 0: all %d have weight 0",
              operation, data.records()));
    }
    architecture.requireCategories(data);
  }

  /**
   * The mean cost of all records in one part, as a training computes it in its first step, as a
   * function of the trained parameters and the features, beginning with copies of these.
   *
   * @param penalties what training adds to the cost
   * @throws IllegalArgumentException if the data does not fit the network or its cost
   */
  public Objective objective(DataSet data, Penalty... penalties) {
    requireSuits("objective", data);
    Network varied = copy();
    Workspace temporary = backend.workspace();
    try {
      return new NetworkObjective(
          architecture, varied.parameters, varied::close, temporary, data, List.of(penalties));
    } catch (Throwable failure) {
      temporary.close();
      varied.close();
      throw failure;
    }
  }

  /** A network with the same layers and a copy of the parameters, on the same backend. */
  public Network copy() {
    return copy(backend);
  }

  /** A network with the same layers and a copy of the parameters, on another backend. */
  public Network copy(Backend target) {
    return of(
        architecture,
        target,
        copy -> {
          for (int l = 0; l < layers().size(); l++) {
            for (Parameter parameter : parameters.descriptions().get(l)) {
              copy.parameter(l, parameter.name(), parameter(l, parameter.name()));
            }
          }
        });
  }

  /**
   * A parameter's values, row after row: a dense layer's {@code weight} is {@code [units, inputs]},
   * its {@code bias} {@code [units, 1]}.
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
          Message.of(
              "parameter: values must fill %s of layer %d, which is %s: %d values given",
              name, layer + 1, tensor.shape(), values.length));
    }
    parameters.write(values, tensor);
  }

  /**
   * All numbers of all parameters, statistics too: layers and their parameters ascending, each
   * parameter column after column, as kernels see it.
   */
  public double[] parameters() {
    return parameters.toArray();
  }

  /** {@link #parameters()}, rounded to float. */
  public float[] parametersAsFloats() {
    return parameters.toFloats();
  }

  /**
   * Sets all parameters.
   *
   * @param numbers as {@link #parameters()} gives them
   * @throws IllegalArgumentException if there are too few or too many
   */
  public void parameters(double[] numbers) {
    parameters.fromArray(numbers);
  }

  /** {@link #parameters(double[])} from floats. */
  public void parameters(float[] numbers) {
    parameters.fromFloats(numbers);
  }

  /**
   * Takes gradients of shares of batches, for a training whose steps are made elsewhere: their
   * sums, added in order, go to an {@link #updater}.
   *
   * @param seed of the random numbers that layers draw: the {@linkplain Training#seed training's}
   */
  public GradientWorker gradientWorker(int seed) {
    return closingOnFailure(
        temporary -> new ShareWorker(architecture, parameters, temporary, seed));
  }

  /** Makes the steps of a training whose gradients come from {@link #gradientWorker}s. */
  public Updater updater(Training training) {
    return closingOnFailure(
        temporary -> new SumsUpdater(architecture, parameters, temporary, training));
  }

  private <T> T closingOnFailure(Function<Workspace, T> create) {
    Workspace temporary = backend.workspace();
    try {
      return create.apply(temporary);
    } catch (Throwable failure) {
      temporary.close();
      throw failure;
    }
  }

  /** The weights of a dense layer, one row for each unit; layer 0 is the first. */
  public double[][] weights(int layer) {
    return Rows.split(parameter(layer, "weight"), parameters.of(layer, "weight").shape().columns());
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
    Shape shape = parameters.of(layer, "weight").shape();
    if (!(shape.rows() == values.length && shape.columns() == Rows.width(values))) {
      throw new IllegalArgumentException(
          Message.of(
              "weights: rows must be units, columns inputs: layer %d is %s, given are %d rows of %d",
              layer + 1, shape, values.length, Rows.width(values)));
    }
    parameter(layer, "weight", rows);
  }

  /** The biases of a dense layer, one for each unit; layer 0 is the first. */
  public double[] biases(int layer) {
    return parameter(layer, "bias");
  }

  /** Sets the biases of a dense layer. */
  public void biases(int layer, double[] values) {
    parameter(layer, "bias", values);
  }

  /** The number of trained numbers. */
  public long parameterCount() {
    return parameters.descriptions().stream()
        .flatMap(List::stream)
        .filter(Parameter::trained)
        .mapToLong(parameter -> parameter.shape().size())
        .sum();
  }

  /**
   * The SHA-256 in hexadecimal over all parameters but statistics, in layer order, row after row,
   * each value as a little-endian IEEE double: equal for bit-identical networks.
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
        update(digest, parameter(l, parameter.name()));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Piece by piece, as the bytes of 2²⁸ numbers are more than an array has. */
  private static void update(MessageDigest digest, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (!bytes.hasRemaining()) {
        digest.update(bytes.flip());
        bytes.clear();
      }
      bytes.putLong(Double.doubleToLongBits(value)); // one NaN for all
    }
    digest.update(bytes.flip());
  }

  /** A table of the layers, for people. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    String row = "%-5s  %-12s  %-12s  %8s  %12s%n";
    text.append(Message.of(row, "layer", "kind", "activation", "outputs", "parameters"));
    text.append(Message.of(row, "", "input", "", inputs(), ""));
    int[] sizes = architecture.sizes();
    for (int l = 0; l < layers().size(); l++) {
      Layer layer = layers().get(l);
      String activation =
          layer instanceof ActivatedLayer activated ? activated.activation().kind() : "";
      long count = parameters.descriptions().get(l).stream().mapToLong(p -> p.shape().size()).sum();
      text.append(Message.of(row, l + 1, layer.kind(), activation, sizes[l + 1], count));
    }
    return text.append(
            Message.of(
                "%,d trained parameters; cost %s; backend %s, %s, %s",
                parameterCount(), cost().kind(), backend.name(), backend.dtype(), backend.tier()))
        .toString();
  }

  ParameterTensors tensors() {
    return parameters;
  }

  /** Releases the parameters; idempotent. */
  @Override
  public void close() {
    workspace.close();
    propagations.close();
  }
}
