package nn.backend.naive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads share the records of a gather and of its adjoint. */
class NaiveGatherTest {
  private static final int UNITS = 700;
  private static final int GATHERED = 3001;

  @ParameterizedTest
  @EnumSource
  void anyNumberOfRecordsAndThreads(DType dtype) {
    Random random = new Random(3);
    int[] units = random.ints(GATHERED, -1, UNITS).toArray();
    for (int threads : new int[] {1, 2, 3, 5}) {
      for (int records : new int[] {1, 2, 4, 37}) {
        try (Backend backend = new NaiveProvider().open(new BackendOptions(dtype, threads));
            Workspace workspace = backend.workspace()) {
          double[] whole = random.doubles((long) UNITS * records).map(Math::rint).toArray();
          double[] gathered = new double[GATHERED * records];
          double[] added = new double[UNITS * records];
          for (int j = 0; j < records; j++) {
            for (int i = 0; i < GATHERED; i++) {
              if (units[i] >= 0) {
                gathered[j * GATHERED + i] = whole[j * UNITS + units[i]];
                added[j * UNITS + units[i]] += gathered[j * GATHERED + i];
              }
            }
          }
          Tensor a = workspace.tensor(UNITS, records);
          Tensor windows = workspace.tensor(GATHERED, records);
          backend.write(whole, a);
          backend.fill(Double.NaN, windows);
          backend.gather(a, units, windows);
          backend.scatterAdd(windows, units, a);
          double[] found = new double[gathered.length];
          backend.read(windows, found);
          assertArrayEquals(gathered, found, threads + " threads, " + records + " records");
          double[] sums = new double[added.length];
          backend.read(a, sums);
          assertArrayEquals(added, sums, threads + " threads, " + records + " records");
        }
      }
    }
  }
}
