package nn.tck.model;

import java.util.Arrays;
import java.util.List;
import nn.api.DType;
import nn.api.Tier;
import nn.tck.reference.Generator;

/**
 * One way to call a kernel: with which loop or operation, how a second operand is broadcast, which
 * operands are the same tensor.
 *
 * @param name in messages: {@code dense with TANH}
 * @param operands for extents, in the order of the kernel's parameters
 * @param maker fixes the rest
 * @param scalar whether it takes a scalar that may be anything
 * @param monotone whether bounds of a product or a sum give bounds of the result; where not, only
 *     an exact tier says what the result is
 */
public record KernelForm(
    String name, OperandsOf operands, Maker maker, boolean scalar, boolean monotone) {

  /** A form without a scalar whose results can be bounded. */
  static KernelForm of(String name, OperandsOf operands, Maker maker) {
    return new KernelForm(name, operands, maker, false, true);
  }

  /** The operands that a call has. */
  public interface OperandsOf {
    List<Operand> of(int[] extents);
  }

  /** Makes a call. */
  public interface Maker {
    Invocation make(Setting setting);
  }

  /**
   * What a call is made from.
   *
   * @param extents of the kernel, in the order of its model
   * @param dtype of the backend
   * @param scalar for a form that takes one
   * @param data what arrays that are passed hold
   * @param random for numbers of units, ranges, and values of arrays
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares settings
  public record Setting(int[] extents, DType dtype, double scalar, Data data, Generator random) {}

  /** Whether a tier says what its results are. */
  public boolean isFor(Tier tier) {
    return monotone || tier.exact();
  }

  /**
   * How many numbers its operands have, those of aliases once; too many for any limit where the
   * largest extents would make a shape that no tensor has.
   */
  public long elements(int[] extents) {
    long most = largest(extents);
    if (most > Integer.MAX_VALUE) {
      return most;
    }
    List<Operand> all = operands.of(extents);
    long elements = 0;
    for (int p = 0; p < all.size(); p++) {
      if (all.get(p).alias() == p) {
        elements += (long) all.get(p).shape().rows() * all.get(p).shape().columns();
      }
    }
    return elements;
  }

  /** The product of the two largest extents. */
  private static long largest(int[] extents) {
    int[] ascending = extents.clone();
    Arrays.sort(ascending);
    int last = ascending.length - 1;
    return (long) ascending[last] * (last > 0 ? ascending[last - 1] : 1);
  }
}
