package nn.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each form that a shape may choose has naive's bits. */
class EjmlProductTest {

  /** A factor of a product: many zeros of both signs, so that whole sums are zero. */
  private static double[] values(Random random, int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          random.nextInt(3) == 0 ? random.nextGaussian() : random.nextBoolean() ? 0.0 : -0.0;
    }
    return values;
  }

  /** All three products [m, n] over k, one after the other. */
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
      double[] results = new double[3 * m * n];
      backend.matmul(a, b, out);
      backend.read(out, 0, m * n, results, 0);
      backend.matmulTransA(aTransposed, b, out);
      backend.read(out, 0, m * n, results, m * n);
      backend.matmulTransB(a, bTransposed, out);
      backend.read(out, 0, m * n, results, 2 * m * n);
      return results;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 40, 300",
    "40, 1, 300",
    "2, 50, 7",
    "7, 50, 40",
    "8, 50, 40",
    "14, 20, 40",
    "15, 20, 40",
    "32, 32, 191",
    "32, 32, 192",
    "31, 32, 192",
    "32, 31, 192",
    "70, 80, 200",
    "100, 100, 99",
    "100, 100, 100",
    "7, 700, 300",
    "64, 300, 1",
    "1, 1000, 1100"
  })
  void everyFormIsNaives(int m, int n, int k) {
    for (DType dtype : DType.values()) {
      double[] expected;
      try (Backend naive = new NaiveProvider().open(new BackendOptions(dtype, 1))) {
        expected = products(naive, m, n, k);
      }
      for (int threads : new int[] {1, 2}) {
        try (Backend ejml = new EjmlProvider().open(new BackendOptions(dtype, threads))) {
          assertArrayEquals(
              expected, products(ejml, m, n, k), dtype + ", " + threads + " threads"); // bits
        }
      }
    }
  }

  @Test
  void anInterruptDuringASharedProductChangesNothing() throws Exception {
    int n = 300;
    double[] expected;
    try (Backend naive = new NaiveProvider().open(new BackendOptions(DType.FLOAT64, 1))) {
      expected = products(naive, n, n, n);
    }
    try (Backend ejml = new EjmlProvider().open(new BackendOptions(DType.FLOAT64, 2))) {
      CountDownLatch started = new CountDownLatch(1);
      FutureTask<Boolean> calls =
          new FutureTask<>(
              () -> {
                started.countDown();
                for (int round = 0; round < 30; round++) {
                  assertArrayEquals(expected, products(ejml, n, n, n));
                }
                return Thread.interrupted();
              });
      Thread caller = new Thread(calls);
      caller.start();
      started.await();
      for (int i = 0; i < 20; i++) {
        Thread.sleep(5);
        caller.interrupt();
      }
      assertTrue(calls.get(), "the interrupt was lost");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noKernelKeepsItsOperands(DType dtype) throws InterruptedException {
    try (Backend backend = new EjmlProvider().open(new BackendOptions(dtype, 2))) {
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
      HeapTensor heap = (HeapTensor) a; // holds its array, so the array outlives it
      return new WeakReference<>(backend.dtype() == DType.FLOAT64 ? heap.doubles() : heap.floats());
    }
  }
}
