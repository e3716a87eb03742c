package nn.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Square products of the naive backends, on one thread, beside EJML's single-threaded ones. Before
 * anything is timed, naive's result is compared with EJML's, which it must equal.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ProductBenchmark {

  /** Which operand is transposed. */
  public enum Form {
    /** {@code a · b}. */
    PLAIN,
    /** {@code aᵀ · b}. */
    TRANS_A,
    /** {@code a · bᵀ}. */
    TRANS_B
  }

  /** Rows and columns. */
  @Param({"256"})
  public int n;

  /** The number type. */
  @Param public DType dtype = DType.FLOAT64;

  /** The form. */
  @Param public Form form = Form.PLAIN;

  private final Ejml ejml = new Ejml();
  private final Operands naive = new Operands();
  private final Operands naiveFma = new Operands();

  /** A backend with two factors and their product. */
  @SuppressWarnings("NullAway.Init") // set by open, which runs first
  private static final class Operands {
    private Backend backend;
    private Tensor a;
    private Tensor b;
    private Tensor out;

    void open(String name, DType dtype, int n, double[] first, double[] second) {
      backend = Backends.open(name, new BackendOptions(dtype, 1));
      Workspace workspace = backend.workspace();
      a = workspace.tensor(n, n);
      b = workspace.tensor(n, n);
      out = workspace.tensor(n, n);
      backend.write(first, a);
      backend.write(second, b);
    }

    Tensor multiply(Form form) {
      switch (form) {
        case PLAIN -> backend.matmul(a, b, out);
        case TRANS_A -> backend.matmulTransA(a, b, out);
        case TRANS_B -> backend.matmulTransB(a, b, out);
      }
      return out;
    }
  }

  /** EJML's matrices. They are row-major: what a backend holds record after record, transposed. */
  private static final class Ejml {
    private DMatrixRMaj a = new DMatrixRMaj(0, 0);
    private DMatrixRMaj b = new DMatrixRMaj(0, 0);
    private DMatrixRMaj out = new DMatrixRMaj(0, 0);
    private FMatrixRMaj floatA = new FMatrixRMaj(0, 0);
    private FMatrixRMaj floatB = new FMatrixRMaj(0, 0);
    private FMatrixRMaj floatOut = new FMatrixRMaj(0, 0);

    void open(int n, double[] first, double[] second) {
      a = new DMatrixRMaj(n, n);
      b = new DMatrixRMaj(n, n);
      out = new DMatrixRMaj(n, n);
      floatA = new FMatrixRMaj(n, n);
      floatB = new FMatrixRMaj(n, n);
      floatOut = new FMatrixRMaj(n, n);
      for (int row = 0; row < n; row++) {
        for (int column = 0; column < n; column++) {
          a.set(row, column, first[column * n + row]);
          b.set(row, column, second[column * n + row]);
          floatA.set(row, column, (float) first[column * n + row]);
          floatB.set(row, column, (float) second[column * n + row]);
        }
      }
    }

    Object multiply(DType dtype, Form form) {
      if (dtype == DType.FLOAT64) {
        switch (form) {
          case PLAIN -> CommonOps_DDRM.mult(a, b, out);
          case TRANS_A -> CommonOps_DDRM.multTransA(a, b, out);
          case TRANS_B -> CommonOps_DDRM.multTransB(a, b, out);
        }
        return out;
      }
      switch (form) {
        case PLAIN -> CommonOps_FDRM.mult(floatA, floatB, floatOut);
        case TRANS_A -> CommonOps_FDRM.multTransA(floatA, floatB, floatOut);
        case TRANS_B -> CommonOps_FDRM.multTransB(floatA, floatB, floatOut);
      }
      return floatOut;
    }

    double result(DType dtype, int row, int column) {
      return dtype == DType.FLOAT64 ? out.get(row, column) : floatOut.get(row, column);
    }
  }

  /** Draws the factors and compares the products. */
  @Setup
  public void open() {
    Random random = new Random(1);
    double[] first = random.doubles((long) n * n, -1, 1).toArray();
    double[] second = random.doubles((long) n * n, -1, 1).toArray();
    ejml.open(n, first, second);
    naive.open("naive", dtype, n, first, second);
    naiveFma.open("naive-fma", dtype, n, first, second);
    ejml.multiply(dtype, form);
    double[] product = new double[n * n];
    naive.backend.read(naive.multiply(form), product);
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        double expected = ejml.result(dtype, row, column);
        if (product[column * n + row] != expected) {
          throw new IllegalStateException(
              "product: naive differs from EJML: element ["
                  + row
                  + ", "
                  + column
                  + "] is "
                  + product[column * n + row]
                  + ", EJML has "
                  + expected);
        }
      }
    }
  }

  /** Closes the backends. */
  @TearDown
  public void close() {
    naive.backend.close();
    naiveFma.backend.close();
  }

  /** EJML, one thread. */
  @Benchmark
  public Object ejml() {
    return ejml.multiply(dtype, form);
  }

  /** The naive backend, one thread. */
  @Benchmark
  public Object naive() {
    return naive.multiply(form);
  }

  /** The naive backend in fused arithmetic, one thread. */
  @Benchmark
  public Object naiveFma() {
    return naiveFma.multiply(form);
  }
}
