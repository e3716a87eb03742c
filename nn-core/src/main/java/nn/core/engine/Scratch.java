package nn.core.engine;

import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Working tensors that the layers of a network share, since one works at a time; the parts of a
 * layer share others, since they work while the layer does.
 */
final class Scratch {
  private final NamedTensors tensors = new NamedTensors();
  private @Nullable Scratch inner;

  Tensor tensor(Workspace workspace, String name, int rows, int columns) {
    Tensor tensor = tensors.find(name, rows, columns);
    return tensor != null ? tensor : tensors.add(name, workspace.tensor(rows, columns));
  }

  /** That of the parts. */
  Scratch inner() {
    if (inner == null) {
      inner = new Scratch();
    }
    return inner;
  }
}
