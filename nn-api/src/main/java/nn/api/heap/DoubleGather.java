// GenerateSources writes its twin FloatGather.
package nn.api.heap;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Gathers units and adds them where they came from; threads share the records. One thread's own.
 */
final class DoubleGather implements IntConsumer {
  private static final double[] NO_DOUBLES = {};
  private static final int[] NO_UNITS = {};

  private double[] source = NO_DOUBLES;
  private double[] target = NO_DOUBLES;
  private int[] units = NO_UNITS;
  private int rows; // of the tensor that units are numbers of
  private int records;
  private int parts;
  private boolean adds;

  void gather(Workers workers, HeapTensor a, int[] units, HeapTensor out) {
    rows = a.shape().rows();
    adds = false;
    run(workers, a, units, out);
  }

  void scatterAdd(Workers workers, HeapTensor a, int[] units, HeapTensor out) {
    rows = out.shape().rows();
    adds = true;
    run(workers, a, units, out);
  }

  private void run(Workers workers, HeapTensor a, int[] units, HeapTensor out) {
    source = a.doubles();
    target = out.doubles();
    this.units = units;
    records = out.shape().columns();
    int slices = units.length * records / Call.SLICE;
    parts = Math.max(1, Math.min(Math.min(workers.free(), records), slices));
    try {
      workers.run(parts, this);
    } finally {
      // otherwise they would live as long as this thread
      source = NO_DOUBLES;
      target = NO_DOUBLES;
      this.units = NO_UNITS;
    }
  }

  @Override
  public void accept(int part) {
    int from = (int) ((long) records * part / parts);
    int to = (int) ((long) records * (part + 1) / parts);
    if (adds) {
      scatterAdd(source, units, rows, target, from, to);
    } else {
      gather(source, units, rows, target, from, to);
    }
  }

  private static void gather(double[] a, int[] units, int rows, double[] out, int from, int to) {
    for (int j = from; j < to; j++) {
      for (int i = 0; i < units.length; i++) {
        int unit = units[i];
        out[j * units.length + i] = unit < 0 ? 0.0 : a[j * rows + unit];
      }
    }
  }

  private static void scatterAdd(
      double[] a, int[] units, int rows, double[] out, int from, int to) {
    Arrays.fill(out, from * rows, to * rows, 0.0);
    for (int j = from; j < to; j++) {
      for (int i = 0; i < units.length; i++) {
        if (units[i] >= 0) {
          out[j * rows + units[i]] += a[j * units.length + i];
        }
      }
    }
  }
}
