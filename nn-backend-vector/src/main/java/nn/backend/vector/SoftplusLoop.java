package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static nn.api.elementary.Exponential64.LN2_HIGH;
import static nn.api.elementary.Exponential64.LN2_LOW;
import static nn.api.elementary.Exponential64.LOG2_E;
import static nn.api.elementary.Exponential64.ROUNDER;
import static nn.api.elementary.Logarithm64.BIAS;
import static nn.api.elementary.Logarithm64.FRACTION_MASK;
import static nn.api.elementary.Logarithm64.INTEGER_BITS;
import static nn.api.elementary.Logarithm64.ONE_BITS;
import static nn.api.elementary.Logarithm64.SQRT_HALF_BITS;
import static nn.api.elementary.Softplus64.P0;
import static nn.api.elementary.Softplus64.P1;
import static nn.api.elementary.Softplus64.P2;
import static nn.api.elementary.Softplus64.P3;
import static nn.api.elementary.Softplus64.P4;
import static nn.api.elementary.Softplus64.P5;
import static nn.api.elementary.Softplus64.P6;
import static nn.api.elementary.Softplus64.P7;
import static nn.api.elementary.Softplus64.P8;
import static nn.api.elementary.Softplus64.P9;
import static nn.backend.vector.Powers.BIASED_ROUNDER;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;

/** {@code ln(1 + eᵃ)}. */
final class SoftplusLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int LANES = DOUBLES.length();

  private static final StageBuffers.Stage[] STAGES = {
    SoftplusLoop::reduce,
    Polynomials::rest,
    SoftplusLoop::scale,
    SoftplusLoop::split,
    Polynomials::logarithm,
    SoftplusLoop::sum,
    SoftplusLoop::finish
  };

  private static final StageBuffers.FloatStage[] FLOAT_STAGES = {
    Floats::widen,
    SoftplusLoop::reduce,
    Polynomials::minusOne,
    SoftplusLoop::split,
    Polynomials::logarithm,
    SoftplusLoop::sum,
    Floats::narrow
  };

  SoftplusLoop() {
    super(ElementwiseFunction.SOFTPLUS);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    return StageBuffers.run(STAGES, operands[0], operands[1], from, to);
  }

  /** −|x| = k·ln 2 + r. */
  private static void reduce(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector y = x.abs().neg();
      y = y.blend(Exponential64.MIN_ARGUMENT, y.compare(LT, Exponential64.MIN_ARGUMENT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(LN2_HIGH)).intoArray(buffers.high, i);
    }
  }

  /** e^−|x|: (one + rest)·2ᵏ. */
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
      high.add(1).add(rest).mul(power1).mul(power2).intoArray(buffers.exp, i);
    }
  }

  /** 1 + e^−|x| = 2ᵏ·(1 + f), but for what is lost in the sum. */
  private static void split(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector exp = DoubleVector.fromArray(DOUBLES, buffers.exp, i);
      DoubleVector onePlus = exp.add(1);
      exp.sub(onePlus.sub(1)).div(onePlus).intoArray(buffers.small, i);
      LongVector bits = onePlus.reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      DoubleVector k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(BIAS);
      DoubleVector f = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(1);
      k.intoArray(buffers.k, i);
      f.intoArray(buffers.f, i);
      f.div(f.add(2)).intoArray(buffers.s, i);
    }
  }

  /** max(x, 0) + ln(1 + e^−|x|), where |x| is not small. */
  private static void sum(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector exp = DoubleVector.fromArray(DOUBLES, buffers.exp, i);
      DoubleVector log = DoubleVector.fromArray(DOUBLES, buffers.log, i);
      DoubleVector positive = x.blend(0.0, x.compare(LE, 0.0));
      positive.add(log.blend(exp, exp.compare(LT, 0x1p-54))).intoArray(buffers.log, i);
    }
  }

  /** x/2 + ln(2·cosh(x/2)) between 0 and 1, the sum elsewhere. */
  private static void finish(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      VectorMask<Double> near = x.compare(GT, 0.0).and(x.compare(LT, 1.0));
      DoubleVector w = x.mul(x);
      DoubleVector v = w.mul(w);
      DoubleVector even = v.mul(P8).add(P6).mul(v).add(P4).mul(v).add(P2).mul(v).add(P0);
      DoubleVector odd = v.mul(P9).add(P7).mul(v).add(P5).mul(v).add(P3).mul(v).add(P1);
      DoubleVector half = x.mul(0.5);
      DoubleVector sum = half.add(LN2_HIGH);
      DoubleVector lost = half.sub(sum.sub(LN2_HIGH));
      DoubleVector rest = lost.add(w.mul(even.add(w.mul(odd))).add(LN2_LOW));
      DoubleVector.fromArray(DOUBLES, buffers.log, i)
          .blend(sum.add(rest), near)
          .intoArray(out, from + i);
    }
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    return StageBuffers.run(FLOAT_STAGES, operands[0], operands[1], from, to);
  }

  /** −|x| = k·ln 2 + r. */
  private static void reduce(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      DoubleVector y = x.abs().neg();
      y = y.blend(-Exponential32.LIMIT, y.compare(LT, -Exponential32.LIMIT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(Exponential32.LN2)).intoArray(buffers.high, i);
    }
  }

  /** 1 + e^−|x| = 2ᵏ·(1 + f). */
  private static void split(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector multiple = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector rest = DoubleVector.fromArray(DOUBLES, buffers.rest, i);
      DoubleVector power =
          multiple
              .add(BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      DoubleVector exp = rest.add(1).mul(power);
      LongVector bits = exp.add(1).reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      DoubleVector k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(BIAS);
      DoubleVector m = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles();
      k.intoArray(buffers.k, i);
      m.sub(1).blend(exp, k.compare(EQ, 0.0)).intoArray(buffers.f, i);
    }
  }

  /** max(x, 0) + ln(1 + e^−|x|). */
  private static void sum(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      DoubleVector log = DoubleVector.fromArray(DOUBLES, buffers.log, i);
      DoubleVector softplus = x.blend(0.0, x.compare(LE, 0.0)).add(log);
      softplus.intoArray(buffers.x, i);
    }
  }
}
