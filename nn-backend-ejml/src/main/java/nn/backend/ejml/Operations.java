package nn.backend.ejml;

import nn.api.heap.HeapTensor;
import org.ejml.data.ReshapeMatrix;

/**
 * EJML's operations for one number type. {@code Shared} ones share the work among the threads of
 * EJML's pool.
 *
 * @param <M> EJML's matrices of that type
 */
interface Operations<M extends ReshapeMatrix> {

  /** The transposed of a tensor, in the same array: EJML stores row after row. */
  M transposedView(HeapTensor tensor);

  /** An empty matrix, to be reshaped. */
  M scratch();

  /** {@code out ← aᵀ}; reshapes {@code out}. */
  void transpose(M a, M out);

  /** {@code out ← a · b}, row after row, each the sum of multiples of rows. */
  void multReorder(M a, M b, M out);

  /**
   * {@code out ← a · b}, one sum after the other, each from {@code +0.0}.
   *
   * @param column reshaped and overwritten
   */
  void multAux(M a, M b, M out, M column);

  /** {@code out ← a · b}. */
  void multShared(M a, M b, M out);

  /** {@code out ← aᵀ · b}. */
  void multTransA(M a, M b, M out);

  /** {@code out ← aᵀ · b}. */
  void multTransAShared(M a, M b, M out);

  /** {@code out ← a · bᵀ}. */
  void multTransB(M a, M b, M out);

  /** {@code out ← a · bᵀ}. */
  void multTransBShared(M a, M b, M out);

  /** Makes every zero positive. */
  void clearSignsOfZeros(M matrix);
}
