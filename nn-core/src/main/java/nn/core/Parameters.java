package nn.core;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Parameter;
import nn.api.network.RandomStream;

/** One tensor for each parameter of each layer: values, gradients, or an optimiser's state. */
final class Parameters {
  private final List<List<Parameter>> descriptions;
  private final List<Tensor[]> tensors = new ArrayList<>();
  private final Backend backend;

  /** Allocates the tensors, all zero. */
  Parameters(Architecture architecture, Workspace workspace) {
    descriptions = architecture.parameters();
    backend = workspace.backend();
    for (List<Parameter> layer : descriptions) {
      tensors.add(layer.stream().map(p -> workspace.tensor(p.shape())).toArray(Tensor[]::new));
    }
  }

  /** The layers' descriptions. */
  List<List<Parameter>> descriptions() {
    return descriptions;
  }

  /** The tensors of a layer, in the order of its descriptions. */
  Tensor[] of(int layer) {
    return tensors.get(layer);
  }

  /** The tensor of a name. */
  Tensor of(int layer, String name) {
    int index = index(layer, name);
    return of(layer)[index];
  }

  /** The position of a parameter in its layer. */
  int index(int layer, String name) {
    if (layer < 0 || layer >= descriptions.size()) {
      throw new IndexOutOfBoundsException(
          "parameter: no such layer, 0 is the first: " + layer + " of " + descriptions.size());
    }
    List<Parameter> known = descriptions.get(layer);
    for (int p = 0; p < known.size(); p++) {
      if (known.get(p).name().equals(name)) {
        return p;
      }
    }
    throw new IllegalArgumentException(
        "parameter: layer "
            + (layer + 1)
            + " has no parameter of this name: '"
            + name
            + "', it has "
            + known.stream().map(Parameter::name).toList());
  }

  /** Draws every parameter's first values, layer by layer. */
  void initialise(RandomStream random) {
    for (int l = 0; l < descriptions.size(); l++) {
      for (int p = 0; p < descriptions.get(l).size(); p++) {
        Parameter parameter = descriptions.get(l).get(p);
        double[] values = new double[parameter.shape().size()];
        parameter.initialiser().fill(values, parameter.shape(), random);
        write(values, of(l)[p]);
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
  double[] read(Tensor tensor) {
    double[] columns = new double[tensor.shape().size()];
    backend.read(tensor, columns);
    return Rows.transpose(columns, tensor.shape().columns());
  }

  /** Writes values given row after row. */
  void write(double[] rows, Tensor tensor) {
    backend.write(Rows.transpose(rows, tensor.shape().rows()), tensor);
  }
}
