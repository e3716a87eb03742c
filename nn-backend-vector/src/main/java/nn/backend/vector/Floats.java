package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * FLOAT32 for FLOAT64 arithmetic and back, as stages.
 *
 * <p>A vector of floats becomes two of doubles. Reading half as many floats at a time would be
 * simpler, but as soon as vectors of floats come in two sizes, C2 on Java 17 knows the exact type
 * of neither.
 */
final class Floats {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;

  private Floats() {}

  static void widen(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    int half = DOUBLES.length();
    for (int i = 0; i < length; i += FLOATS.length()) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, from + i);
      ((DoubleVector) x.convertShape(F2D, DOUBLES, 0)).intoArray(buffers.x, i);
      ((DoubleVector) x.convertShape(F2D, DOUBLES, 1)).intoArray(buffers.x, i + half);
    }
  }

  static void narrow(float[] a, float[] out, int from, int length, StageBuffers buffers) {
    int half = DOUBLES.length();
    for (int i = 0; i < length; i += FLOATS.length()) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, buffers.x, i);
      FloatVector low = (FloatVector) x.convertShape(D2F, FLOATS, 0);
      DoubleVector y = DoubleVector.fromArray(DOUBLES, buffers.x, i + half);
      FloatVector high = (FloatVector) y.convertShape(D2F, FLOATS, -1);
      low.reinterpretAsInts()
          .or(high.reinterpretAsInts()) // the other half of each is zero
          .reinterpretAsFloats()
          .intoArray(out, from + i);
    }
  }
}
