package nn.api;

/**
 * The default kernels that move values about: over reading and writing alone. Sums are rounded to
 * the dtype at every step; in FLOAT32 a sum in double that is rounded is the sum in float.
 */
final class Gathering {

  private Gathering() {}

  static void gather(Backend backend, Tensor a, int[] units, Tensor out) {
    double[] from = values(backend, a);
    double[] to = new double[out.shape().size()];
    int m = a.shape().rows();
    for (int j = 0; j < out.shape().columns(); j++) {
      for (int i = 0; i < units.length; i++) {
        if (units[i] >= 0) {
          to[j * units.length + i] = from[j * m + units[i]];
        }
      }
    }
    backend.write(to, out);
  }

  static void scatterAdd(Backend backend, Tensor a, int[] units, Tensor out) {
    double[] from = values(backend, a);
    double[] to = new double[out.shape().size()];
    int m = out.shape().rows();
    for (int j = 0; j < out.shape().columns(); j++) {
      for (int i = 0; i < units.length; i++) {
        if (units[i] >= 0) {
          int at = j * m + units[i];
          to[at] = backend.dtype().round(to[at] + from[j * units.length + i]);
        }
      }
    }
    backend.write(to, out);
  }

  static void gatherRecords(Backend backend, Tensor a, Tensor indices, Tensor out) {
    double[] from = values(backend, a);
    int[] records = records("gatherRecords", backend, indices, a.shape().columns());
    double[] to = new double[out.shape().size()];
    int m = a.shape().rows();
    for (int j = 0; j < records.length; j++) {
      System.arraycopy(from, records[j] * m, to, j * m, m);
    }
    backend.write(to, out);
  }

  static void scatterAddRecords(Backend backend, Tensor a, Tensor indices, Tensor out) {
    double[] from = values(backend, a);
    int[] records = records("scatterAddRecords", backend, indices, out.shape().columns());
    double[] to = new double[out.shape().size()];
    int m = a.shape().rows();
    for (int j = 0; j < records.length; j++) {
      for (int i = 0; i < m; i++) {
        int at = records[j] * m + i;
        to[at] = backend.dtype().round(to[at] + from[j * m + i]);
      }
    }
    backend.write(to, out);
  }

  static void reshape(Backend backend, Tensor a, Tensor out) {
    backend.write(values(backend, a), out);
  }

  private static int[] records(String operation, Backend backend, Tensor indices, int count) {
    double[] values = values(backend, indices);
    int[] records = new int[values.length];
    for (int j = 0; j < values.length; j++) {
      records[j] = Checks.index(operation, values[j], j, count);
    }
    return records;
  }

  private static double[] values(Backend backend, Tensor a) {
    double[] values = new double[a.shape().size()];
    backend.read(a, values);
    return values;
  }
}
