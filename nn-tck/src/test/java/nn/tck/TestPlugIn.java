package nn.tck;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleUnaryOperator;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.PlugIn;
import nn.tck.reference.Matrix;

/** What right plug-ins have in common that can be made wrong: they tell what is called of them. */
abstract class TestPlugIn implements PlugIn {
  private final Set<String> called = ConcurrentHashMap.newKeySet();
  private volatile Matrix scratch = Matrix.of(1, 1, 0);

  final void call(String method) {
    called.add(method);
  }

  /** What was called; writes over it. */
  final Set<String> called() {
    return called;
  }

  @Override
  public String kind() {
    call("kind");
    return "test";
  }

  @Override
  public Config config() {
    call("config");
    return Config.EMPTY;
  }

  // ---- for faults: values in and out

  static Matrix get(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    tensor.backend().read(tensor, values);
    return new Matrix(tensor.shape(), values);
  }

  static void put(Matrix values, Tensor tensor) {
    tensor.backend().write(values.values(), tensor);
  }

  static void change(Tensor tensor, DoubleUnaryOperator change) {
    put(get(tensor).map(change), tensor);
  }

  static void set(Tensor tensor, int i, int j, double value) {
    Matrix values = get(tensor);
    values.set(i, j, value);
    put(values, tensor);
  }

  static void add(Matrix more, Tensor tensor) {
    Matrix sum = get(tensor);
    for (int at = 0; at < more.values().length; at++) {
      sum.values()[at] += more.values()[at];
    }
    put(sum, tensor);
  }

  static double nanToZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  /** As if the result went through a field that all callers share. */
  final void share(Tensor result) {
    scratch = get(result);
    LockSupport.parkNanos(100_000); // another caller's turn, if there is one
    Matrix shared = scratch;
    if (shared.shape().equals(result.shape())) {
      put(shared, result);
    } else {
      change(result, value -> 0);
    }
  }
}
