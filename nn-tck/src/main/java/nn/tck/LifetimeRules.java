package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.tck.reference.Form;
import nn.tck.reference.Generator;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 8xx: threads and lifetime. */
@Title("8xx threads and lifetime")
abstract class LifetimeRules extends ConcurrencyRules {

  /** {m, n, k}, the last large enough to be worth several threads. */
  private static final int[][] EXTENTS = {{5, 3, 2}, {33, 65, 17}, {129, 101, 127}};

  /** Runs every kernel on the same operands; the results' values, in order. */
  private static List<Matrix> everything(Fixture f, Generator random) {
    List<Matrix> results = new ArrayList<>();
    Generator repeatable = new Generator(random.next());
    for (int[] e : EXTENTS) {
      f.next();
      for (Form form : Form.values()) {
        Tensor a = f.tensor(uniform(f, repeatable, form.aShape(e[0], e[2])));
        Tensor b = f.tensor(uniform(f, repeatable, form.bShape(e[1], e[2])));
        Tensor out = f.dirty(new Shape(e[0], e[1]));
        form.run(f.backend, a, b, out);
        results.add(f.values(out));
      }
      Tensor w = f.tensor(uniform(f, repeatable, new Shape(e[0], e[2])));
      Tensor x = f.tensor(uniform(f, repeatable, new Shape(e[2], e[1])));
      Tensor b = f.tensor(uniform(f, repeatable, new Shape(e[0], 1)));
      Tensor out = f.dirty(new Shape(e[0], e[1]));
      f.backend.dense(w, x, b, ElementwiseFunction.TANH, out);
      results.add(f.values(out));
      Tensor dx = f.dirty(new Shape(e[2], e[1]));
      f.backend.denseInputGradient(w, out, ElementwiseFunction.TANH_GRADIENT, x, dx);
      results.add(f.values(dx));
      Tensor dw = f.dirty(w.shape());
      Tensor db = f.dirty(b.shape());
      f.backend.denseParameterGradients(out, x, dw, db);
      results.add(f.values(dw));
      results.add(f.values(db));
    }
    Tensor a = f.tensor(uniform(f, repeatable, new Shape(257, 261)));
    Tensor b = f.tensor(uniform(f, repeatable, new Shape(257, 261)));
    Tensor out = f.dirty(a.shape());
    f.backend.apply(Loops.SCALE_AND_ADD, new double[] {0.1}, new Tensor[] {a, b, out});
    results.add(f.values(out));
    f.backend.combine(CombineOperation.DIVIDE, a, b, out);
    results.add(f.values(out));
    f.backend.softmax(a, out);
    results.add(f.values(out));
    f.backend.softmaxGradient(a, b, out);
    results.add(f.values(out));
    Tensor column = f.dirty(new Shape(257, 1));
    f.backend.sumOverRecords(a, column);
    results.add(f.values(column));
    Tensor row = f.dirty(new Shape(1, 261));
    f.backend.sumOverUnits(a, row);
    results.add(f.values(row));
    f.backend.maxOverUnits(a, row);
    results.add(f.values(row));
    return results;
  }

  private static Matrix uniform(Fixture f, Generator random, Shape shape) {
    return Matrix.filled(shape, 0.0)
        .map(zero -> f.dtype.round(Values.UNIFORM.draw(random, f.dtype)));
  }

  private static void same(Fixture f, String what, List<Matrix> expected, List<Matrix> actual) {
    for (int r = 0; r < expected.size(); r++) {
      f.equal("kernel " + r + " of the list, " + what, expected.get(r), actual.get(r));
    }
  }

  @Test
  @Rule(801)
  void spec801_theThreadCountChangesNoBit() {
    for (DType dtype : DType.values()) {
      if (provider().dtypes().contains(dtype) && provider().tier(dtype).exact()) {
        List<List<Matrix>> first = new ArrayList<>();
        together(
            dtype,
            new int[] {1, 2, 3, 5},
            f -> {
              List<Matrix> results = everything(f, new Generator(f.seed()));
              first.add(results);
              same(f, "against the first thread count", first.get(0), results);
            });
      }
    }
  }

  @Test
  @Rule(802)
  void spec802_aRepeatedCallGivesTheSameBits() {
    eachOf(
        Tier::exact,
        f -> {
          List<Matrix> first = everything(f, new Generator(f.seed()));
          same(f, "repeated", first, everything(f, new Generator(f.seed())));
        });
  }

  @Test
  @Rule(804)
  void spec804_closingTwiceIsClosingOnce() {
    each(
        f -> {
          Workspace workspace = f.backend.workspace();
          workspace.close();
          workspace.close();
          f.backend.close();
          f.backend.close();
          workspace.close();
        });
  }

  @Test
  @Rule(805)
  void spec805_aWorkspaceClosesAlone() {
    each(
        f -> {
          Matrix values = f.draw(new Shape(5, 3), Values.UNIFORM);
          Tensor kept = f.tensor(values);
          Workspace ended = f.backend.workspace();
          ended.tensor(5, 3);
          ended.close();
          f.equal("read", values, kept, kept);
          f.backend.combine(CombineOperation.ADD, kept, kept, kept);
          f.equal("combine", values.map(v -> v + v), kept, kept);
        });
  }

  @Test
  @Rule(806)
  void spec806_aBackendClosesAlone() {
    each(
        f -> {
          Backend other = f.another();
          Tensor theirs = other.workspace().tensor(5, 3);
          other.fill(2.0, theirs);
          other.close();
          for (int[] e : EXTENTS) {
            if (!f.next()) {
              continue;
            }
            Matrix a = f.draw(new Shape(e[0], e[2]), Values.UNIFORM);
            Matrix b = f.draw(new Shape(e[2], e[1]), Values.UNIFORM);
            Tensor ta = f.tensor(a);
            Tensor tb = f.tensor(b);
            Tensor out = f.dirty(new Shape(e[0], e[1]));
            f.backend.matmul(ta, tb, out);
            ProductRules.verify(
                f, Form.PLAIN, a, b, f.values(out), "after another backend's close", ta, tb, out);
          }
        });
  }

  @Test
  @Rule(807)
  void spec807_aLoopsExceptionReachesTheCaller() {
    each(
        f -> {
          Shape shape = new Shape(257, 521);
          for (int at : new int[] {0, shape.size() / 2, shape.size() - 1}) {
            if (!f.next()) {
              continue;
            }
            Matrix a = Matrix.filled(shape, 1.0);
            a.values()[at] = -1.0;
            Tensor ta = f.tensor(a);
            Tensor out = f.dirty(shape);
            f.refused(
                "apply",
                "a loop that throws at element " + at,
                Loops.Refusal.class,
                () -> f.backend.apply(Loops.FAILING, ta, out),
                ta,
                out);
            f.backend.fill(3.0, ta);
            f.backend.apply(Loops.FAILING, ta, out);
            f.equal("apply afterwards", Matrix.filled(shape, 3.0), out, ta, out);
          }
        });
  }

  @Test
  @Rule(808)
  void spec808_anInterruptedCallerGetsItsResultAndStaysInterrupted() {
    each(
        f -> {
          Matrix a = f.draw(new Shape(129, 127), Values.UNIFORM);
          Matrix b = f.draw(new Shape(127, 101), Values.UNIFORM);
          Tensor ta = f.tensor(a);
          Tensor tb = f.tensor(b);
          Tensor out = f.dirty(new Shape(129, 101));
          Thread.currentThread().interrupt();
          boolean kept;
          try {
            f.backend.matmul(ta, tb, out);
          } finally {
            kept = Thread.interrupted();
          }
          f.check(kept, "matmul", "the interrupt was lost", ta, tb, out);
          ProductRules.verify(f, Form.PLAIN, a, b, f.values(out), "interrupted", ta, tb, out);
        });
  }

  @Test
  @Rule(809)
  void spec809_closesWhileOthersCall() {
    each(
        f -> {
          for (int round = 0; round < 5; round++) {
            closeWhileAnotherThreadCalls(f);
          }
        });
  }

  private static void closeWhileAnotherThreadCalls(Fixture f) {
    Backend other = f.another();
    Workspace workspace = other.workspace();
    Tensor a = workspace.tensor(257, 521);
    Tensor out = workspace.tensor(257, 521);
    CountDownLatch called = new CountDownLatch(1);
    FutureTask<Void> calls =
        new FutureTask<>(
            () -> {
              while (true) {
                other.apply(ElementwiseFunction.SQUARE, a, out);
                called.countDown();
              }
            });
    AtOnce.daemon(calls).start();
    long patience = f.patience().toMillis();
    try {
      called.await(patience, TimeUnit.MILLISECONDS);
      other.close();
      calls.get(patience, TimeUnit.MILLISECONDS);
    } catch (ExecutionException ended) {
      f.check(
          ended.getCause() instanceof ClosedException,
          "apply",
          "the close of its backend made it throw " + ended.getCause(),
          a,
          out);
    } catch (TimeoutException stuck) {
      f.fail("apply", "a kernel that met the close of its backend never returned", a, out);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
