package nn.bench;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** EJML's own matrix product, the yardstick for a backend's. */
@State(Scope.Benchmark)
public class ProductBenchmark {
  /** Rows and columns. */
  @Param({"16", "256"})
  public int n;

  private DMatrixRMaj a = new DMatrixRMaj(0, 0);
  private DMatrixRMaj b = new DMatrixRMaj(0, 0);
  private DMatrixRMaj c = new DMatrixRMaj(0, 0);

  /** Draws the factors. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    a = RandomMatrices_DDRM.rectangle(n, n, random);
    b = RandomMatrices_DDRM.rectangle(n, n, random);
    c = new DMatrixRMaj(n, n);
  }

  /** {@code c = a b}. */
  @Benchmark
  public DMatrixRMaj ejml() {
    CommonOps_DDRM.mult(a, b, c);
    return c;
  }
}
