package nn.bench;

import java.util.List;
import java.util.function.Supplier;
import nn.api.DType;
import nn.api.Shape;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J's own calls, on arrays in 'f' order, which it prefers; and the OpenBLAS that it brings,
 * called directly.
 */
final class Nd4jLibrary implements RawLibrary {
  private static final int COLUMN_MAJOR = 102;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  @Override
  public String backend() {
    return "nd4j";
  }

  @Override
  public List<String> forms(Product product, int threads) {
    return List.of("gemm", "mmuli", "cblas", "cblas on arrays");
  }

  @Override
  public Contender open(String form, Product product, int threads) {
    Nd4j.getBackend(); // before NativeOpsHolder, which fails without
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    openblas_nolapack.blas_set_num_threads(threads);
    return switch (form) {
      case "gemm", "mmuli" -> nd4j(form, product);
      case "cblas" -> product.dtype() == DType.FLOAT64 ? doubles(product) : floats(product);
      case "cblas on arrays" ->
          product.dtype() == DType.FLOAT64 ? doubleArrays(product) : floatArrays(product);
      default -> throw new IllegalArgumentException("nd4j: no form '" + form + "'");
    };
  }

  private static Contender contender(Runnable call, Supplier<double[]> result) {
    return new Contender() {
      @Override
      public void multiply() {
        call.run();
      }

      @Override
      public double[] result() {
        return result.get();
      }
    };
  }

  private static Contender nd4j(String form, Product product) {
    INDArray a = array(product, product.shapeOfA());
    INDArray b = array(product, product.shapeOfB());
    INDArray out = array(product, new Shape(product.m(), product.n()));
    fill(a, product.a());
    fill(b, product.b());
    boolean transA = product.form() == Form.TRANS_A;
    boolean transB = product.form() == Form.TRANS_B;
    INDArray viewOfA = transA ? a.transpose() : a;
    INDArray viewOfB = transB ? b.transpose() : b;
    Runnable call =
        form.equals("gemm")
            ? () -> Nd4j.gemm(a, b, out, transA, transB, 1, 0)
            : () -> viewOfA.mmuli(viewOfB, out);
    return contender(call, () -> values(out));
  }

  private static INDArray array(Product product, Shape shape) {
    DataType type = product.dtype() == DType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    return Nd4j.create(type, new long[] {shape.rows(), shape.columns()}, 'f');
  }

  private static void fill(INDArray array, double[] values) {
    for (int i = 0; i < values.length; i++) {
      array.data().put(i, values[i]);
    }
  }

  private static double[] values(INDArray array) {
    double[] values = new double[Math.toIntExact(array.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.data().getDouble(i);
    }
    return values;
  }

  /** What {@code cblas_?gemm} wants to know of a product. */
  private record Gemm(int formOfA, int formOfB, int m, int n, int k, int stepOfA, int stepOfB) {
    static Gemm of(Product product) {
      return new Gemm(
          product.form() == Form.TRANS_A ? TRANSPOSED : PLAIN,
          product.form() == Form.TRANS_B ? TRANSPOSED : PLAIN,
          product.m(),
          product.n(),
          product.k(),
          product.shapeOfA().rows(),
          product.shapeOfB().rows());
    }

    void compute(DoublePointer a, DoublePointer b, DoublePointer out) {
      openblas_nolapack.cblas_dgemm(
          COLUMN_MAJOR, formOfA, formOfB, m, n, k, 1, a, stepOfA, b, stepOfB, 0, out, m);
    }

    void compute(FloatPointer a, FloatPointer b, FloatPointer out) {
      openblas_nolapack.cblas_sgemm(
          COLUMN_MAJOR, formOfA, formOfB, m, n, k, 1, a, stepOfA, b, stepOfB, 0, out, m);
    }

    void compute(double[] a, double[] b, double[] out) {
      openblas_nolapack.cblas_dgemm(
          COLUMN_MAJOR, formOfA, formOfB, m, n, k, 1, a, stepOfA, b, stepOfB, 0, out, m);
    }

    void compute(float[] a, float[] b, float[] out) {
      openblas_nolapack.cblas_sgemm(
          COLUMN_MAJOR, formOfA, formOfB, m, n, k, 1, a, stepOfA, b, stepOfB, 0, out, m);
    }
  }

  private static Contender doubles(Product product) {
    Gemm gemm = Gemm.of(product);
    DoublePointer a = new DoublePointer(product.a());
    DoublePointer b = new DoublePointer(product.b());
    double[] result = new double[product.m() * product.n()];
    DoublePointer out = new DoublePointer((long) result.length);
    return contender(
        () -> gemm.compute(a, b, out),
        () -> {
          out.get(result);
          return result;
        });
  }

  private static Contender floats(Product product) {
    Gemm gemm = Gemm.of(product);
    FloatPointer a = new FloatPointer(Floats.narrow(product.a()));
    FloatPointer b = new FloatPointer(Floats.narrow(product.b()));
    float[] result = new float[product.m() * product.n()];
    FloatPointer out = new FloatPointer((long) result.length);
    return contender(
        () -> gemm.compute(a, b, out),
        () -> {
          out.get(result);
          return Floats.widen(result);
        });
  }

  /** JavaCPP copies the arrays to native memory and back. */
  private static Contender doubleArrays(Product product) {
    Gemm gemm = Gemm.of(product);
    double[] a = product.a();
    double[] b = product.b();
    double[] out = new double[product.m() * product.n()];
    return contender(() -> gemm.compute(a, b, out), out::clone);
  }

  private static Contender floatArrays(Product product) {
    Gemm gemm = Gemm.of(product);
    float[] a = Floats.narrow(product.a());
    float[] b = Floats.narrow(product.b());
    float[] out = new float[product.m() * product.n()];
    return contender(() -> gemm.compute(a, b, out), () -> Floats.widen(out));
  }
}
