package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static nn.api.elementary.Exponential64.LN2_HIGH;
import static nn.api.elementary.Exponential64.LN2_LOW;
import static nn.api.elementary.Exponential64.LOG2_E;
import static nn.api.elementary.Exponential64.ROUNDER;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logistic32;
import nn.api.elementary.Logistic64;

/** {@code tanh a}. */
final class TanhLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.HALF_FLOATS;
  private static final int LANES = DOUBLES.length();

  TanhLoop() {
    super(ElementwiseFunction.TANH);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    double[] a = operands[0];
    double[] out = operands[1];
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, i);
      LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
      DoubleVector h = x.abs();
      VectorMask<Double> near = h.compare(LT, Logistic64.THRESHOLD);
      DoubleVector y =
          h.add(h).blend(2 * Logistic64.TANH_IS_ONE, h.compare(GT, Logistic64.TANH_IS_ONE));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      DoubleVector power =
          k.neg()
              .add(Powers.BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();

      // 1 + eʸ
      DoubleVector high = y.sub(k.mul(LN2_HIGH));
      DoubleVector low = k.mul(LN2_LOW);
      DoubleVector one = high.add(1);
      DoubleVector r = high.sub(low);
      DoubleVector w = r.mul(r);
      DoubleVector v = w.mul(w);
      DoubleVector first =
          r.mul(Exponential64.C3)
              .add(0.5)
              .add(w.mul(r.mul(Exponential64.C5).add(Exponential64.C4)));
      DoubleVector second =
          r.mul(Exponential64.C7)
              .add(Exponential64.C6)
              .add(w.mul(r.mul(Exponential64.C9).add(Exponential64.C8)));
      DoubleVector third = r.mul(Exponential64.C11).add(Exponential64.C10);
      DoubleVector beyondLinear = w.mul(first.add(v.mul(second.add(v.mul(third)))));
      DoubleVector rest = high.sub(one.sub(1)).add(beyondLinear.sub(low));
      DoubleVector sum = one.add(power);
      DoubleVector onePlusExp = sum.add(power.sub(sum.sub(one)).add(rest));

      DoubleVector z = h.mul(h);
      DoubleVector numerator =
          z.mul(z.mul(z.mul(Logistic64.P2).add(Logistic64.P1)).add(Logistic64.P0));
      DoubleVector denominator =
          z.mul(z.mul(z.add(Logistic64.Q2)).add(Logistic64.Q1)).add(Logistic64.Q0);
      DoubleVector dividend = DoubleVector.broadcast(DOUBLES, 1.0).blend(numerator, near);
      DoubleVector quotient = dividend.div(onePlusExp.blend(denominator, near));
      DoubleVector far = quotient.mul(power).mul(-2.0).add(1);
      DoubleVector tanh = far.blend(h.add(h.mul(quotient)), near);
      tanh.reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoArray(out, i);
    }
    return i;
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    float[] a = operands[0];
    float[] out = operands[1];
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector floats = FloatVector.fromArray(FLOATS, a, i);
      DoubleVector x = (DoubleVector) floats.convertShape(F2D, DOUBLES, 0);
      LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
      DoubleVector h = x.abs();
      DoubleVector y =
          h.add(h).blend(2 * Logistic32.TANH_IS_ONE, h.compare(GT, Logistic32.TANH_IS_ONE));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      DoubleVector power =
          k.add(Powers.BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      DoubleVector r = y.sub(k.mul(Exponential32.LN2));
      DoubleVector w = r.mul(r);
      DoubleVector even = w.mul(w.mul(Exponential32.C6).add(Exponential32.C4)).add(0.5);
      DoubleVector odd = w.mul(w.mul(Exponential32.C7).add(Exponential32.C5)).add(Exponential32.C3);
      DoubleVector minusOne = r.add(w.mul(even.add(r.mul(odd))));
      DoubleVector e = power.mul(minusOne).add(power.sub(1));
      DoubleVector tanh = e.div(e.add(2));
      DoubleVector signed = tanh.reinterpretAsLongs().or(sign).reinterpretAsDoubles();
      ((FloatVector) signed.convertShape(D2F, FLOATS, 0)).intoArray(out, i);
    }
    return i;
  }
}
