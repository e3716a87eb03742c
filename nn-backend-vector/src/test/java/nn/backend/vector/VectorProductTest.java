package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.heap.HeapTensor;
import nn.api.heap.Workers;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each form that a shape may choose has naive's bits. */
@ExtendWith(Warm.class)
class VectorProductTest {

  /** A factor of a product: many zeros of both signs, so that whole sums are zero. */
  private static double[] values(Random random, int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          random.nextInt(3) == 0 ? random.nextGaussian() : random.nextBoolean() ? 0.0 : -0.0;
    }
    return values;
  }

  /** Plain, with a function that is vectors' own and with one that is not. */
  private static final List<ElementwiseFunction> DENSE =
      List.of(ElementwiseFunction.COPY, ElementwiseFunction.TANH, ElementwiseFunction.RELU);

  /** A function that is vectors' own, and one that is not. */
  private static final List<ElementwiseFunction> GRADIENTS =
      List.of(ElementwiseFunction.RELU_GRADIENT, ElementwiseFunction.SIGMOID_GRADIENT);

  /** All three products [m, n] over k, one after the other, then what a dense layer computes. */
  private static double[] products(Backend backend, int m, int n, int k) {
    Random random = new Random(m + 31L * n + 977L * k);
    try (Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(m, k);
      Tensor b = workspace.tensor(k, n);
      Tensor aTransposed = workspace.tensor(k, m);
      Tensor bTransposed = workspace.tensor(n, k);
      Tensor out = workspace.tensor(m, n);
      backend.write(values(random, m * k), a);
      backend.write(values(random, m * k), aTransposed);
      backend.write(values(random, k * n), b);
      backend.write(values(random, k * n), bTransposed);
      Tensor bias = workspace.tensor(m, 1);
      backend.write(values(random, m), bias);
      Tensor output = workspace.tensor(m, n);
      backend.write(values(random, m * n), output);
      Tensor sums = workspace.tensor(m, 1);
      double[] results = new double[(4 + DENSE.size() + GRADIENTS.size()) * m * n + m];
      backend.matmul(a, b, out);
      backend.read(out, 0, m * n, results, 0);
      backend.matmulTransA(aTransposed, b, out);
      backend.read(out, 0, m * n, results, m * n);
      backend.matmulTransB(a, bTransposed, out);
      backend.read(out, 0, m * n, results, 2 * m * n);
      for (int f = 0; f < DENSE.size(); f++) {
        backend.dense(a, b, bias, DENSE.get(f), out);
        backend.read(out, 0, m * n, results, (3 + f) * m * n);
      }
      int next = (3 + DENSE.size()) * m * n;
      for (ElementwiseFunction gradient : GRADIENTS) {
        backend.denseInputGradient(aTransposed, b, gradient, output, out);
        backend.read(out, 0, m * n, results, next);
        next += m * n;
      }
      backend.denseParameterGradients(a, bTransposed, out, sums);
      backend.read(out, 0, m * n, results, next);
      backend.read(sums, 0, m, results, next + m * n);
      return results;
    }
  }

  /** Shapes on both sides of every choice: vectors, strips, blocks, copies, threads. */
  static List<Arguments> shapes() {
    List<Arguments> shapes = new ArrayList<>();
    for (int m : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 40, 64, 65, 97, 110, 129}) {
      for (int n : new int[] {1, 2, 3, 4, 5, 8, 31, 32, 33}) {
        shapes.add(Arguments.of(m, n, 1 + (7 * m + 5 * n) % 40));
      }
    }
    for (int k : new int[] {1, 2, 255, 256, 257, 511, 512, 513, 1100}) {
      shapes.add(Arguments.of(1, 30, k));
      shapes.add(Arguments.of(3, 30, k));
      shapes.add(Arguments.of(31, 30, k));
      shapes.add(Arguments.of(50, 30, k));
      shapes.add(Arguments.of(70, 65, k));
      shapes.add(Arguments.of(300, 33, k));
    }
    shapes.add(Arguments.of(1_100_000, 1, 1)); // vectors times strips exceed an int
    shapes.add(Arguments.of(520, 530, 40));
    shapes.add(Arguments.of(100, 109, 101)); // an odd number of steps, of columns, of vectors
    shapes.add(Arguments.of(262, 35, 257));
    shapes.add(Arguments.of(33, 1030, 300));
    shapes.add(Arguments.of(1030, 33, 300));
    shapes.add(Arguments.of(1, 3000, 400));
    shapes.add(Arguments.of(3000, 1, 400));
    for (int m : new int[] {2, 17, 100}) { // more records than are read twice
      shapes.add(Arguments.of(m, 3, 270_000 / m));
      shapes.add(Arguments.of(m, 60, 270_000 / m));
    }
    return shapes;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyFormIsNaives(int m, int n, int k) {
    for (DType dtype : DType.values()) {
      assertSameBits(new NaiveProvider(), new VectorProvider(), dtype, m, n, k);
      assertSameBits(new NaiveFmaProvider(), new VectorFmaProvider(), dtype, m, n, k);
    }
  }

  /** While kernels are compiled, strips grow; and processors differ: the bits are the same. */
  @ParameterizedTest
  @MethodSource("shapes")
  void neitherTheHeightOfStripsNorPackingNorRegistersChangeABit(int m, int n, int k) {
    Random random = new Random(m + 31L * n + 977L * k);
    double[] a = values(random, m * k);
    double[] b = values(random, k * n);
    double[] bTransposed = new double[k * n];
    for (int i = 0; i < k * n; i++) {
      bTransposed[i / k + i % k * n] = b[i];
    }
    try (Workers workers = new Workers(2, "test")) {
      for (boolean fused : new boolean[] {false, true}) {
        double[] expected = new double[m * n];
        new DoubleProduct(workers, fused, (work, vectors, transposes) -> false)
            .compute(a, 1, m, b, k, 1, expected, m, n, k, Strip.VECTORS);
        for (int most = TiledProduct.MIN_VECTORS; most <= Strip.VECTORS; most++) {
          for (boolean few : new boolean[] {false, true}) {
            for (boolean packing : new boolean[] {false, true}) {
              double[] actual = new double[m * n];
              DoubleProduct product =
                  new DoubleProduct(workers, fused, few, (work, vectors, transposes) -> packing);
              String what =
                  most + " vectors, packed " + packing + ", few " + few + ", fused " + fused;
              product.compute(a, 1, m, b, k, 1, actual, m, n, k, most);
              assertArrayEquals(expected, actual, what);
              product.compute(a, 1, m, bTransposed, 1, n, actual, m, n, k, most);
              assertArrayEquals(expected, actual, what + ", transposed");
            }
          }
        }
      }
    }
  }

  /** A step that is added to an odd number of them must keep a sum of {@code -0.0}. */
  @ParameterizedTest
  @EnumSource
  void packedSumsKeepTheirSign(DType dtype) {
    int n = 513; // all extents; 2^27 multiply-adds are packed, fused
    double tiny = dtype == DType.FLOAT64 ? 0x1p-600 : 0x1p-100; // whose square is below all numbers
    double[] expected = new double[n * n];
    Arrays.fill(expected, -0.0); // a fused sum of negative products that round to zero
    for (BackendProvider provider : List.of(new NaiveFmaProvider(), new VectorFmaProvider())) {
      try (Backend backend = provider.open(new BackendOptions(dtype, 1));
          Workspace workspace = backend.workspace()) {
        Tensor a = workspace.tensor(n, n);
        Tensor b = workspace.tensor(n, n);
        Tensor out = workspace.tensor(n, n);
        backend.fill(tiny, a);
        backend.fill(-tiny, b);
        backend.matmul(a, b, out);
        double[] actual = new double[n * n];
        backend.read(out, actual);
        assertArrayEquals(expected, actual, provider.name());
      }
    }
  }

  private static void assertSameBits(
      BackendProvider reference, BackendProvider provider, DType dtype, int m, int n, int k) {
    double[] expected;
    try (Backend naive = reference.open(new BackendOptions(dtype, 1))) {
      expected = products(naive, m, n, k);
    }
    for (int threads : new int[] {1, 2, 3}) {
      try (Backend vector = provider.open(new BackendOptions(dtype, threads))) {
        assertArrayEquals(
            expected,
            products(vector, m, n, k),
            provider.name() + " " + dtype + ", " + threads + " threads");
      }
    }
  }

  /** Calls a kernel, which a loop must not. */
  private record Calling(int inputs, Runnable kernel) implements ElementwiseLoop {

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      kernel.run();
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      kernel.run();
    }

    @Override
    public String toString() {
      return "calling";
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoopThatCallsAKernelIsRefused(DType dtype) {
    try (Backend backend = new VectorProvider().open(new BackendOptions(dtype, 1));
        Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(9, 9);
      Tensor bias = workspace.tensor(9, 1);
      Tensor out = workspace.tensor(9, 9);
      Tensor other = workspace.tensor(9, 9);
      backend.fill(1, a);
      ElementwiseLoop loop = new Calling(1, () -> backend.matmul(a, a, other));
      Exception refused =
          assertThrows(IllegalStateException.class, () -> backend.dense(a, a, bias, loop, out));
      assertEquals("dense: a loop must not call a kernel: calling", refused.getMessage());
      ElementwiseLoop twice =
          new Calling(1, () -> backend.dense(a, a, bias, ElementwiseFunction.TANH, other));
      refused =
          assertThrows(IllegalStateException.class, () -> backend.dense(a, a, bias, twice, out));
      assertEquals("dense: a loop must not call a kernel: calling", refused.getMessage());
      ElementwiseLoop ofTwo = new Calling(2, () -> backend.matmul(a, a, other));
      refused =
          assertThrows(
              IllegalStateException.class,
              () -> backend.denseInputGradient(a, a, ofTwo, other, out));
      assertEquals(
          "denseInputGradient: a loop must not call a kernel: calling", refused.getMessage());
      backend.matmul(a, a, out); // and nothing is left of it
      double[] results = new double[81];
      backend.read(out, results);
      assertEquals(9, results[80]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noKernelKeepsItsOperands(DType dtype) throws InterruptedException {
    try (Backend backend = new VectorProvider().open(new BackendOptions(dtype, 2))) {
      WeakReference<Object> used = used(backend);
      for (int i = 0; i < 50 && used.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertNull(used.get());
    }
  }

  private static WeakReference<Object> used(Backend backend) {
    try (Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(200, 200);
      Tensor out = workspace.tensor(200, 200);
      backend.matmul(a, a, out);
      backend.matmulTransA(a, a, out);
      backend.matmulTransB(a, a, out);
      backend.dense(a, a, workspace.tensor(200, 1), ElementwiseFunction.RELU, out);
      HeapTensor heap = (HeapTensor) a; // holds its array, so the array outlives it
      return new WeakReference<>(backend.dtype() == DType.FLOAT64 ? heap.doubles() : heap.floats());
    }
  }
}
