package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static nn.api.elementary.Exponential64.C10;
import static nn.api.elementary.Exponential64.C11;
import static nn.api.elementary.Exponential64.C3;
import static nn.api.elementary.Exponential64.C4;
import static nn.api.elementary.Exponential64.C5;
import static nn.api.elementary.Exponential64.C6;
import static nn.api.elementary.Exponential64.C7;
import static nn.api.elementary.Exponential64.C8;
import static nn.api.elementary.Exponential64.C9;
import static nn.api.elementary.Exponential64.LN2_HIGH;
import static nn.api.elementary.Exponential64.LN2_LOW;
import static nn.api.elementary.Logarithm64.L1;
import static nn.api.elementary.Logarithm64.L2;
import static nn.api.elementary.Logarithm64.L3;
import static nn.api.elementary.Logarithm64.L4;
import static nn.api.elementary.Logarithm64.L5;
import static nn.api.elementary.Logarithm64.L6;
import static nn.api.elementary.Logarithm64.L7;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logarithm32;
import nn.api.elementary.Logarithm64;

/**
 * The polynomials of {@link Exponential64} and {@link Logarithm64}, {@link Exponential32} and
 * {@link Logarithm32}, as stages.
 */
final class Polynomials {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int LANES = DOUBLES.length();

  private Polynomials() {}

  /** eʳ − (1 + high). */
  static void rest(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector high = DoubleVector.fromArray(DOUBLES, buffers.high, i);
      DoubleVector low = k.mul(LN2_LOW);
      DoubleVector r = high.sub(low);
      DoubleVector w = r.mul(r);
      DoubleVector v = w.mul(w);
      DoubleVector first = r.mul(C3).add(0.5).add(w.mul(r.mul(C5).add(C4)));
      DoubleVector second = r.mul(C7).add(C6).add(w.mul(r.mul(C9).add(C8)));
      DoubleVector third = r.mul(C11).add(C10);
      DoubleVector beyondLinear = w.mul(first.add(v.mul(second.add(v.mul(third)))));
      high.sub(high.add(1).sub(1)).add(beyondLinear.sub(low)).intoArray(buffers.rest, i);
    }
  }

  /** ln x for k, f, s and small. */
  static void logarithm(double[] a, double[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector f = DoubleVector.fromArray(DOUBLES, buffers.f, i);
      DoubleVector s = DoubleVector.fromArray(DOUBLES, buffers.s, i);
      DoubleVector w = s.mul(s);
      DoubleVector v = w.mul(w);
      DoubleVector u = v.mul(v);
      DoubleVector odd = v.mul(L3).add(L1).add(u.mul(v.mul(L7).add(L5)));
      DoubleVector even = v.mul(L4).add(L2).add(u.mul(L6));
      DoubleVector r = w.mul(odd).add(v.mul(even));
      DoubleVector halfSquare = f.mul(0.5).mul(f);
      DoubleVector product = k.mul(LN2_HIGH);
      DoubleVector sum = product.add(f);
      DoubleVector lost = f.sub(sum.sub(product));
      DoubleVector low = k.mul(LN2_LOW).add(DoubleVector.fromArray(DOUBLES, buffers.small, i));
      DoubleVector correction = s.mul(halfSquare.add(r)).add(low);
      sum.sub(halfSquare.sub(correction).sub(lost)).intoArray(buffers.log, i);
    }
  }

  /** eʳ − 1. */
  static void minusOne(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector r = DoubleVector.fromArray(DOUBLES, buffers.high, i);
      DoubleVector w = r.mul(r);
      DoubleVector even = w.mul(w.mul(Exponential32.C6).add(Exponential32.C4)).add(0.5);
      DoubleVector odd = w.mul(w.mul(Exponential32.C7).add(Exponential32.C5)).add(Exponential32.C3);
      r.add(w.mul(even.add(r.mul(odd)))).intoArray(buffers.rest, i);
    }
  }

  /** ln x for k and f. */
  static void logarithm(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector k = DoubleVector.fromArray(DOUBLES, buffers.k, i);
      DoubleVector f = DoubleVector.fromArray(DOUBLES, buffers.f, i);
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
      k.mul(Exponential32.LN2).add(tail).blend(tail, k.compare(EQ, 0.0)).intoArray(buffers.log, i);
    }
  }
}
