package nn.tck.faults;

import java.util.function.DoubleUnaryOperator;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.PlugIn;

/** What the wrong plug-ins have in common: their kind, and values in and out of tensors. */
abstract class FaultyPlugIn implements PlugIn {

  @Override
  public String kind() {
    return "faulty";
  }

  /** The values of a tensor, element {@code [i, j]} at {@code j · rows + i}. */
  static double[] values(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  /** Overwrites a tensor. */
  static void set(Tensor tensor, double[] values) {
    tensor.backend().write(values, tensor);
  }

  /** Overwrites the elements from one place on. */
  static void changeFrom(int first, Tensor tensor, DoubleUnaryOperator change) {
    double[] values = values(tensor);
    for (int at = first; at < values.length; at++) {
      values[at] = change.applyAsDouble(values[at]);
    }
    set(tensor, values);
  }

  static int rows(Tensor tensor) {
    return tensor.shape().rows();
  }

  static int records(Tensor tensor) {
    return tensor.shape().columns();
  }

  static boolean inFloats(Backend backend) {
    return backend.dtype() == nn.api.DType.FLOAT32;
  }

  /** The largest number of the backend's type. */
  static double largest(Backend backend) {
    return inFloats(backend) ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** As a number of the backend's type. */
  static double rounded(Backend backend, double value) {
    return inFloats(backend) ? (float) value : value;
  }

  /** Lets other threads run, as a long computation does. */
  static void compute() {
    java.util.concurrent.locks.LockSupport.parkNanos(200_000);
  }
}
