package nn.tck;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;

/** A pass that gives nothing away: every tensor that a layer must fill is full of NaN. */
final class StrictPass implements Pass {
  private final Backend backend;
  private final Workspace workspace;
  private final int records;
  private int firstRecord; // in the batch, of which this may be a part
  private int batch;
  private final boolean training;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> gradients = new LinkedHashMap<>();
  private final Map<String, Tensor> trained = new LinkedHashMap<>(); // those that somebody reads
  private final Map<String, Tensor> kept = new LinkedHashMap<>();
  private final Map<String, Tensor> scratch = new LinkedHashMap<>();
  private final Map<String, StrictPass> parts = new LinkedHashMap<>();
  private final int stream; // of random numbers, one for each part

  /**
   * Allocates.
   *
   * @param backend what the layer computes with
   * @param layer whose pass it is
   * @param inputs of the layer
   * @param values of its parameters, in the order of {@link Part#parameters}
   */
  StrictPass(
      Backend backend,
      Layer layer,
      int inputs,
      List<Matrix> values,
      int records,
      boolean training) {
    this.backend = backend;
    this.records = records;
    batch = records;
    this.training = training;
    stream = 0;
    workspace = backend.workspace();
    List<Parameter> described = Part.parameters(layer, inputs);
    for (int p = 0; p < described.size(); p++) {
      Parameter parameter = described.get(p);
      Tensor tensor = workspace.tensor(parameter.shape());
      backend.write(values.get(p).values(), tensor);
      parameters.put(parameter.name(), tensor);
      if (parameter.role() != Role.STATISTIC) {
        Tensor gradient = fill(workspace.tensor(parameter.shape()), Double.NaN);
        gradients.put(parameter.name(), gradient);
        if (parameter.trained()) {
          trained.put(parameter.name(), gradient);
        }
      }
    }
    addParts(layer, inputs);
  }

  /** The pass of a part, which has some of the parameters of the whole. */
  private StrictPass(StrictPass whole, Part part, int stream) {
    backend = whole.backend;
    workspace = whole.workspace;
    records = whole.records;
    training = whole.training;
    batch = whole.batch;
    this.stream = stream;
    for (Parameter parameter : Part.parameters(part.layer(), part.inputs())) {
      String path = part.path(parameter.name());
      parameters.put(parameter.name(), whole.parameter(path));
      if (parameter.role() != Role.STATISTIC) {
        gradients.put(parameter.name(), whole.gradient(path));
      }
    }
    addParts(part.layer(), part.inputs());
  }

  private void addParts(Layer layer, int inputs) {
    for (Part part : layer.parts(inputs)) {
      parts.put(part.name(), new StrictPass(this, part, 31 * stream + parts.size() + 1));
    }
  }

  private Tensor fill(Tensor tensor, double value) {
    double[] values = new double[tensor.shape().size()];
    Arrays.fill(values, value);
    backend.write(values, tensor);
    return tensor;
  }

  /** Makes this the pass of a part of a batch. */
  void partOf(int batch, int firstRecord) {
    this.batch = batch;
    this.firstRecord = firstRecord;
    parts.values().forEach(part -> part.partOf(batch, firstRecord));
  }

  /** Lets a layer, then its parts but frozen ones, update statistics, as a training step does. */
  void commit(Layer layer, int inputs) {
    layer.commit(this);
    for (Part part : layer.parts(inputs)) {
      if (part.trained()) {
        part(part.name()).commit(part.layer(), part.inputs());
      }
    }
  }

  /** A tensor of the pass, for the layer's operands. */
  Tensor tensor(Matrix values) {
    Tensor tensor = workspace.tensor(values.shape());
    backend.write(values.values(), tensor);
    return tensor;
  }

  /** What the layer may not rely on from one method to the next. */
  void loseScratch(double garbage) {
    scratch.values().forEach(tensor -> fill(tensor, garbage));
    parts.values().forEach(part -> part.loseScratch(garbage));
  }

  /** Puts a number into every gradient. */
  void spoilGradients(double garbage) {
    gradients.values().forEach(tensor -> fill(tensor, garbage));
  }

  Map<String, Tensor> parameters() {
    return parameters;
  }

  /** Of the parameters that are trained. */
  Map<String, Tensor> gradients() {
    return trained;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public int records() {
    return records;
  }

  @Override
  public boolean training() {
    return training;
  }

  @Override
  public Tensor parameter(String name) {
    return known(parameters, name, "parameter");
  }

  @Override
  public Tensor gradient(String name) {
    return known(gradients, name, "gradient");
  }

  private static Tensor known(Map<String, Tensor> tensors, String name, String what) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          what
              + ": the layer describes none of this name: '"
              + name
              + "', but "
              + tensors.keySet());
    }
    return tensor;
  }

  @Override
  public Tensor keep(String name, int rows, int columns) {
    Tensor tensor =
        kept.computeIfAbsent(
            name, n -> fill(workspace.tensor(new Shape(rows, columns)), Double.NaN));
    if (!tensor.shape().is(rows, columns)) {
      throw new IllegalArgumentException(
          "keep: the name was used for another shape: '"
              + name
              + "' is "
              + tensor.shape()
              + ", asked for ["
              + rows
              + ", "
              + columns
              + "]");
    }
    return tensor;
  }

  @Override
  public Tensor scratch(String name, int rows, int columns) {
    return scratch.computeIfAbsent(
        name + " [" + rows + ", " + columns + "]",
        n -> fill(workspace.tensor(new Shape(rows, columns)), Double.NaN));
  }

  @Override
  public StrictPass part(String name) {
    StrictPass part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException(
          "part: the layer has none of this name: '" + name + "', but " + parts.keySet());
    }
    return part;
  }

  @Override
  public void uniform(Tensor out) {
    Generator numbers = new Generator(batch + 1_000_003L * stream);
    for (int i = 0; i < firstRecord * out.shape().rows(); i++) {
      numbers.next();
    }
    double[] values = new double[out.shape().size()];
    Arrays.setAll(values, i -> (numbers.next() >>> 40) * 0x1p-24);
    backend.write(values, out);
  }
}
