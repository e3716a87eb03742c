package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Form;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;

/**
 * Many threads that call kernels of one backend: shared operands, which nobody changes, and
 * destinations of each thread's own.
 */
final class ManyCallers {
  static final int THREADS = 64;

  /**
   * A kernel with its operands.
   *
   * @param kernel its name
   * @param expected what it gives where nobody else calls
   * @param call runs it
   * @param bound checks a result that has other bits, which a bounded product may
   */
  private record Work(
      String kernel, Matrix expected, Consumer<Tensor> call, Consumer<Matrix> bound) {}

  private final Fixture f;
  private final List<Work> works = new ArrayList<>();

  /** Computes everything once, in one thread. */
  ManyCallers(Fixture fixture) {
    f = fixture;
    for (Form form : Form.values()) {
      product(form, 9, 7, 5);
      product(form, 17, 5, 33);
      product(form, 3, 1, 2);
    }
    product(Form.PLAIN, 65, 33, 127); // worth several threads
    Backend backend = f.backend;
    Tensor a = f.tensor(f.draw(new Shape(13, 11), Values.UNIFORM));
    Tensor b = f.tensor(f.draw(new Shape(13, 11), Values.UNIFORM));
    exact("apply", a.shape(), out -> backend.apply(ElementwiseFunction.SIGMOID, a, out));
    exact("combine", a.shape(), out -> backend.combine(CombineOperation.DIVIDE, a, b, out));
    exact("copy", a.shape(), out -> backend.copy(a, out));
    exact("maxOverUnits", new Shape(1, 11), out -> backend.maxOverUnits(a, out));
    if (f.tier.exact()) {
      exact("sumOverRecords", new Shape(13, 1), out -> backend.sumOverRecords(a, out));
      exact("sumOverUnits", new Shape(1, 11), out -> backend.sumOverUnits(a, out));
      Tensor w = f.tensor(f.draw(new Shape(9, 13), Values.UNIFORM));
      Tensor bias = f.tensor(f.draw(new Shape(9, 1), Values.UNIFORM));
      exact(
          "dense",
          new Shape(9, 11),
          out -> backend.dense(w, a, bias, ElementwiseFunction.SIGMOID, out));
      Tensor dz = f.tensor(f.draw(new Shape(9, 11), Values.UNIFORM));
      exact(
          "denseInputGradient",
          a.shape(),
          out -> backend.denseInputGradient(w, dz, ElementwiseFunction.RELU_GRADIENT, a, out));
      exact("softmax", a.shape(), out -> backend.softmax(a, out));
    }
  }

  private void product(Form form, int m, int n, int k) {
    Matrix a = f.draw(form.aShape(m, k), Values.UNIFORM);
    Matrix b = f.draw(form.bShape(n, k), Values.UNIFORM);
    Tensor ta = f.tensor(a);
    Tensor tb = f.tensor(b);
    add(
        form.kernel,
        new Shape(m, n),
        out -> form.run(f.backend, ta, tb, out),
        found -> ProductRules.verify(f, form, a, b, found, "several threads", ta, tb));
  }

  private void exact(String kernel, Shape shape, Consumer<Tensor> call) {
    add(
        kernel,
        shape,
        call,
        found -> f.fail(kernel + ", several threads", "other bits than alone"));
  }

  private void add(String kernel, Shape shape, Consumer<Tensor> call, Consumer<Matrix> bound) {
    Tensor out = f.dirty(shape);
    call.accept(out);
    works.add(new Work(kernel, f.values(out), call, bound));
  }

  /** The threads' tasks: each calls so many kernels when all have come to the barrier. */
  List<Callable<Void>> tasks(int calls) {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      List<Tensor> destinations =
          works.stream().map(work -> f.dirty(work.expected.shape())).toList();
      int first = thread;
      tasks.add(
          () -> {
            start.await();
            for (int call = first; call < first + calls; call++) {
              int which = call % works.size();
              call(works.get(which), destinations.get(which), call);
            }
            return null;
          });
    }
    return tasks;
  }

  private void call(Work work, Tensor out, int number) {
    f.heard();
    int size = out.shape().size();
    int stale = number % size; // what a kernel that does nothing would leave
    f.backend.write(new double[] {Double.NaN}, 0, out, stale, stale + 1);
    work.call.accept(out);
    double[] found = new double[size];
    f.backend.read(out, 0, size, found, 0);
    // Arrays.equals compares bits, all NaNs being equal
    if (!Arrays.equals(work.expected.values(), found)) {
      Matrix actual = new Matrix(out.shape(), found);
      if (f.tier.exact()) {
        f.equal(work.kernel + ", several threads", work.expected, actual, out);
      } else {
        work.bound.accept(actual);
      }
    }
  }
}
