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
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logistic64;

/** {@code 1 / (1 + e⁻ᵃ)}. */
final class SigmoidLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int LANES = DOUBLES.length();

  private static final StageBuffers.Stage[] STAGES = {
    SigmoidLoop::reduce, Polynomials::rest, SigmoidLoop::onePlusExp, SigmoidLoop::finish
  };

  private static final StageBuffers.FloatStage[] FLOAT_STAGES = {
    Floats::widen, SigmoidLoop::reduce, Polynomials::minusOne, SigmoidLoop::finish, Floats::narrow
  };

  SigmoidLoop() {
    super(ElementwiseFunction.SIGMOID);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    return StageBuffers.run(STAGES, operands[0], operands[1], from, to);
  }

  /** |x| = k·ln 2 + r. */
  private static void reduce(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector y = x.abs();
      y = y.blend(-Exponential64.MIN_ARGUMENT, y.compare(GT, -Exponential64.MIN_ARGUMENT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(LN2_HIGH)).intoArray(buffers.high, i);
    }
  }

  /** (1 + e^|x|)/2ᵏ. */
  private static void onePlusExp(
      double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector high = DoubleVector.fromArray(DOUBLES, buffers.high, i);
      DoubleVector rest = DoubleVector.fromArray(DOUBLES, buffers.rest, i);
      DoubleVector half = k.mul(0.5).add(ROUNDER).sub(ROUNDER);
      DoubleVector power1 =
          half.neg()
              .add(BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      DoubleVector power2 =
          half.sub(k)
              .add(BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      power1.intoArray(buffers.power1, i);
      power2.intoArray(buffers.power2, i);
      DoubleVector power = power1.mul(power2);
      DoubleVector one = high.add(1);
      DoubleVector sum = one.add(power);
      sum.add(power.sub(sum.sub(one)).add(rest)).intoArray(buffers.exp, i);
    }
  }

  /** ½ − ½·tanh(|x|/2) near zero, 1 / (1 + e^|x|) elsewhere. */
  private static void finish(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, from + i);
      DoubleVector h =
          x.abs().mul(0.5); // not clamped as y was, which concerns no element that is near
      VectorMask<Double> near = h.compare(LT, Logistic64.THRESHOLD);
      DoubleVector z = h.mul(h);
      DoubleVector numerator = z.mul(z.mul(z.mul(P2).add(P1)).add(P0));
      DoubleVector denominator = z.mul(z.mul(z.add(Q2)).add(Q1)).add(Q0);
      DoubleVector dividend = DoubleVector.broadcast(DOUBLES, 1.0).blend(numerator, near);
      DoubleVector onePlusExp = DoubleVector.fromArray(DOUBLES, buffers.exp, i);
      DoubleVector quotient = dividend.div(onePlusExp.blend(denominator, near));
      DoubleVector far =
          quotient
              .mul(DoubleVector.fromArray(DOUBLES, buffers.power1, i))
              .mul(DoubleVector.fromArray(DOUBLES, buffers.power2, i));
      DoubleVector below = far.blend(h.add(h.mul(quotient)).mul(-0.5).add(0.5), near);
      below.neg().add(1).blend(below, x.compare(LT, 0.0)).intoArray(out, from + i);
    }
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    return StageBuffers.run(FLOAT_STAGES, operands[0], operands[1], from, to);
  }

  /** −x = k·ln 2 + r. */
  private static void reduce(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      DoubleVector y = x.neg();
      y = y.blend(Exponential32.LIMIT, y.compare(GT, Exponential32.LIMIT));
      y = y.blend(-Exponential32.LIMIT, y.compare(LT, -Exponential32.LIMIT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      k.intoArray(buffers.k, i);
      y.sub(k.mul(Exponential32.LN2)).intoArray(buffers.high, i);
    }
  }

  /** 1 / (1 + eʳ·2ᵏ). */
  private static void finish(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector rest = DoubleVector.fromArray(DOUBLES, buffers.rest, i);
      DoubleVector power =
          k.add(BIASED_ROUNDER).reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
      DoubleVector exp = rest.add(1).mul(power);
      DoubleVector sigmoid = DoubleVector.broadcast(DOUBLES, 1.0).div(exp.add(1));
      sigmoid.intoArray(buffers.x, i);
    }
  }
}
