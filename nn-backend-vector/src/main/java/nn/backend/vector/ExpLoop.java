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
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;

/** {@code eᵃ}. */
final class ExpLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.HALF_FLOATS;
  private static final int LANES = DOUBLES.length();

  ExpLoop() {
    super(ElementwiseFunction.EXP);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    return exp(operands[0], operands[1], from, to);
  }

  /** As {@link #vectors(double[][], int, int)}. */
  static int exp(double[] a, double[] out, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, a, i);
      DoubleVector y =
          x.blend(Exponential64.MAX_ARGUMENT, x.compare(GT, Exponential64.MAX_ARGUMENT));
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
      one.add(rest).mul(power1).mul(power2).intoArray(out, i);
    }
    return i;
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    return exp(operands[0], operands[1], from, to);
  }

  /** As {@link #vectors(float[][], int, int)}. */
  static int exp(float[] a, float[] out, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector floats = FloatVector.fromArray(FLOATS, a, i);
      DoubleVector x = (DoubleVector) floats.convertShape(F2D, DOUBLES, 0);
      DoubleVector y = x.blend(Exponential32.LIMIT, x.compare(GT, Exponential32.LIMIT));
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
      DoubleVector exp = minusOne.add(1).mul(power);
      ((FloatVector) exp.convertShape(D2F, FLOATS, 0)).intoArray(out, i);
    }
    return i;
  }
}
