package nn.api.heap;

import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/** An arena on the heap: it keeps no list of its tensors, only whether they may still be used. */
public final class HeapWorkspace implements Workspace {
  private final HeapBackend backend;
  private volatile boolean closed;

  HeapWorkspace(HeapBackend backend) {
    this.backend = backend;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Tensor tensor(Shape shape) {
    if (closed()) {
      throw new ClosedException(
          "tensor: the workspace or its backend is closed: " + backend.name());
    }
    return backend.newTensor(this, shape);
  }

  boolean closed() {
    return closed || backend.closed();
  }

  @Override
  public void close() {
    closed = true;
  }
}
