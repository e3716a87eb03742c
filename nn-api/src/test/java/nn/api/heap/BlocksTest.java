package nn.api.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns, rows and sums on both sides of the edges of blocks, against one element at a time. */
class BlocksTest {

  static IntStream units() {
    return IntStream.of(1, 2, 3, 127, 128, 129, 511, 512, 513, 1023, 1024, 1025, 2047, 2049);
  }

  static Stream<Arguments> cases() {
    return units()
        .boxed()
        .flatMap(
            units ->
                IntStream.of(1, 2, 3, 4, 5, 9, 1025)
                    .filter(records -> (long) units * records < 100_000)
                    .boxed()
                    .flatMap(
                        records ->
                            Stream.of(DType.values())
                                .map(dtype -> Arguments.of(dtype, units, records))));
  }

  private static double[] draw(DType dtype, int size) {
    return new Random(size).doubles(size, -1, 1).map(dtype::round).toArray();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void combineAndSums(DType dtype, int units, int records) {
    try (FakeBackend backend = new FakeBackend("fake", dtype, 1)) {
      Workspace workspace = backend.workspace();
      double[] a = draw(dtype, units * records);
      double[] column = draw(dtype, units);
      double[] row = draw(dtype, records);
      Tensor ta = workspace.tensor(units, records);
      Tensor tColumn = workspace.tensor(units, 1);
      Tensor tRow = workspace.tensor(1, records);
      Tensor out = workspace.tensor(units, records);
      backend.write(a, ta);
      backend.write(column, tColumn);
      backend.write(row, tRow);
      double[] actual = new double[a.length];
      backend.combine(CombineOperation.SUBTRACT, ta, tColumn, out);
      backend.read(out, actual);
      for (int i = 0; i < a.length; i++) {
        assertEquals(dtype.round(a[i] - column[i % units]), actual[i], "column, element " + i);
      }
      backend.combine(CombineOperation.MULTIPLY, ta, tRow, ta);
      backend.read(ta, actual);
      for (int i = 0; i < a.length; i++) {
        assertEquals(dtype.round(a[i] * row[i / units]), actual[i], "row, element " + i);
      }
      backend.write(a, ta);
      backend.sumOverRecords(ta, tColumn);
      double[] sums = new double[units];
      backend.read(tColumn, sums);
      for (int i = 0; i < units; i++) {
        double sum = 0;
        for (int j = 0; j < records; j++) {
          sum = dtype.round(sum + a[j * units + i]);
        }
        assertEquals(sum, sums[i], "sum of unit " + i);
      }
    }
  }
}
