package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kernels other than the products against the reference, bit for bit, at every edge of a vector.
 */
@ExtendWith(Warm.class)
class VectorKernelsTest {
  private static final int[] RECORDS = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33};

  private static final double[] EDGES = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
  };

  private static final CombineOperation[] OPERATIONS = CombineOperation.values();

  private static double[] draw(Random random, int size, boolean edges) {
    return random
        .doubles(size)
        .map(
            u ->
                edges && random.nextInt(50) == 0
                    ? EDGES[random.nextInt(EDGES.length)]
                    : random.nextGaussian())
        .toArray();
  }

  /** Every kernel once, on one backend. */
  private static double[][] compute(
      Backend backend, int units, int records, double[] a, double[] b, double[] line) {
    int size = units * records;
    try (Workspace workspace = backend.workspace()) {
      Tensor x = workspace.tensor(units, records);
      Tensor y = workspace.tensor(units, records);
      Tensor column = workspace.tensor(units, 1);
      Tensor row = workspace.tensor(1, records);
      backend.write(a, 0, x, 0, size);
      backend.write(b, 0, y, 0, size);
      backend.write(line, 0, column, 0, units);
      backend.write(line, 0, row, 0, records);
      double[][] results = new double[2 * OPERATIONS.length + 7][];
      int n = 0;
      Tensor out = workspace.tensor(units, records);
      for (CombineOperation operation : OPERATIONS) {
        backend.combine(operation, x, column, out);
        results[n++] = read(backend, out);
        backend.combine(operation, x, row, out);
        results[n++] = read(backend, out);
      }
      backend.sumOverRecords(x, column);
      results[n++] = read(backend, column);
      backend.sumOverUnits(x, row);
      results[n++] = read(backend, row);
      backend.maxOverUnits(x, row);
      results[n++] = read(backend, row);
      backend.softmax(x, out);
      results[n++] = read(backend, out);
      backend.softmaxGradient(x, y, out);
      results[n++] = read(backend, out);
      backend.softmaxGradient(x, y, y); // in place
      results[n++] = read(backend, y);
      backend.softmax(x, x); // in place
      results[n] = read(backend, x);
      return results;
    }
  }

  private static double[] read(Backend backend, Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    backend.read(tensor, 0, values.length, values, 0);
    return values;
  }

  private static BackendOptions options(DType dtype) {
    return new BackendOptions(dtype, 1);
  }

  @ParameterizedTest
  @EnumSource
  void allShapesHaveTheReferencesBits(DType dtype) {
    Random random = new Random(1);
    try (Backend naive = new NaiveProvider().open(options(dtype));
        Backend vector = new VectorProvider().open(options(dtype))) {
      for (int units = 1; units <= 140; units += units < 70 ? 1 : 23) {
        for (int records : RECORDS) {
          boolean edges = random.nextBoolean();
          double[] a = draw(random, units * records, edges);
          double[] b = draw(random, units * records, edges);
          double[] line = draw(random, Math.max(units, records), edges);
          double[][] expected = compute(naive, units, records, a, b, line);
          double[][] actual = compute(vector, units, records, a, b, line);
          for (int k = 0; k < expected.length; k++) {
            assertEquals(
                Arrays.toString(expected[k]),
                Arrays.toString(actual[k]),
                "result " + k + " of [" + units + ", " + records + "]");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void softmaxOfManyAndOfLongRecordsHasTheReferencesBits(DType dtype) {
    Random random = new Random(2);
    try (Backend naive = new NaiveProvider().open(options(dtype));
        Backend vector = new VectorProvider().open(options(dtype))) {
      for (int[] shape : new int[][] {{1, 2000}, {3, 1000}, {10, 300}, {1023, 3}, {1500, 9}}) {
        double[] a = draw(random, shape[0] * shape[1], false);
        double[] line = draw(random, Math.max(shape[0], shape[1]), false);
        double[][] expected = compute(naive, shape[0], shape[1], a, a, line);
        double[][] actual = compute(vector, shape[0], shape[1], a, a, line);
        for (int k = 0; k < expected.length; k++) {
          assertEquals(
              Arrays.toString(expected[k]),
              Arrays.toString(actual[k]),
              "result " + k + " of " + Arrays.toString(shape));
        }
      }
    }
  }

  @Test
  void oneNumberIsCombinedWithAColumnOrARow() {
    try (Backend vector = new VectorProvider().open(options(DType.FLOAT64));
        Workspace workspace = vector.workspace()) {
      double[] a = draw(new Random(4), 37, false);
      Tensor number = workspace.tensor(1, 1);
      vector.write(new double[] {0.1}, 0, number, 0, 1);
      for (Tensor x : new Tensor[] {workspace.tensor(37, 1), workspace.tensor(1, 37)}) {
        vector.write(a, 0, x, 0, 37);
        vector.combine(CombineOperation.MULTIPLY, x, number, x);
        assertEquals(
            Arrays.toString(Arrays.stream(a).map(v -> v * 0.1).toArray()),
            Arrays.toString(read(vector, x)));
      }
    }
  }
}
