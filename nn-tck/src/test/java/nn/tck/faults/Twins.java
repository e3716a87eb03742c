package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import nn.api.ClosedException;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Pairs of tensors of one shape that have the same memory. */
final class Twins {
  private final Map<Tensor, WeakReference<Tensor>> others =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Gives two tensors one memory, and takes both from those that they had it with. */
  void pair(Tensor one, Tensor other) {
    part(one);
    part(other);
    others.put(one, new WeakReference<>(other));
    others.put(other, new WeakReference<>(one));
  }

  /** Gives a tensor memory of its own. */
  void part(Tensor tensor) {
    Tensor other = other(tensor);
    others.remove(tensor);
    if (other != null) {
      others.remove(other);
    }
  }

  /** Shows what has been written to a tensor in the one that has the same memory. */
  void follow(FaultyBackend backend, Tensor written) {
    Tensor other = other(written);
    if (other == null) {
      return;
    }
    double[] values = backend.values(written);
    try {
      backend.set(other, values);
    } catch (ClosedException closed) {
      part(written);
    }
  }

  private @Nullable Tensor other(Tensor tensor) {
    WeakReference<Tensor> other = others.get(tensor);
    return other == null ? null : other.get();
  }
}
