package nn.api.heap;

import java.util.Arrays;

/** Units and records by their numbers, which are checked; each sum in ascending order. */
final class GatherLoops {

  private GatherLoops() {}

  static void gather(double[] a, int m, int[] units, double[] out) {
    int n = out.length / units.length;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < units.length; i++) {
        int unit = units[i];
        out[j * units.length + i] = unit < 0 ? 0.0 : a[j * m + unit];
      }
    }
  }

  static void scatterAdd(double[] a, int[] units, double[] out, int m) {
    Arrays.fill(out, 0.0);
    int n = out.length / m;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < units.length; i++) {
        if (units[i] >= 0) {
          out[j * m + units[i]] += a[j * units.length + i];
        }
      }
    }
  }

  static void gatherRecords(double[] a, int m, double[] indices, double[] out) {
    for (int j = 0; j < indices.length; j++) {
      int record = (int) indices[j];
      System.arraycopy(a, record * m, out, j * m, m);
    }
  }

  static void scatterAddRecords(double[] a, int m, double[] indices, double[] out) {
    Arrays.fill(out, 0.0);
    for (int j = 0; j < indices.length; j++) {
      int record = (int) indices[j];
      for (int i = 0; i < m; i++) {
        out[record * m + i] += a[j * m + i];
      }
    }
  }

  static void gather(float[] a, int m, int[] units, float[] out) {
    int n = out.length / units.length;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < units.length; i++) {
        int unit = units[i];
        out[j * units.length + i] = unit < 0 ? 0.0f : a[j * m + unit];
      }
    }
  }

  static void scatterAdd(float[] a, int[] units, float[] out, int m) {
    Arrays.fill(out, 0.0f);
    int n = out.length / m;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < units.length; i++) {
        if (units[i] >= 0) {
          out[j * m + units[i]] += a[j * units.length + i];
        }
      }
    }
  }

  static void gatherRecords(float[] a, int m, float[] indices, float[] out) {
    for (int j = 0; j < indices.length; j++) {
      int record = (int) indices[j];
      System.arraycopy(a, record * m, out, j * m, m);
    }
  }

  static void scatterAddRecords(float[] a, int m, float[] indices, float[] out) {
    Arrays.fill(out, 0.0f);
    for (int j = 0; j < indices.length; j++) {
      int record = (int) indices[j];
      for (int i = 0; i < m; i++) {
        out[record * m + i] += a[j * m + i];
      }
    }
  }
}
