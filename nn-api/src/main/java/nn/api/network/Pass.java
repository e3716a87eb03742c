package nn.api.network;

import nn.api.Backend;
import nn.api.Tensor;

/**
 * One layer's view of one computation: the parameters, and every tensor that forward and backward
 * need besides their arguments.
 *
 * <p>A pass belongs to one thread and one number of records. Tensors are allocated at the first
 * call that names them and the same object is returned from then on, so a steady state allocates
 * nothing.
 */
public interface Pass {

  /** The kernels. */
  Backend backend();

  /** The number of records, at least 1. */
  int records();

  /** Whether this is a training step, in which dropout drops and batch statistics are used. */
  boolean training();

  /**
   * A parameter's values. Read-only, but for a {@link Role#STATISTIC} in {@link Layer#commit}.
   *
   * @throws IllegalArgumentException if the layer has no such parameter
   */
  Tensor parameter(String name);

  /**
   * The destination of a parameter's gradient: {@link Layer#backward} assigns the sum over records.
   *
   * <p>Nothing reads it where the parameter is frozen.
   *
   * @throws IllegalArgumentException if the layer has no such parameter or it is a statistic
   */
  Tensor gradient(String name);

  /**
   * A tensor that keeps what forward leaves for backward or commit (a pre-activation, a mask).
   *
   * @param name unique in the layer
   * @throws IllegalArgumentException if the name was used for another shape
   */
  Tensor keep(String name, int rows, int columns);

  /**
   * A working tensor whose contents are lost when the method that asked for it returns; layers
   * share it.
   *
   * @param name tells apart the working tensors of one method
   */
  Tensor scratch(String name, int rows, int columns);

  /**
   * The pass of a {@link Part}: its parameters by the names that they have in the part, and kept
   * tensors, working tensors and random numbers of its own. The same object for the same name.
   *
   * @throws IllegalArgumentException if the layer has no such part
   */
  Pass part(String name);

  /**
   * Fills {@code out} with uniform numbers in {@code [0, 1)}, multiples of 2⁻²⁴ and so the same in
   * both dtypes: a pure function of seed, training step, layer, path of parts and index, so neither
   * the backend nor the thread count changes them, and a second call in one step gives the same
   * numbers again. The index counts record after record from the first record of the batch on, also
   * where a pass has a part of a batch: {@code out} has a column for each of its {@link #records}.
   *
   * @param out overwritten
   */
  void uniform(Tensor out);
}
