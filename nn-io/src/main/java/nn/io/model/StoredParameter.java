package nn.io.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import nn.api.DType;
import nn.api.Message;
import nn.api.Shape;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Role;
import nn.core.layer.Convolution;
import nn.core.layer.Embedding;
import nn.io.array.ElementType;
import nn.io.array.NumberArray;

/**
 * A parameter as a file has it, which is as PyTorch has it: a bias is {@code [units]}, the weights
 * of a convolution are {@code [channels, input channels, height, width]}, those of an embedding
 * {@code [categories, size]}; all else is a matrix as in nn.
 *
 * @param name in its layer, with the names of parts
 * @param shape in the file
 * @param transposed whether the file's matrix is nn's transposed
 */
record StoredParameter(String name, List<Integer> shape, boolean transposed) {
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8; // of an array

  /** Those of a layer, in the order of {@link Part#parameters}. */
  static List<StoredParameter> of(Layer layer, int inputs) {
    List<StoredParameter> stored = new ArrayList<>();
    layer.parameters(inputs).forEach(parameter -> stored.add(of(layer, parameter)));
    for (Part part : layer.parts(inputs)) {
      for (StoredParameter inner : of(part.layer(), part.inputs())) {
        stored.add(new StoredParameter(part.path(inner.name), inner.shape, inner.transposed));
      }
    }
    return stored;
  }

  private static StoredParameter of(Layer layer, Parameter parameter) {
    Shape shape = parameter.shape();
    boolean weight = parameter.role() == Role.WEIGHT;
    if (weight && layer instanceof Embedding) {
      return new StoredParameter(parameter.name(), List.of(shape.columns(), shape.rows()), true);
    }
    return new StoredParameter(parameter.name(), shape(layer, shape, weight), false);
  }

  private static List<Integer> shape(Layer layer, Shape shape, boolean weight) {
    if (weight && layer instanceof Convolution convolution) {
      Config window = convolution.config();
      int channels = convolution.input().channels();
      return List.of(shape.rows(), channels, window.integer("height"), window.integer("width"));
    }
    return weight || shape.columns() != 1
        ? List.of(shape.rows(), shape.columns())
        : List.of(shape.rows());
  }

  /** The parameter's values as the file has them; of the backend's type. */
  NumberArray store(double[] values, DType dtype) {
    ByteBuffer bytes = ByteBuffer.allocate(bytes(values.length, dtype));
    for (double value : values) {
      if (dtype == DType.FLOAT64) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat((float) value);
      }
    }
    ElementType type = type(dtype);
    return transposed
        ? NumberArray.of(type, List.of(shape.get(1), shape.get(0)), bytes.flip()).transposed()
        : NumberArray.of(type, shape, bytes.flip());
  }

  /**
   * How many bytes so many numbers take.
   *
   * @throws IllegalArgumentException if a file of these alone would have 2³¹ bytes or more
   */
  static int bytes(int numbers, DType dtype) {
    long size = (long) numbers * dtype.bytes();
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          Message.of(
              "save: a file must have less than 2^31 bytes; use smaller layers, or FLOAT32: %d numbers"
                  + " of %s alone have %d",
              numbers, dtype, size));
    }
    return (int) size;
  }

  /** The parameter's values, row after row, from the file's. */
  double[] restore(NumberArray array) {
    return (transposed ? array.transposed() : array).toDoubles();
  }

  /** The type of a backend's numbers in a file. */
  static ElementType type(DType dtype) {
    return dtype == DType.FLOAT64 ? ElementType.F64 : ElementType.F32;
  }
}
