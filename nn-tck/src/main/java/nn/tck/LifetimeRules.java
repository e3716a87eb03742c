package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.ModelCalls.Way;
import nn.tck.reference.Form;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 8xx: threads and lifetime. */
@Title("8xx threads and lifetime")
abstract class LifetimeRules extends ConcurrencyRules {

  /** {m, n, k}, the last large enough to be worth several threads. */
  private static final int[][] EXTENTS = {{5, 3, 2}, {33, 65, 17}, {129, 101, 127}};

  @Test
  @Rule(804)
  void spec804_closingTwiceIsClosingOnce() {
    each(
        f -> {
          Workspace workspace = f.backend.workspace();
          workspace.close();
          workspace.close();
          for (int tensors : new int[] {1, f.random.between(2, 9), f.random.between(10, 150)}) {
            closedTwice(f, tensors);
            closedByAnInterruptedThread(f, tensors);
          }
          f.backend.close();
          f.backend.close();
          workspace.close();
        });
  }

  private static void closedByAnInterruptedThread(Fixture f, int tensors) {
    Workspace workspace = f.backend.workspace();
    List<Tensor> all = new ArrayList<>();
    for (int tensor = 0; tensor < tensors; tensor++) {
      all.add(workspace.tensor(2, 3));
    }
    f.check(
        Interrupts.during(workspace::close),
        "close",
        "the thread that closes is no longer interrupted");
    Tensor last = all.get(tensors - 1);
    f.refused(
        "fill",
        "after an interrupted thread has closed its workspace",
        ClosedException.class,
        () -> f.backend.fill(1, last),
        last);
  }

  /** What is allocated afterwards is nobody else's. */
  private static void closedTwice(Fixture f, int tensors) {
    Workspace workspace = f.backend.workspace();
    List<Shape> shapes = new ArrayList<>();
    for (int tensor = 0; tensor < tensors; tensor++) {
      int most = f.random.pick(4, 20, 120);
      shapes.add(new Shape(f.random.between(1, most), f.random.between(1, most)));
      f.tensor(workspace, f.draw(shapes.get(tensor), Values.UNIFORM));
    }
    workspace.close();
    workspace.close();
    f.next();
    List<Matrix> written = new ArrayList<>();
    List<Tensor> later = new ArrayList<>();
    for (Shape shape : shapes) {
      for (int twin = 0; twin < 2; twin++) {
        written.add(f.draw(shape, Values.UNIFORM));
        later.add(f.tensor(written.get(written.size() - 1)));
      }
    }
    for (int tensor = 0; tensor < later.size(); tensor++) {
      f.equal(
          "tensor, after a workspace was closed twice",
          written.get(tensor),
          later.get(tensor),
          later.get(tensor));
    }
    workspace.close();
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
          for (int round = 0; round < (level().isStandard() ? 5 : 1) && f.next(); round++) {
            closedInAnyOrder(f);
          }
        });
  }

  /** The others compute as before, and the closed one refuses. */
  private static void closedInAnyOrder(Fixture f) {
    ModelCalls model = new ModelCalls(f);
    List<Way> ways = model.first();
    List<Backend> open = new ArrayList<>();
    List<BoundCall> calls = new ArrayList<>();
    try {
      for (int count = f.random.between(2, 6); count > 0; count--) {
        Way way = ways.get(f.random.below(ways.size()));
        open.add(f.open());
        calls.add(model.draw(open.get(open.size() - 1).workspace(), way, 1, 2_000));
      }
      while (!calls.isEmpty()) {
        int next = f.random.below(calls.size());
        open.remove(next).close();
        BoundCall closed = calls.remove(next);
        String after = "after the close of its backend, others being open";
        f.refused(closed.name(), after, ClosedException.class, closed::run, closed.operands());
        for (BoundCall call : calls) {
          call.restore();
          call.run();
          call.check(", after the close of another backend");
        }
      }
    } finally {
      open.forEach(Backend::close);
    }
  }
}
