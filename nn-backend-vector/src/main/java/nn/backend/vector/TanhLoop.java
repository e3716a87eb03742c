package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static nn.api.elementary.Exponential64.LN2_HIGH;
import static nn.api.elementary.Exponential64.LOG2_E;
import static nn.api.elementary.Exponential64.ROUNDER;
import static nn.api.elementary.Logistic64.P0;
import static nn.api.elementary.Logistic64.P1;
import static nn.api.elementary.Logistic64.P2;
import static nn.api.elementary.Logistic64.Q0;
import static nn.api.elementary.Logistic64.Q1;
import static nn.api.elementary.Logistic64.Q2;
import static nn.backend.vector.Powers.BIASED_ROUNDER;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Logistic32;
import nn.api.elementary.Logistic64;

/** {@code tanh a}. */
final class TanhLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int LANES = DOUBLES.length();

  private static final StageBuffers.Stage[] STAGES = {
    TanhLoop::reduce, Polynomials::rest, TanhLoop::onePlusExp, TanhLoop::finish
  };

  private static final StageBuffers.FloatStage[] FLOAT_STAGES = {
    Floats::widen, TanhLoop::reduce, Polynomials::minusOne, TanhLoop::finish, Floats::narrow
  };

  TanhLoop() {
    super(ElementwiseFunction.TANH);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    return StageBuffers.run(STAGES, operands[0], operands[1], from, to);
  }

  /** 2|x| = k·ln 2 + r. */
  private static void reduce(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector h = x.abs();
      DoubleVector y =
          h.add(h).blend(2 * Logistic64.TANH_IS_ONE, h.compare(GT, Logistic64.TANH_IS_ONE));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(LN2_HIGH)).intoArray(buffers.high, i);
    }
  }

  /** (1 + e²ʰ)/2ᵏ. */
  private static void onePlusExp(
      double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector high = DoubleVector.fromArray(DOUBLES, buffers.high, i);
      DoubleVector rest = DoubleVector.fromArray(DOUBLES, buffers.rest, i);
      DoubleVector power =
          k.neg()
              .add(BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      power.intoArray(buffers.power1, i);
      DoubleVector one = high.add(1);
      DoubleVector sum = one.add(power);
      sum.add(power.sub(sum.sub(one)).add(rest)).intoArray(buffers.exp, i);
    }
  }

  /** The rational function near zero, 1 − 2σ(−2h) elsewhere. */
  private static void finish(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector h = x.abs();
      VectorMask<Double> near = h.compare(LT, Logistic64.THRESHOLD);
      DoubleVector z = h.mul(h);
      DoubleVector numerator = z.mul(z.mul(z.mul(P2).add(P1)).add(P0));
      DoubleVector denominator = z.mul(z.mul(z.add(Q2)).add(Q1)).add(Q0);
      DoubleVector dividend = DoubleVector.broadcast(DOUBLES, 1.0).blend(numerator, near);
      DoubleVector onePlusExp = DoubleVector.fromArray(DOUBLES, buffers.exp, i);
      DoubleVector quotient = dividend.div(onePlusExp.blend(denominator, near));
      DoubleVector power = DoubleVector.fromArray(DOUBLES, buffers.power1, i);
      DoubleVector far = quotient.mul(power).mul(-2.0).add(1);
      LongVector tanh = far.blend(h.add(h.mul(quotient)), near).reinterpretAsLongs();
      tanh.or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
          .reinterpretAsDoubles()
          .intoArray(out, from + i);
    }
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    return StageBuffers.run(FLOAT_STAGES, operands[0], operands[1], from, to);
  }

  /** 2|x| = k·ln 2 + r. */
  private static void reduce(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      DoubleVector h = x.abs();
      DoubleVector y =
          h.add(h).blend(2 * Logistic32.TANH_IS_ONE, h.compare(GT, Logistic32.TANH_IS_ONE));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(Exponential32.LN2)).intoArray(buffers.high, i);
    }
  }

  /** (e²ʰ − 1)/(e²ʰ + 1), and the sign. */
  private static void finish(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector rest = DoubleVector.fromArray(DOUBLES, buffers.rest, i);
      DoubleVector power =
          k.add(BIASED_ROUNDER).reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
      DoubleVector e = power.mul(rest).add(power.sub(1));
      LongVector tanh = e.div(e.add(2)).reinterpretAsLongs();
      DoubleVector signed =
          tanh.or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles();
      signed.intoArray(buffers.x, i);
    }
  }
}
