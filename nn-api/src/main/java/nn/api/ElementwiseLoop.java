package nn.api;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Element-wise work as a loop over an index range: a stateless value that computes {@code outᵢ ←
 * f(aᵢ, bᵢ, …)} for {@code from ≤ i < to}.
 *
 * <p>A backend runs it over whole arrays, by slices on several threads, or block by block over
 * copies of native memory. A loop therefore reads and writes index {@code i} alone, keeps nothing
 * between calls, gives {@code i} no meaning, and calls no kernel. All operands are indexed by the
 * same {@code i}, since the JIT compiler vectorises only index-aligned loops.
 *
 * <p>The operands are the inputs followed by the outputs. An output's former values are visible to
 * the loop; an output may be the same array as an input. Constants of a function (a slope) are
 * fields of the loop; numbers that change from call to call (a learning rate) are scalars, which a
 * backend rounds to its dtype beforehand.
 *
 * <p>Thread-safe: one loop runs on many threads at once.
 */
public interface ElementwiseLoop {

  /**
   * {@code out ← f(a)} for one formula, for somebody who tries something: {@code
   * ElementwiseLoop.of("swish", z -> z / (1 + Math.exp(-z)))}.
   *
   * <p>In FLOAT32 {@code f} computes in double and its result is rounded once, so a few last bits
   * differ from those of float operations. A loop of its own class, with both forms, is several
   * times as fast: C2 compiles it alone and vectorises it.
   *
   * @param name what messages call it
   * @param f depends on nothing but its operand; any thread calls it
   */
  static ElementwiseLoop of(String name, DoubleUnaryOperator f) {
    return new UnaryFormula(name, f);
  }

  /**
   * {@code out ← f(a, b)} for one formula; as {@link #of(String, DoubleUnaryOperator)}.
   *
   * @param name what messages call it
   * @param f depends on nothing but its operands; any thread calls it
   */
  static ElementwiseLoop of(String name, DoubleBinaryOperator f) {
    return new BinaryFormula(name, f);
  }

  /** The number of operands that are only read; they come first. */
  int inputs();

  /** The number of operands that are written; they come last. At least 1. */
  default int outputs() {
    return 1;
  }

  /** The number of scalars. */
  default int scalars() {
    return 0;
  }

  /**
   * Computes in FLOAT64.
   *
   * @param operands {@code inputs()} arrays that are not modified, then {@code outputs()} that are;
   *     the array may be longer, and what follows is not touched
   * @param scalars at least {@code scalars()} numbers; not modified
   * @param from first index
   * @param to one past the last index
   */
  void apply(double[][] operands, double[] scalars, int from, int to);

  /** Computes in FLOAT32; like {@link #apply(double[][], double[], int, int)}. */
  void apply(float[][] operands, float[] scalars, int from, int to);
}
