package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static nn.api.elementary.Exponential64.LN2_HIGH;
import static nn.api.elementary.Exponential64.LN2_LOW;
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
import nn.api.elementary.Logarithm32;
import nn.api.elementary.Logarithm64;

/** {@code ln a}. */
final class LogLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.HALF_FLOATS;
  private static final int LANES = DOUBLES.length();

  LogLoop() {
    super(ElementwiseFunction.LOG);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    double[] a = operands[0];
    double[] out = operands[1];
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, i);
      VectorMask<Double> subnormal = x.compare(LT, Double.MIN_NORMAL);
      DoubleVector bias = DoubleVector.broadcast(DOUBLES, BIAS).blend(BIAS + 54, subnormal);
      LongVector bits =
          x.blend(x.mul(0x1p54), subnormal).reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      DoubleVector k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(bias);
      DoubleVector f = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(1);
      DoubleVector s = f.div(f.add(2));
      DoubleVector w = s.mul(s);
      DoubleVector v = w.mul(w);
      DoubleVector u = v.mul(v);
      DoubleVector odd =
          v.mul(Logarithm64.L3)
              .add(Logarithm64.L1)
              .add(u.mul(v.mul(Logarithm64.L7).add(Logarithm64.L5)));
      DoubleVector even = v.mul(Logarithm64.L4).add(Logarithm64.L2).add(u.mul(Logarithm64.L6));
      DoubleVector r = w.mul(odd).add(v.mul(even));
      DoubleVector halfSquare = f.mul(0.5).mul(f);
      DoubleVector product = k.mul(LN2_HIGH);
      DoubleVector sum = product.add(f);
      DoubleVector lost = f.sub(sum.sub(product));
      // the definition's small = 0.0 would change nothing: k·LN2_LOW is never −0.0
      DoubleVector correction = s.mul(halfSquare.add(r)).add(k.mul(LN2_LOW));
      DoubleVector log = sum.sub(halfSquare.sub(correction).sub(lost));
      DoubleVector positive = x.blend(log, x.compare(LT, Double.POSITIVE_INFINITY));
      DoubleVector.broadcast(DOUBLES, Double.NaN)
          .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0.0))
          .blend(positive, x.compare(GT, 0.0))
          .intoArray(out, i);
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
      LongVector bits = x.reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
      DoubleVector k = bits.lanewise(LSHR, 52).or(INTEGER_BITS).reinterpretAsDoubles().sub(BIAS);
      DoubleVector m = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles();
      DoubleVector f = m.sub(1); // where k = 0, m is x: this is minusOne, too
      DoubleVector s = f.div(f.add(2));
      DoubleVector w = s.mul(s);
      DoubleVector halfSquare = f.mul(0.5).mul(f);
      DoubleVector r =
          w.mul(Logarithm32.L4)
              .add(Logarithm32.L3)
              .mul(w)
              .add(Logarithm32.L2)
              .mul(w)
              .add(Logarithm32.L1)
              .mul(w);
      DoubleVector tail = f.sub(halfSquare.sub(s.mul(halfSquare.add(r))));
      // tail is not −0.0 here, so that nothing is lost where k = 0
      DoubleVector log = k.mul(Exponential32.LN2).add(tail);
      DoubleVector positive = x.blend(log, x.compare(LT, Double.POSITIVE_INFINITY));
      DoubleVector all =
          DoubleVector.broadcast(DOUBLES, Double.NaN)
              .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0.0))
              .blend(positive, x.compare(GT, 0.0));
      ((FloatVector) all.convertShape(D2F, FLOATS, 0)).intoArray(out, i);
    }
    return i;
  }
}
