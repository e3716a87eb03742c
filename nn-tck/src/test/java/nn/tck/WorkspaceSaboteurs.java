package nn.tck;

import static nn.tck.Saboteur.in;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/** Faults in closing workspaces. */
final class WorkspaceSaboteurs {
  private static final int LARGE = 60_000; // elements, as few tensors have

  private WorkspaceSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        in("tensor", 818, "keeps tensors until the backend is closed", KeepsTensors::new),
        in("tensor", 818, "keeps native memory until the backend is closed", KeepsMemory::new));
  }

  private static final class KeepsTensors extends WrappedBackend {
    private final List<Tensor> kept = new ArrayList<>();

    KeepsTensors(Backend delegate) {
      super(delegate);
    }

    @Override
    synchronized Tensor tensor(Workspace workspace, int rows, int columns) {
      Tensor tensor = super.tensor(workspace, rows, columns);
      kept.add(tensor);
      return tensor;
    }

    @Override
    public synchronized void close() {
      kept.clear();
      super.close();
    }
  }

  private static final class KeepsMemory extends WrappedBackend {
    private final List<ByteBuffer> kept = new ArrayList<>();

    KeepsMemory(Backend delegate) {
      super(delegate);
    }

    @Override
    synchronized Tensor tensor(Workspace workspace, int rows, int columns) {
      int size = new Shape(rows, columns).size();
      if (size >= LARGE) {
        kept.add(ByteBuffer.allocateDirect(size * dtype().bytes()));
      }
      return super.tensor(workspace, rows, columns);
    }

    @Override
    public synchronized void close() {
      kept.clear();
      super.close();
    }
  }
}
