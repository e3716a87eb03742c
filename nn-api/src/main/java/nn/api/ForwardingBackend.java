package nn.api;

import java.util.function.IntConsumer;

/**
 * A backend around a backend: each method calls the same method of the delegate, the derived ones
 * included, so that the delegate's faster forms stay in use. Override what is to be counted,
 * checked or recorded. Tensors are the delegate's own.
 *
 * <p>An override sees the calls of one method alone; to see all work as the few required kernels,
 * extend {@link RequiredKernelsBackend}.
 */
public class ForwardingBackend extends RequiredKernelsBackend {

  /** Wraps {@code delegate}. */
  protected ForwardingBackend(Backend delegate) {
    super(delegate);
  }

  @Override
  public void inParallel(int count, IntConsumer work) {
    delegate().inParallel(count, work);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    delegate().apply(loop, a, out);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    delegate().apply(loop, a, b, out);
  }

  @Override
  public void fill(double value, Tensor out) {
    delegate().fill(value, out);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    delegate().copy(a, out);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    delegate().divideBy(a, divisor, out);
  }

  @Override
  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    delegate().dense(w, x, b, f, out);
  }

  @Override
  public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    delegate().denseInputGradient(w, dz, f, a, out);
  }

  @Override
  public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    delegate().denseParameterGradients(dz, x, dw, db);
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    delegate().softmax(z, a);
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    delegate().softmaxGradient(a, da, dz);
  }

  @Override
  public void gather(Tensor a, int[] units, Tensor out) {
    delegate().gather(a, units, out);
  }

  @Override
  public void scatterAdd(Tensor a, int[] units, Tensor out) {
    delegate().scatterAdd(a, units, out);
  }

  @Override
  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    delegate().gatherRecords(a, indices, out);
  }

  @Override
  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    delegate().scatterAddRecords(a, indices, out);
  }

  @Override
  public void reshape(Tensor a, Tensor out) {
    delegate().reshape(a, out);
  }

  @Override
  public void write(double[] source, Tensor out) {
    delegate().write(source, out);
  }

  @Override
  public void read(Tensor a, double[] target) {
    delegate().read(a, target);
  }
}
