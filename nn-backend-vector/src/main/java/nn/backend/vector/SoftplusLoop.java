package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2D;
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

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logarithm32;
import nn.api.elementary.Logarithm64;
import nn.api.elementary.Softplus64;

/** {@code ln(1 + eᵃ)}. */
final class SoftplusLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.HALF_FLOATS;
  private static final int LANES = DOUBLES.length();

  SoftplusLoop() {
    super(ElementwiseFunction.SOFTPLUS);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    double[] a = operands[0];
    double[] out = operands[1];
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, i);

      // e^−|x|
      DoubleVector y = x.abs().neg();
      y = y.blend(Exponential64.MIN_ARGUMENT, y.compare(LT, Exponential64.MIN_ARGUMENT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
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
      DoubleVector half = k.mul(0.5).add(ROUNDER).sub(ROUNDER);
      DoubleVector power1 =
          half.add(Powers.BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      DoubleVector power2 =
          k.sub(half)
              .add(Powers.BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      DoubleVector e = one.add(rest).mul(power1).mul(power2);

      // ln(1 + e)
      DoubleVector onePlus = e.add(1);
      DoubleVector small = e.sub(onePlus.sub(1)).div(onePlus);
      LongVector bits = onePlus.reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(BIAS);
      DoubleVector f = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(1);
      DoubleVector s = f.div(f.add(2));
      w = s.mul(s);
      v = w.mul(w);
      DoubleVector u = v.mul(v);
      DoubleVector odd =
          v.mul(Logarithm64.L3)
              .add(Logarithm64.L1)
              .add(u.mul(v.mul(Logarithm64.L7).add(Logarithm64.L5)));
      DoubleVector even = v.mul(Logarithm64.L4).add(Logarithm64.L2).add(u.mul(Logarithm64.L6));
      r = w.mul(odd).add(v.mul(even));
      DoubleVector halfSquare = f.mul(0.5).mul(f);
      DoubleVector product = k.mul(LN2_HIGH);
      DoubleVector sum = product.add(f);
      DoubleVector lost = f.sub(sum.sub(product));
      DoubleVector correction = s.mul(halfSquare.add(r)).add(k.mul(LN2_LOW).add(small));
      DoubleVector log = sum.sub(halfSquare.sub(correction).sub(lost));
      log = log.blend(e, e.compare(LT, 0x1p-54));

      // x/2 + ln(2·cosh(x/2))
      w = x.mul(x);
      v = w.mul(w);
      even =
          v.mul(Softplus64.P8)
              .add(Softplus64.P6)
              .mul(v)
              .add(Softplus64.P4)
              .mul(v)
              .add(Softplus64.P2)
              .mul(v)
              .add(Softplus64.P0);
      odd =
          v.mul(Softplus64.P9)
              .add(Softplus64.P7)
              .mul(v)
              .add(Softplus64.P5)
              .mul(v)
              .add(Softplus64.P3)
              .mul(v)
              .add(Softplus64.P1);
      half = x.mul(0.5);
      sum = half.add(LN2_HIGH);
      lost = half.sub(sum.sub(LN2_HIGH));
      DoubleVector near = sum.add(lost.add(w.mul(even.add(w.mul(odd))).add(LN2_LOW)));

      VectorMask<Double> isNear = x.compare(GT, 0.0).and(x.compare(LT, 1.0));
      DoubleVector positive = x.blend(0.0, x.compare(LE, 0.0));
      positive.add(log).blend(near, isNear).intoArray(out, i);
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

      // e^−|x|
      DoubleVector y = x.abs().neg();
      y = y.blend(-Exponential32.LIMIT, y.compare(LT, -Exponential32.LIMIT));
      DoubleVector k = y.mul(LOG2_E).add(ROUNDER).sub(ROUNDER);
      DoubleVector r = y.sub(k.mul(Exponential32.LN2));
      DoubleVector w = r.mul(r);
      DoubleVector even = w.mul(w.mul(Exponential32.C6).add(Exponential32.C4)).add(0.5);
      DoubleVector odd = w.mul(w.mul(Exponential32.C7).add(Exponential32.C5)).add(Exponential32.C3);
      DoubleVector minusOne = r.add(w.mul(even.add(r.mul(odd))));
      DoubleVector power =
          k.add(Powers.BIASED_ROUNDER)
              .reinterpretAsLongs()
              .lanewise(LSHL, 52)
              .reinterpretAsDoubles();
      DoubleVector e = minusOne.add(1).mul(power);

      // ln(1 + e)
      LongVector bits = e.add(1).reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(BIAS);
      VectorMask<Double> kIsZero = k.compare(EQ, 0.0);
      DoubleVector m = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles();
      DoubleVector f = m.sub(1).blend(e, kIsZero);
      DoubleVector s = f.div(f.add(2));
      w = s.mul(s);
      DoubleVector halfSquare = f.mul(0.5).mul(f);
      r =
          w.mul(Logarithm32.L4)
              .add(Logarithm32.L3)
              .mul(w)
              .add(Logarithm32.L2)
              .mul(w)
              .add(Logarithm32.L1)
              .mul(w);
      DoubleVector tail = f.sub(halfSquare.sub(s.mul(halfSquare.add(r))));
      DoubleVector log = k.mul(Exponential32.LN2).add(tail); // e > 0, so tail is not −0.0
      DoubleVector softplus = x.blend(0.0, x.compare(LE, 0.0)).add(log);
      ((FloatVector) softplus.convertShape(D2F, FLOATS, 0)).intoArray(out, i);
    }
    return i;
  }
}
