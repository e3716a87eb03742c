package nn.backend.vector;

import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.ElementwiseFunction;

/** {@code a ≤ 0 ? +0.0 : da}. */
final class ReluGradientLoop extends VectorFunction {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;

  ReluGradientLoop() {
    super(ElementwiseFunction.RELU_GRADIENT);
  }

  @Override
  int vectors(double[][] operands, int from, int to) {
    if (!Lanes.SELECTS_DOUBLES) {
      return from;
    }
    double[] a = operands[0];
    double[] da = operands[1];
    double[] out = operands[2];
    int i = from;
    for (; i <= to - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector gradient = DoubleVector.fromArray(DOUBLES, da, i);
      gradient.blend(0.0, DoubleVector.fromArray(DOUBLES, a, i).compare(LE, 0.0)).intoArray(out, i);
    }
    return i;
  }

  @Override
  int vectors(float[][] operands, int from, int to) {
    float[] a = operands[0];
    float[] da = operands[1];
    float[] out = operands[2];
    int i = from;
    for (; i <= to - FLOATS.length(); i += FLOATS.length()) {
      FloatVector gradient = FloatVector.fromArray(FLOATS, da, i);
      gradient.blend(0.0f, FloatVector.fromArray(FLOATS, a, i).compare(LE, 0.0f)).intoArray(out, i);
    }
    return i;
  }
}
