package nn.tck.model;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Tier;
import nn.tck.reference.Bounds;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A call of which everything but the operands' values is fixed. It can be repeated, on any operands
 * of the shapes that it was made for, by any thread.
 *
 * @param call calls the kernel; fails if that changes an array that was passed to it
 * @param result what the operands may hold afterwards
 */
public record Invocation(Call call, Result result) {

  /** Calls a kernel. */
  public interface Call {
    void run(Backend backend, Tensor[] operands);
  }

  /** What operands may hold. */
  public interface Result {

    /**
     * What each operand may hold after the call; null for one that must keep its bits.
     *
     * @param operands what they held before; the same object where they are the same tensor
     */
    @Nullable Bounds[] of(DType dtype, Tier tier, Matrix[] operands);
  }

  /** What the one destination may hold, the last operand. */
  interface Destination {
    Bounds of(DType dtype, Tier tier, Matrix[] operands);
  }

  /** A call of a kernel with one destination, its last operand. */
  static Invocation of(Call call, Destination destination) {
    return new Invocation(
        call,
        (dtype, tier, operands) -> {
          @Nullable Bounds[] expected = new @Nullable Bounds[operands.length];
          expected[operands.length - 1] = destination.of(dtype, tier, operands);
          return expected;
        });
  }
}
