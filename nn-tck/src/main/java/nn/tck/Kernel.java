package nn.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Form;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;

/**
 * One way to call a kernel, for the rules that hold for all of them.
 *
 * @param name as in the interface
 * @param writes whether the last operand is a destination
 * @param shapes of operands that fit
 * @param fits which shapes fit, written independently of any backend's checks
 * @param call the call itself
 * @param indices which operand holds numbers of records, or {@code NONE}
 */
record Kernel(
    String name,
    boolean writes,
    List<Shape> shapes,
    Predicate<List<Shape>> fits,
    Call call,
    int indices) {

  private static final int NONE = -1;

  Kernel(String name, boolean writes, List<Shape> shapes, Predicate<List<Shape>> fits, Call call) {
    this(name, writes, shapes, fits, call, NONE);
  }

  /** Calls the kernel. */
  interface Call {
    void run(Backend backend, Tensor[] operands);
  }

  private static final int M = 3;
  private static final int N = 5;
  private static final int K = 4;
  private static final Shape MN = new Shape(M, N);

  /** Every kernel. */
  static List<Kernel> all() {
    List<Kernel> kernels = new ArrayList<>(products());
    kernels.addAll(dense());
    kernels.addAll(transfers());
    kernels.addAll(elementwise());
    kernels.addAll(combinations());
    kernels.addAll(reductions());
    kernels.addAll(GatherKernels.all());
    return kernels;
  }

  static List<Kernel> products() {
    List<Kernel> kernels = new ArrayList<>();
    for (Form form : Form.values()) {
      kernels.add(
          new Kernel(
              form.kernel,
              true,
              List.of(form.aShape(M, K), form.bShape(N, K), MN),
              s -> productFits(form, s.get(0), s.get(1), s.get(2)),
              (backend, t) -> form.run(backend, t[0], t[1], t[2])));
    }
    return kernels;
  }

  private static boolean productFits(Form form, Shape a, Shape b, Shape out) {
    int k = form == Form.TRANS_A ? a.rows() : a.columns();
    return a.equals(form.aShape(out.rows(), k)) && b.equals(form.bShape(out.columns(), k));
  }

  static List<Kernel> dense() {
    return List.of(
        new Kernel(
            "dense",
            true,
            List.of(new Shape(M, K), new Shape(K, N), new Shape(M, 1), MN),
            s ->
                productFits(Form.PLAIN, s.get(0), s.get(1), s.get(3))
                    && s.get(2).equals(new Shape(s.get(3).rows(), 1)),
            (backend, t) -> backend.dense(t[0], t[1], t[2], ElementwiseFunction.RELU, t[3])),
        new Kernel(
            "denseInputGradient",
            true,
            List.of(new Shape(K, M), new Shape(K, N), MN, MN),
            s ->
                productFits(Form.TRANS_A, s.get(0), s.get(1), s.get(3))
                    && s.get(2).equals(s.get(3)),
            (backend, t) ->
                backend.denseInputGradient(
                    t[0], t[1], ElementwiseFunction.RELU_GRADIENT, t[2], t[3])),
        new Kernel(
            "denseParameterGradients",
            true,
            List.of(new Shape(M, K), new Shape(N, K), new Shape(M, 1), MN),
            s -> parameterGradientsFit(s.get(0), s.get(1), s.get(3), s.get(2)),
            (backend, t) -> backend.denseParameterGradients(t[0], t[1], t[3], t[2])),
        new Kernel( // the same with its other destination last
            "denseParameterGradients",
            true,
            List.of(new Shape(M, K), new Shape(N, K), MN, new Shape(M, 1)),
            s -> parameterGradientsFit(s.get(0), s.get(1), s.get(2), s.get(3)),
            (backend, t) -> backend.denseParameterGradients(t[0], t[1], t[2], t[3])));
  }

  private static boolean parameterGradientsFit(Shape dz, Shape x, Shape dw, Shape db) {
    return productFits(Form.TRANS_B, dz, x, dw) && db.equals(new Shape(dw.rows(), 1));
  }

  static List<Kernel> transfers() {
    return transfers(MN);
  }

  /** Whole and partial transfers of tensors of a shape, which has three elements or more. */
  static List<Kernel> transfers(Shape shape) {
    Predicate<List<Shape>> any = shapes -> true;
    int size = shape.size();
    return List.of(
        new Kernel(
            "write",
            true,
            List.of(shape),
            any,
            (backend, t) -> backend.write(new double[size], 0, t[0], 1, 3)),
        new Kernel(
            "write",
            true,
            List.of(shape),
            any,
            (backend, t) -> backend.write(new float[size], 0, t[0], 1, 3)),
        new Kernel(
            "write",
            true,
            List.of(shape),
            any,
            (backend, t) -> backend.write(new double[size], t[0])),
        new Kernel(
            "read",
            false,
            List.of(shape),
            any,
            (backend, t) -> backend.read(t[0], 1, 3, new double[size], 0)),
        new Kernel(
            "read",
            false,
            List.of(shape),
            any,
            (backend, t) -> backend.read(t[0], 1, 3, new float[size], 0)),
        new Kernel(
            "read",
            false,
            List.of(shape),
            any,
            (backend, t) -> backend.read(t[0], new double[size])));
  }

  /** {@code apply} in its forms, and what is derived from it. */
  static List<Kernel> elementwise() {
    return List.of(
        alike(
            "apply",
            3,
            (backend, t) -> backend.apply(ElementwiseFunction.TANH_GRADIENT, new double[0], t)),
        alike("apply", 2, (backend, t) -> backend.apply(ElementwiseFunction.RELU, t[0], t[1])),
        alike(
            "apply",
            3,
            (backend, t) -> backend.apply(ElementwiseFunction.RELU_GRADIENT, t[0], t[1], t[2])),
        alike("copy", 2, (backend, t) -> backend.copy(t[0], t[1])),
        alike("fill", 1, (backend, t) -> backend.fill(1.5, t[0])),
        alike("divideBy", 2, (backend, t) -> backend.divideBy(t[0], 3, t[1])),
        alike("softmax", 2, (backend, t) -> backend.softmax(t[0], t[1])),
        alike("softmaxGradient", 3, (backend, t) -> backend.softmaxGradient(t[0], t[1], t[2])));
  }

  private static Kernel alike(String name, int operands, Call call) {
    return new Kernel(
        name,
        true,
        Collections.nCopies(operands, MN),
        shapes -> shapes.stream().distinct().count() == 1,
        call);
  }

  static List<Kernel> combinations() {
    List<Kernel> kernels = new ArrayList<>();
    for (Shape b : List.of(MN, new Shape(M, 1), new Shape(1, N))) {
      kernels.add(
          new Kernel(
              "combine",
              true,
              List.of(MN, b, MN),
              s -> combineFits(s.get(0), s.get(1)) && s.get(0).equals(s.get(2)),
              (backend, t) -> backend.combine(CombineOperation.SUBTRACT, t[0], t[1], t[2])));
    }
    return kernels;
  }

  private static boolean combineFits(Shape a, Shape b) {
    return a.equals(b) || b.equals(new Shape(a.rows(), 1)) || b.equals(new Shape(1, a.columns()));
  }

  static List<Kernel> reductions() {
    Predicate<List<Shape>> column = s -> s.get(1).equals(new Shape(s.get(0).rows(), 1));
    Predicate<List<Shape>> row = s -> s.get(1).equals(new Shape(1, s.get(0).columns()));
    return List.of(
        new Kernel(
            "sumOverRecords",
            true,
            List.of(MN, new Shape(M, 1)),
            column,
            (backend, t) -> backend.sumOverRecords(t[0], t[1])),
        new Kernel(
            "sumOverUnits",
            true,
            List.of(MN, new Shape(1, N)),
            row,
            (backend, t) -> backend.sumOverUnits(t[0], t[1])),
        new Kernel(
            "maxOverUnits",
            true,
            List.of(MN, new Shape(1, N)),
            row,
            (backend, t) -> backend.maxOverUnits(t[0], t[1])));
  }

  /** Operands that fit, of small whole numbers. */
  Tensor[] operands(Fixture fixture) {
    Tensor[] operands = new Tensor[shapes.size()];
    for (int p = 0; p < operands.length; p++) {
      operands[p] = operand(fixture, p);
    }
    return operands;
  }

  /** Operand {@code p} of these. */
  Tensor operand(Fixture fixture, int p) {
    Shape shape = shapes.get(p);
    Matrix values = p == indices ? Matrix.filled(shape, 0.0) : fixture.draw(shape, Values.INTEGERS);
    return fixture.tensor(values);
  }

  int last() {
    return shapes.size() - 1;
  }

  /** Shapes in place of operand {@code p} with which the others do not fit. */
  List<Shape> wrongShapes(int p) {
    Shape right = shapes.get(p);
    int rows = right.rows();
    int columns = right.columns();
    List<Shape> candidates = new ArrayList<>();
    candidates.add(new Shape(rows + 1, columns));
    candidates.add(new Shape(rows, columns + 1));
    candidates.add(new Shape(columns, rows));
    candidates.add(new Shape(1, 1));
    candidates.add(new Shape(right.size(), 1)); // as many elements, another shape
    candidates.add(new Shape(1, right.size()));
    if (rows > 1) {
      candidates.add(new Shape(rows - 1, columns));
    }
    if (columns > 1) {
      candidates.add(new Shape(rows, columns - 1));
    }
    return candidates.stream().distinct().filter(shape -> !fits.test(with(p, shape))).toList();
  }

  private List<Shape> with(int p, Shape shape) {
    List<Shape> changed = new ArrayList<>(shapes);
    changed.set(p, shape);
    return changed;
  }
}
