package nn.core.data;

import nn.api.Backend;
import nn.api.Tensor;
import nn.core.array.Rows;

/** The features of a data set, one record after another, held in either number type. */
sealed interface Features {

  /** A new value for one feature of a record. */
  @FunctionalInterface
  interface Scaling {
    double of(double x, int input);
  }

  int length();

  double get(int index);

  /** Copies the numbers from {@code index} on into the elements {@code from ≤ i < to}. */
  void write(int index, Backend backend, Tensor out, int from, int to);

  /** The records with these indices, which exist. */
  Features select(int[] indices, int width);

  /** Each feature of each record scaled, in the same number type. */
  Features map(int width, Scaling scaling);

  /** As doubles, in an array of its own. */
  double[] toArray();

  /** In FLOAT64. */
  final class Doubles implements Features {
    private final double[] values;

    /** Takes the array over. */
    Doubles(double[] values) {
      this.values = values;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public double get(int index) {
      return values[index];
    }

    @Override
    public void write(int index, Backend backend, Tensor out, int from, int to) {
      backend.write(values, index, out, from, to);
    }

    @Override
    public Doubles select(int[] indices, int width) {
      return new Doubles(Rows.select(values, width, indices));
    }

    @Override
    public Doubles map(int width, Scaling scaling) {
      double[] mapped = new double[values.length];
      for (int i = 0; i < mapped.length; i++) {
        mapped[i] = scaling.of(values[i], i % width);
      }
      return new Doubles(mapped);
    }

    @Override
    public double[] toArray() {
      return values.clone();
    }
  }

  /** In FLOAT32: half the memory, and half of what a batch reads. */
  final class Floats implements Features {
    private final float[] values;

    /** Takes the array over. */
    Floats(float[] values) {
      this.values = values;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public double get(int index) {
      return values[index];
    }

    @Override
    public void write(int index, Backend backend, Tensor out, int from, int to) {
      backend.write(values, index, out, from, to);
    }

    @Override
    public Floats select(int[] indices, int width) {
      float[] selected = new float[Math.multiplyExact(indices.length, width)];
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(values, indices[i] * width, selected, i * width, width);
      }
      return new Floats(selected);
    }

    @Override
    public Floats map(int width, Scaling scaling) {
      float[] mapped = new float[values.length];
      for (int i = 0; i < mapped.length; i++) {
        mapped[i] = (float) scaling.of(values[i], i % width);
      }
      return new Floats(mapped);
    }

    @Override
    public double[] toArray() {
      double[] copy = new double[values.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = values[i];
      }
      return copy;
    }
  }
}
