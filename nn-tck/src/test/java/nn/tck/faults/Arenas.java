package nn.tck.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/** A backend that hears of tensors made and workspaces closed. */
abstract class Arenas extends CalledBackend {

  Arenas(Backend right) {
    super(right);
  }

  /** A tensor has been made, all zero. */
  void made(Arena arena, Tensor tensor) {}

  /** A workspace is about to close, for the first time or again. */
  void closing(Arena arena) {}

  @Override
  public Workspace workspace() {
    return new Arena(this, delegate().workspace());
  }

  /** A workspace that knows its tensors until it is closed. */
  static final class Arena implements Workspace {
    private final Arenas backend;
    private final Workspace right;
    final List<Tensor> tensors = Collections.synchronizedList(new ArrayList<>());
    volatile boolean closed;

    Arena(Arenas backend, Workspace right) {
      this.backend = backend;
      this.right = right;
    }

    @Override
    public Backend backend() {
      return backend;
    }

    @Override
    public Tensor tensor(Shape shape) {
      Tensor tensor = right.tensor(shape);
      tensors.add(tensor);
      backend.made(this, tensor);
      return tensor;
    }

    @Override
    public void close() {
      backend.closing(this);
      closed = true;
      tensors.clear();
      right.close();
    }
  }
}
