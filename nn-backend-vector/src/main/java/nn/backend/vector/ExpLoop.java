package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static nn.api.elementary.Exponential64.LN2_HIGH;
import static nn.api.elementary.Exponential64.LOG2_E;
import static nn.api.elementary.Exponential64.ROUNDER;
import static nn.backend.vector.Powers.BIASED_ROUNDER;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;

/** {@code eᵃ}. */
final class ExpLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int LANES = DOUBLES.length();

  private static final StageBuffers.Stage[] STAGES = {
    ExpLoop::reduce, Polynomials::rest, ExpLoop::scale
  };

  private static final StageBuffers.FloatStage[] FLOAT_STAGES = {
    Floats::widen, ExpLoop::reduce, Polynomials::minusOne, ExpLoop::scale, Floats::narrow
  };

  ExpLoop() {
    super(ElementwiseFunction.EXP);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    return exp(operands[0], operands[1], from, to);
  }

  /** As {@link #vectors(double[][], int, int)}. */
  static int exp(double[] a, double[] out, int from, int to) {
    return StageBuffers.run(STAGES, a, out, from, to);
  }

  /** x = k·ln 2 + r. */
  private static void reduce(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector y =
          x.blend(Exponential64.MAX_ARGUMENT, x.compare(GT, Exponential64.MAX_ARGUMENT));
      y = y.blend(Exponential64.MIN_ARGUMENT, y.compare(LT, Exponential64.MIN_ARGUMENT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(LN2_HIGH)).intoArray(buffers.high, i);
    }
  }

  /** (one + rest)·2ᵏ. */
  private static void scale(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector high = DoubleVector.fromArray(DOUBLES, buffers.high, i);
      DoubleVector rest = DoubleVector.fromArray(DOUBLES, buffers.rest, i);
      DoubleVector half = k.mul(0.5).add(ROUNDER).sub(ROUNDER);
      DoubleVector power1 =
          half.add(BIASED_ROUNDER).reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
      DoubleVector power2 =
          k.sub(half)
              .add(BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      high.add(1).add(rest).mul(power1).mul(power2).intoArray(out, from + i);
    }
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    return exp(operands[0], operands[1], from, to);
  }

  /** As {@link #vectors(float[][], int, int)}. */
  static int exp(float[] a, float[] out, int from, int to) {
    return StageBuffers.run(FLOAT_STAGES, a, out, from, to);
  }

  /** x = k·ln 2 + r. */
  private static void reduce(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      DoubleVector y = x.blend(Exponential32.LIMIT, x.compare(GT, Exponential32.LIMIT));
      y = y.blend(-Exponential32.LIMIT, y.compare(LT, -Exponential32.LIMIT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(Exponential32.LN2)).intoArray(buffers.high, i);
    }
  }

  /** eʳ·2ᵏ. */
  private static void scale(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector rest = DoubleVector.fromArray(DOUBLES, buffers.rest, i);
      DoubleVector power =
          k.add(BIASED_ROUNDER).reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
      DoubleVector exp = rest.add(1).mul(power);
      exp.intoArray(buffers.x, i);
    }
  }
}
