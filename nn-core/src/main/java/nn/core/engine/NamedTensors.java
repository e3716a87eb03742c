package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Tensors by name. A layer has few, so a list that is walked beats a map. */
final class NamedTensors {
  private final List<String> names = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();

  /** The first tensor of a name. */
  @Nullable Tensor find(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : tensors.get(index);
  }

  /** The tensor of a name and a shape. */
  @Nullable Tensor find(String name, int rows, int columns) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name) && tensors.get(i).shape().is(rows, columns)) {
        return tensors.get(i);
      }
    }
    return null;
  }

  Tensor add(String name, Tensor tensor) {
    names.add(name);
    tensors.add(tensor);
    return tensor;
  }
}
