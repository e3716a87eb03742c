package nn.tck;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;

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
  private final Map<String, Tensor> kept = new LinkedHashMap<>();
  private final Map<String, Tensor> scratch = new LinkedHashMap<>();

  /**
   * Allocates.
   *
   * @param backend what the layer computes with
   * @param described the layer's parameters
   * @param values of the parameters, in that order
   */
  StrictPass(
      Backend backend,
      List<Parameter> described,
      List<Matrix> values,
      int records,
      boolean training) {
    this.backend = backend;
    this.records = records;
    batch = records;
    this.training = training;
    workspace = backend.workspace();
    for (int p = 0; p < described.size(); p++) {
      Parameter parameter = described.get(p);
      Tensor tensor = workspace.tensor(parameter.shape());
      backend.write(values.get(p).values(), tensor);
      parameters.put(parameter.name(), tensor);
      if (parameter.role() != Role.STATISTIC) {
        gradients.put(parameter.name(), fill(workspace.tensor(parameter.shape()), Double.NaN));
      }
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
  }

  /** Puts a number into every gradient. */
  void spoilGradients(double garbage) {
    gradients.values().forEach(tensor -> fill(tensor, garbage));
  }

  Map<String, Tensor> parameters() {
    return parameters;
  }

  Map<String, Tensor> gradients() {
    return gradients;
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
  public void uniform(Tensor out) {
    Generator numbers = new Generator(batch);
    for (int i = 0; i < firstRecord * out.shape().rows(); i++) {
      numbers.next();
    }
    double[] values = new double[out.shape().size()];
    Arrays.setAll(values, i -> (numbers.next() >>> 40) * 0x1p-24);
    backend.write(values, out);
  }
}
