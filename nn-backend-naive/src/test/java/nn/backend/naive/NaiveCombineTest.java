package nn.backend.naive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaiveCombineTest {

  @ParameterizedTest
  @CsvSource({"FLOAT64, 1, 3", "FLOAT64, 3, 1", "FLOAT32, 1, 3", "FLOAT32, 3, 1"})
  void oneNumberIsAColumnForOneUnitAndARowForOneRecord(DType dtype, int units, int records) {
    try (Backend backend = new NaiveProvider().open(new BackendOptions(dtype, 1));
        Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(units, records);
      Tensor b = workspace.tensor(1, 1);
      backend.write(new double[] {1, 2, 3}, a);
      backend.write(new double[] {10}, b);
      backend.combine(CombineOperation.ADD, a, b, a);
      double[] sums = new double[3];
      backend.read(a, sums);
      assertArrayEquals(new double[] {11, 12, 13}, sums);
    }
  }
}
