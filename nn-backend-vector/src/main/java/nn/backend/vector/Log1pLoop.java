package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static nn.api.elementary.Logarithm64.BIAS;
import static nn.api.elementary.Logarithm64.FRACTION_MASK;
import static nn.api.elementary.Logarithm64.INTEGER_BITS;
import static nn.api.elementary.Logarithm64.ONE_BITS;
import static nn.api.elementary.Logarithm64.SQRT_HALF_BITS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;

/** {@code ln(1 + a)}. */
final class Log1pLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int LANES = DOUBLES.length();

  private static final StageBuffers.Stage[] STAGES = {
    Log1pLoop::split, Polynomials::logarithm, Log1pLoop::select
  };

  private static final StageBuffers.FloatStage[] FLOAT_STAGES = {
    Floats::widen, Log1pLoop::split, Polynomials::logarithm, Log1pLoop::select, Floats::narrow
  };

  Log1pLoop() {
    super(ElementwiseFunction.LOG1P);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    return StageBuffers.run(STAGES, operands[0], operands[1], from, to);
  }

  /** 1 + x = 2ᵏ·(1 + f), but for what is lost in the sum. */
  private static void split(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector onePlus = x.add(1);
      DoubleVector above = DoubleVector.broadcast(DOUBLES, 1.0).sub(onePlus.sub(x));
      DoubleVector lost = above.blend(x.sub(onePlus.sub(1)), x.compare(LT, 1.0));
      lost.div(onePlus).intoArray(buffers.small, i);
      LongVector bits = onePlus.reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      DoubleVector k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(BIAS);
      DoubleVector f = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(1);
      k.intoArray(buffers.k, i);
      f.intoArray(buffers.f, i);
      f.div(f.add(2)).intoArray(buffers.s, i);
    }
  }

  /** Arguments that are tiny or have no logarithm, and infinity. */
  private static void select(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector log = DoubleVector.fromArray(DOUBLES, buffers.log, i);
      DoubleVector notTiny = log.blend(x, x.abs().compare(LT, 0x1p-54));
      DoubleVector aboveMinusOne = x.blend(notTiny, x.compare(LT, Double.POSITIVE_INFINITY));
      DoubleVector.broadcast(DOUBLES, Double.NaN)
          .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, -1.0))
          .blend(aboveMinusOne, x.compare(GT, -1.0))
          .intoArray(out, from + i);
    }
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    return StageBuffers.run(FLOAT_STAGES, operands[0], operands[1], from, to);
  }

  /** 1 + x = 2ᵏ·(1 + f). */
  private static void split(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      LongVector bits = x.add(1).reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      DoubleVector k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(BIAS);
      DoubleVector m = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles();
      k.intoArray(buffers.k, i);
      m.sub(1).blend(x, k.compare(EQ, 0.0)).intoArray(buffers.f, i);
    }
  }

  /** Arguments that have no logarithm, and infinity. */
  private static void select(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      DoubleVector log = DoubleVector.fromArray(DOUBLES, buffers.log, i);
      DoubleVector inside = x.blend(log, x.compare(LT, Double.POSITIVE_INFINITY));
      DoubleVector all =
          DoubleVector.broadcast(DOUBLES, Double.NaN)
              .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, -1.0))
              .blend(inside, x.compare(GT, -1.0));
      all.intoArray(buffers.x, i);
    }
  }
}
