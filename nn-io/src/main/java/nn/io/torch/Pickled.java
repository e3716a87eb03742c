package nn.io.torch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.io.array.ElementType;

/**
 * What a pickle is built of, besides text, numbers, truth values and arrays. Two are equal if they
 * are the same, since one may hold itself.
 */
interface Pickled {

  /** Python's None, and the mark on the stack. */
  enum Word implements Pickled {
    NONE,
    MARK
  }

  /** What a name may stand for. */
  enum Symbol implements Pickled {
    ORDERED_DICTIONARY,
    REBUILD_TENSOR,
    REBUILD_PARAMETER
  }

  /** The type of a storage's elements. */
  record StorageType(ElementType type) implements Pickled {}

  /** Numbers of the file, which tensors are views of. */
  record Storage(ElementType type, ByteBuffer bytes) implements Pickled {}

  /** A dictionary; its keys are text or whole numbers. */
  final class Dictionary implements Pickled {
    private final Map<Object, Object> items = new LinkedHashMap<>();

    Map<Object, Object> items() {
      return items;
    }
  }

  /** A list or a tuple. */
  final class Items implements Pickled {
    private final List<Object> values;

    Items(List<Object> values) {
      this.values = new ArrayList<>(values);
    }

    List<Object> values() {
      return values;
    }
  }
}
