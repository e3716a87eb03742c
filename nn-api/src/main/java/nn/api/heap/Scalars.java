package nn.api.heap;

/** Copies scalars to a number type, into an array that is kept if it is long enough. */
final class Scalars {

  private Scalars() {}

  static double[] doubles(double[] scalars, double[] kept) {
    double[] copy = kept.length < scalars.length ? new double[scalars.length] : kept;
    System.arraycopy(scalars, 0, copy, 0, scalars.length);
    return copy;
  }

  static float[] floats(double[] scalars, float[] kept) {
    float[] rounded = kept.length < scalars.length ? new float[scalars.length] : kept;
    for (int s = 0; s < scalars.length; s++) {
      rounded[s] = (float) scalars[s];
    }
    return rounded;
  }
}
