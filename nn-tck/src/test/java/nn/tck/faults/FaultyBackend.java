package nn.tck.faults;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;

/**
 * A right backend to be made wrong by overriding a method. Short forms of a kernel call the long
 * one here, so that a fault of a kernel is in all its forms.
 */
class FaultyBackend extends ForwardingBackend {

  FaultyBackend(Backend right) {
    super(right);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    apply(loop, new double[0], new Tensor[] {a, out});
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    apply(loop, new double[0], new Tensor[] {a, b, out});
  }

  @Override
  public void write(double[] source, Tensor out) {
    write(source, 0, out, 0, out.shape().size());
  }

  @Override
  public void read(Tensor a, double[] target) {
    read(a, 0, a.shape().size(), target, 0);
  }

  /** The values of a tensor, element {@code [i, j]} at {@code j · rows + i}. */
  final double[] values(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    delegate().read(tensor, values);
    return values;
  }

  /** Overwrites a tensor, whatever this backend's own transfer does. */
  final void set(Tensor tensor, double[] values) {
    delegate().write(values, tensor);
  }

  /** Overwrites one element. */
  final void set(Tensor tensor, int i, int j, double value) {
    int at = j * tensor.shape().rows() + i;
    delegate().write(new double[] {value}, 0, tensor, at, at + 1);
  }

  /** One element. */
  final double get(Tensor tensor, int i, int j) {
    double[] value = new double[1];
    int at = j * tensor.shape().rows() + i;
    delegate().read(tensor, at, at + 1, value, 0);
    return value[0];
  }

  static int rows(Tensor tensor) {
    return tensor.shape().rows();
  }

  static int columns(Tensor tensor) {
    return tensor.shape().columns();
  }

  static int size(Tensor tensor) {
    Shape shape = tensor.shape();
    return shape.size();
  }
}
