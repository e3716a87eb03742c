package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Message;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Parameter;
import nn.api.network.RandomStream;
import nn.core.architecture.Architecture;
import nn.core.array.Rows;
import nn.core.training.GradientSums;

/** One tensor for each parameter of each layer: values, or gradients. */
public final class ParameterTensors {
  private final List<List<Parameter>> descriptions;
  private final List<Tensor[]> tensors = new ArrayList<>();
  private final Backend backend;

  /** Allocates the tensors, all zero. */
  public ParameterTensors(Architecture architecture, Workspace workspace) {
    descriptions = architecture.parameters();
    backend = workspace.backend();
    for (List<Parameter> layer : descriptions) {
      tensors.add(layer.stream().map(p -> workspace.tensor(p.shape())).toArray(Tensor[]::new));
    }
  }

  /** The layers' descriptions. */
  public List<List<Parameter>> descriptions() {
    return descriptions;
  }

  /** The tensors of a layer, in the order of its descriptions. */
  Tensor[] of(int layer) {
    return tensors.get(layer);
  }

  /** The tensor of a full name. */
  public Tensor of(int layer, String name) {
    return of(layer, "", name);
  }

  /** The tensor of a name in a part. */
  Tensor of(int layer, String prefix, String name) {
    int index = index(layer, prefix, name);
    return of(layer)[index];
  }

  /**
   * The position in its layer of a parameter of a part.
   *
   * @param prefix the part's path, with its dots; empty for the layer itself
   */
  int index(int layer, String prefix, String name) {
    if (layer < 0 || layer >= descriptions.size()) {
      throw new IndexOutOfBoundsException(
          "parameter: no such layer, 0 is the first: " + layer + " of " + descriptions.size());
    }
    List<Parameter> known = descriptions.get(layer);
    for (int p = 0; p < known.size(); p++) {
      if (isNamed(known.get(p).name(), prefix, name)) {
        return p;
      }
    }
    throw new IllegalArgumentException(
        Message.of(
            "parameter: layer %d has no parameter of this name: '%s', it has %s",
            layer + 1, prefix + name, known.stream().map(Parameter::name).toList()));
  }

  /** Whether {@code full} is {@code prefix + name}, without allocating that. */
  private static boolean isNamed(String full, String prefix, String name) {
    if (prefix.isEmpty()) {
      return full.equals(name); // mostly the same object, so at once
    }
    return full.length() == prefix.length() + name.length()
        && full.startsWith(prefix)
        && full.endsWith(name);
  }

  /** What is done with each parameter. */
  interface Visitor {
    void visit(int layer, Parameter parameter, Tensor tensor);
  }

  /** Visits every parameter, layers and their parameters ascending. */
  void forEach(Visitor visitor) {
    for (int l = 0; l < tensors.size(); l++) {
      for (int p = 0; p < of(l).length; p++) {
        visitor.visit(l, descriptions.get(l).get(p), of(l)[p]);
      }
    }
  }

  /** Draws every parameter's first values, layer by layer. */
  public void initialise(RandomStream random) {
    forEach(
        (layer, parameter, tensor) -> {
          double[] values = new double[parameter.shape().size()];
          parameter.initialiser().fill(values, parameter.shape(), random);
          write(values, tensor);
        });
  }

  /** {@code this ← other}, where they are trained. */
  void copy(ParameterTensors other) {
    for (int l = 0; l < tensors.size(); l++) {
      for (int p = 0; p < of(l).length; p++) {
        if (descriptions.get(l).get(p).trained()) {
          backend.copy(other.of(l)[p], of(l)[p]);
        }
      }
    }
  }

  /** {@code this ← other}, of all, statistics too. */
  void copyAll(ParameterTensors other) {
    for (int l = 0; l < tensors.size(); l++) {
      for (int p = 0; p < of(l).length; p++) {
        backend.copy(other.of(l)[p], of(l)[p]);
      }
    }
  }

  /** {@code this ← this + other}, where they are trained. */
  void add(ParameterTensors other) {
    for (int l = 0; l < tensors.size(); l++) {
      for (int p = 0; p < of(l).length; p++) {
        if (descriptions.get(l).get(p).trained()) {
          backend.combine(CombineOperation.ADD, of(l)[p], other.of(l)[p], of(l)[p]);
        }
      }
    }
  }

  /** The first layer with a parameter that is not finite, or −1. */
  int firstNotFinite() {
    for (int l = 0; l < tensors.size(); l++) {
      for (Tensor tensor : of(l)) {
        for (double value : read(tensor)) {
          if (!Double.isFinite(value)) {
            return l;
          }
        }
      }
    }
    return -1;
  }

  /** A tensor's values, row after row. */
  public double[] read(Tensor tensor) {
    double[] columns = new double[tensor.shape().size()];
    backend.read(tensor, columns);
    return Rows.transpose(columns, tensor.shape().columns());
  }

  /** Writes values given row after row. */
  public void write(double[] rows, Tensor tensor) {
    backend.write(Rows.transpose(rows, tensor.shape().rows()), tensor);
  }

  /**
   * Puts all values into arrays, row after row, under their layers and names ({@code 0.weight}).
   */
  void save(String prefix, Map<String, double[]> arrays) {
    forEach(
        (layer, parameter, tensor) ->
            arrays.put(prefix + layer + "." + parameter.name(), read(tensor)));
  }

  /**
   * Refuses arrays that {@link #save} did not put there for these parameters.
   *
   * @throws IllegalArgumentException if one is missing or has another size
   */
  void requireSame(String prefix, Map<String, double[]> arrays) {
    forEach(
        (layer, parameter, tensor) ->
            array(prefix + layer + "." + parameter.name(), tensor, arrays));
  }

  /**
   * Takes all values from arrays, as {@link #save} puts them there.
   *
   * @throws IllegalArgumentException if one is missing or has another size
   */
  void load(String prefix, Map<String, double[]> arrays) {
    forEach(
        (layer, parameter, tensor) ->
            write(array(prefix + layer + "." + parameter.name(), tensor, arrays), tensor));
  }

  private static double[] array(String name, Tensor tensor, Map<String, double[]> arrays) {
    double[] values = arrays.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          Message.of("resume: the state has no array of this name: '%s'", name));
    }
    if (values.length != tensor.shape().size()) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the network must have the state's parameters: %s is %s, in the state it has"
                  + " %d numbers",
              name, tensor.shape(), values.length));
    }
    return values;
  }

  /**
   * How many numbers there are in all.
   *
   * @throws IllegalArgumentException if an array cannot have so many
   */
  public int size() {
    long numbers =
        descriptions.stream()
            .flatMap(List::stream)
            .mapToLong(parameter -> parameter.shape().size())
            .sum();
    if (numbers > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "gradients: they must fit in an array of 2^31 - 1 numbers: " + numbers);
    }
    return (int) numbers;
  }

  /** All numbers: layers and parameters ascending, each tensor record after record. */
  public double[] toArray() {
    double[] numbers = new double[size()];
    int[] at = {0};
    forEach(
        (layer, parameter, tensor) -> {
          backend.read(tensor, 0, tensor.shape().size(), numbers, at[0]);
          at[0] += tensor.shape().size();
        });
    return numbers;
  }

  /** {@link #toArray} in floats. */
  public float[] toFloats() {
    float[] numbers = new float[size()];
    int[] at = {0};
    forEach(
        (layer, parameter, tensor) -> {
          backend.read(tensor, 0, tensor.shape().size(), numbers, at[0]);
          at[0] += tensor.shape().size();
        });
    return numbers;
  }

  /** Takes all numbers over, as {@link #toArray} gives them. */
  public void fromArray(double[] numbers) {
    requireSize(numbers.length);
    int[] at = {0};
    forEach(
        (layer, parameter, tensor) -> {
          backend.write(numbers, at[0], tensor, 0, tensor.shape().size());
          at[0] += tensor.shape().size();
        });
  }

  /** Takes all numbers over, as {@link #toFloats} gives them. */
  public void fromFloats(float[] numbers) {
    requireSize(numbers.length);
    int[] at = {0};
    forEach(
        (layer, parameter, tensor) -> {
          backend.write(numbers, at[0], tensor, 0, tensor.shape().size());
          at[0] += tensor.shape().size();
        });
  }

  /** Takes over gradients that {@link #requireSame(String, GradientSums)} has not refused. */
  void fromSums(GradientSums sums) {
    if (sums.dtype() == DType.FLOAT32) {
      fromFloats(sums.gradientsAsFloats());
    } else {
      fromArray(sums.gradients());
    }
  }

  /**
   * Refuses sums of another network or number type.
   *
   * @throws IllegalArgumentException if they are
   */
  void requireSame(String operation, GradientSums sums) {
    if (sums.dtype() != backend.dtype() || sums.size() != size()) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: the sums must be of this network: %d numbers of %s, it has %d of %s",
              operation, sums.size(), sums.dtype(), size(), backend.dtype()));
    }
  }

  private void requireSize(int given) {
    if (given != size()) {
      throw new IllegalArgumentException(
          Message.of("parameters: the network has %d numbers: %d given", size(), given));
    }
  }
}
