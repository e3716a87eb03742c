package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.model.ExtentClass;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;

/** Tensors whose workspaces are out of sight, opened in other places, or used otherwise before. */
final class TensorLifetimes {

  /** Elements of a tensor at most. */
  private static final int MOST = 30_000;

  private static final int TENSORS = 12;

  private final Fixture f;

  TensorLifetimes(Fixture f) {
    this.f = f;
  }

  /** A tensor lives until its workspace is closed, though nobody else refers to that. */
  void withoutAWorkspace() {
    List<Tensor> tensors = new ArrayList<>();
    List<Matrix> written = new ArrayList<>();
    for (int tensor = 0; tensor < TENSORS; tensor++) {
      written.add(f.draw(shape(), Values.UNIFORM));
      tensors.add(f.tensor(f.backend.workspace(), written.get(tensor)));
    }
    for (int collection = 0; collection < 2; collection++) {
      System.gc(); // what hangs on references is done afterwards, in another thread
      f.callers().run(2, any -> {});
      for (Matrix values : written) {
        f.dirty(values.shape());
      }
    }
    for (int tensor = 0; tensor < TENSORS; tensor++) {
      f.equal(
          "tensor whose workspace nobody else refers to",
          written.get(tensor),
          tensors.get(tensor),
          tensors.get(tensor));
    }
  }

  /**
   * Workspaces with tensors of the same shapes, of which only the first is not used any more when
   * the next tensor is: where memory is planned by what came before, the plan does not hold.
   */
  void usedOtherwiseBefore() {
    for (int turn = 0; turn < TENSORS; turn++) {
      Shape shape = shape();
      for (int time = 0; time < 3; time++) {
        try (Workspace workspace = f.backend.workspace()) {
          Matrix first = f.draw(shape, Values.UNIFORM);
          Matrix second = f.draw(shape, Values.UNIFORM);
          Tensor a = f.tensor(workspace, first);
          Tensor b = workspace.tensor(shape);
          f.backend.write(second.values(), b);
          if (time > 0) {
            f.equal("tensor before another of its shape", first, a, a, b);
          }
          f.equal("tensor after another of its shape", second, b, a, b);
        }
      }
    }
  }

  /** A workspace that a work has opened is open when the work has ended, as any other is. */
  void openedByWorks() {
    Backend backend = f.backend;
    int count = backend.threads();
    List<Matrix> written = new ArrayList<>();
    for (int work = 0; work < count; work++) {
      written.add(f.draw(shape(), Values.UNIFORM));
    }
    Workspace[] opened = new Workspace[count];
    Tensor[] tensors = new Tensor[count];
    backend.inParallel(
        count,
        index -> {
          opened[index] = backend.workspace();
          tensors[index] = f.tensor(opened[index], written.get(index));
        });
    for (int work = 0; work < count; work++) {
      f.equal("tensor that a work has made", written.get(work), tensors[work], tensors[work]);
      Tensor later = f.tensor(opened[work], written.get(work));
      f.equal("tensor in a workspace that a work has opened", written.get(work), later, later);
      opened[work].close();
    }
  }

  private Shape shape() {
    int size = ExtentClass.logUniform(1, MOST, f.random);
    int rows = ExtentClass.logUniform(1, size, f.random);
    return new Shape(rows, size / rows);
  }
}
