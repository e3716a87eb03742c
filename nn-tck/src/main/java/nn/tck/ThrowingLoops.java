package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.ModelCalls.Way;
import nn.tck.model.ExtentClass;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import nn.tck.reference.Throwables;

/** Loops that throw, in every kernel that takes a loop, and what the backend does afterwards. */
final class ThrowingLoops {

  /** In place of the number of an element: a loop throws at each, in all parts that a call has. */
  private static final int EVERYWHERE = -1;

  /** How long loops of several callers wait in a kernel every other time. */
  private static final long PAUSE_NANOS = 200_000;

  /** Kinds of what is thrown in one place. */
  private static final int KINDS = 4;

  /** Two other kernels are tried after each exception, in turns. */
  private static final int OTHERS = 2;

  private final Fixture f;
  private final ModelCalls model;
  private final List<Way> ways;
  private int number;
  private int other;
  private int kinds;

  ThrowingLoops(Fixture f) {
    this.f = f;
    model = new ModelCalls(f);
    ways = model.first();
    kinds = f.random.below(100);
  }

  /** An operand that decides whether the loop throws, and what makes it do so or not. */
  private record Trigger(Tensor tensor, Matrix throwing, Matrix harmless) {}

  /** Calls the kernel with a loop. */
  private interface Call {
    void run(Backend backend, ElementwiseLoop loop);
  }

  /** A call whose loop meets a negative number in one place. */
  private record Prepared(
      String kernel,
      int inputs,
      Trigger trigger,
      List<Tensor> read,
      List<Matrix> before,
      Tensor out,
      Matrix expected,
      Call call) {}

  /** Makes a call of a kernel. */
  private interface Maker {
    Prepared make(ThrowingLoops here, Shape shape, int at);
  }

  private static final List<Maker> KERNELS =
      List.of(
          (here, shape, at) -> here.apply(shape, at, 1, false),
          (here, shape, at) -> here.apply(shape, at, 1, true),
          (here, shape, at) -> here.apply(shape, at, 2, false),
          (here, shape, at) -> here.apply(shape, at, 2, true),
          (here, shape, at) -> here.apply(shape, at, 5, false),
          ThrowingLoops::dense,
          ThrowingLoops::denseInputGradient);

  /** At the first, the last and other elements, and at all, of one element to 70,000. */
  void oneCaller() {
    for (ExtentClass size : ExtentClass.values()) {
      for (Maker kernel : KERNELS) {
        for (int place = 0; place < 5; place++) {
          if (f.isMine(number++) && f.next()) {
            Shape shape = shape(size.draw(f.random));
            Prepared call = kernel.make(this, shape, at(place, shape.size()));
            for (int kind = 0; kind < KINDS; kind++) {
              judge(call, Throwables.next(kinds++), 0);
            }
            others();
          }
        }
      }
    }
  }

  private int at(int place, int size) {
    return switch (place) {
      case 0 -> 0;
      case 1 -> size / 2;
      case 2 -> size - 1;
      case 3 -> EVERYWHERE;
      default -> f.random.below(size);
    };
  }

  private Shape shape(int size) {
    int rows = ExtentClass.logUniform(1, size, f.random);
    return new Shape(rows, Math.max(1, size / rows));
  }

  /** Some callers' loops throw, the others' do not. */
  void manyCallers(AtOnce atOnce, int callers) {
    for (Maker kernel : KERNELS) {
      if (f.isMine(number++) && f.next()) {
        List<Prepared> calls = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
          Shape shape = shape(f.random.between(1, 5_000));
          calls.add(kernel.make(this, shape, f.random.below(shape.size())));
        }
        atOnce.run(
            callers,
            caller -> {
              for (int round = 0; round < 5; round++) {
                long pause = round % 2 * PAUSE_NANOS;
                if (caller % 2 == 0) {
                  judge(calls.get(caller), new Loops.Refusal(), pause);
                } else {
                  harmless(calls.get(caller), new Loops.Refusal(), pause);
                }
              }
            });
        others();
      }
    }
  }

  private void judge(Prepared call, Throwable failure, long pause) {
    Trigger trigger = call.trigger;
    f.backend.write(trigger.throwing.values(), trigger.tensor);
    Loops.Failing loop = new Loops.Failing(call.inputs, failure, pause);
    String what = "a loop that throws " + failure.getClass().getSimpleName();
    Throwable thrown =
        f.refused(
            call.kernel, what, failure.getClass(), () -> call.call.run(f.backend, loop), call.out);
    f.check(thrown == failure, call.kernel, what + ": another one reached the caller", call.out);
    for (int p = 0; p < call.read.size(); p++) {
      f.unchanged(call.kernel + ", " + what, "an operand", call.before.get(p), call.read.get(p));
    }
    f.unchanged(call.kernel + ", " + what, "an operand", trigger.throwing, trigger.tensor);
    harmless(call, failure, pause);
  }

  private void harmless(Prepared call, Throwable failure, long pause) {
    f.backend.write(call.trigger.harmless.values(), call.trigger.tensor);
    call.call.run(f.backend, new Loops.Failing(call.inputs, failure, pause));
    f.equal(call.kernel + " after a loop has thrown", call.expected, call.out, call.out);
  }

  /** Other kernels still compute what they should. */
  private void others() {
    for (int count = 0; count < OTHERS; count++) {
      BoundCall call = model.draw(ways.get(other++ % ways.size()), 1, 2_000);
      call.run();
      call.check(" after a loop has thrown");
    }
  }

  // ---- the kernels that take a loop

  private Prepared apply(Shape shape, int at, int inputs, boolean shortForm) {
    Matrix ones = Matrix.filled(shape, 1.0);
    Tensor[] operands = new Tensor[inputs + 1];
    List<Tensor> read = new ArrayList<>();
    List<Matrix> before = new ArrayList<>();
    for (int p = 0; p < inputs; p++) {
      operands[p] = f.tensor(ones);
      if (p < inputs - 1) {
        read.add(operands[p]);
        before.add(ones);
      }
    }
    operands[inputs] = f.dirty(shape);
    Trigger trigger = new Trigger(operands[inputs - 1], with(ones, at, -1.0), with(ones, at, 3.0));
    return new Prepared(
        "apply" + (shortForm ? ", short form" : ""),
        inputs,
        trigger,
        read,
        before,
        operands[inputs],
        with(Matrix.filled(shape, inputs), at, inputs + 2.0),
        (backend, loop) -> {
          if (!shortForm) {
            backend.apply(loop, new double[0], operands);
          } else if (inputs == 1) {
            backend.apply(loop, operands[0], operands[1]);
          } else {
            backend.apply(loop, operands[0], operands[1], operands[2]);
          }
        });
  }

  private static Matrix with(Matrix values, int at, double value) {
    double[] changed = values.values().clone();
    if (at == EVERYWHERE) {
      Arrays.fill(changed, value);
    } else {
      changed[at] = value;
    }
    return new Matrix(values.shape(), changed);
  }

  /** One product is negative: that of the only unit and record which are not zero; or all are. */
  private Prepared dense(Shape shape, int at) {
    Matrix weights =
        Matrix.generate(
            shape.rows(), 2, (i, j) -> j == 0 && isAt(at, at % shape.rows(), i) ? 1.0 : 0.0);
    Matrix zeros = Matrix.filled(new Shape(2, shape.columns()), 0.0);
    Matrix ones = Matrix.filled(new Shape(shape.rows(), 1), 1.0);
    Tensor w = f.tensor(weights);
    Tensor x = f.tensor(zeros);
    Tensor b = f.tensor(ones);
    Tensor out = f.dirty(shape);
    return new Prepared(
        "dense",
        1,
        new Trigger(x, inRecord(at, shape, -5.0), inRecord(at, shape, 5.0)),
        List.of(w, b),
        List.of(weights, ones),
        out,
        with(Matrix.filled(shape, 1.0), at, 6.0),
        (backend, loop) -> backend.dense(w, x, b, loop, out));
  }

  /** Two units, all zeros but the first one's number in the record of an element. */
  private static Matrix inRecord(int at, Shape shape, double value) {
    return Matrix.generate(
        2, shape.columns(), (i, j) -> i == 0 && isAt(at, at / shape.rows(), j) ? value : 0.0);
  }

  private static boolean isAt(int at, int wanted, int index) {
    return at == EVERYWHERE || index == wanted;
  }

  private Prepared denseInputGradient(Shape shape, int at) {
    Matrix weights =
        Matrix.generate(
            2, shape.rows(), (i, j) -> i == 0 && isAt(at, at % shape.rows(), j) ? 1.0 : 0.0);
    Matrix zeros = Matrix.filled(new Shape(2, shape.columns()), 0.0);
    Matrix ones = Matrix.filled(shape, 1.0);
    Tensor w = f.tensor(weights);
    Tensor dz = f.tensor(zeros);
    Tensor a = f.tensor(ones);
    Tensor out = f.dirty(shape);
    return new Prepared(
        "denseInputGradient",
        2,
        new Trigger(dz, inRecord(at, shape, -5.0), inRecord(at, shape, 5.0)),
        List.of(w, a),
        List.of(weights, ones),
        out,
        with(ones, at, 6.0),
        (backend, loop) -> backend.denseInputGradient(w, dz, loop, a, out));
  }
}
