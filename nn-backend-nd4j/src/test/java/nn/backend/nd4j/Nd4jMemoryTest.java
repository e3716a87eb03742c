package nn.backend.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native memory is freed by closing, whichever thread used it. */
@WithNatives
class Nd4jMemoryTest {

  private static void products(Backend backend, int size) {
    try (Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(size, size);
      Tensor out = workspace.tensor(size, size);
      backend.matmul(a, a, out);
      backend.matmulTransA(a, a, out);
      backend.matmulTransB(a, a, out);
    }
  }

  /** Less than before is left where a garbage collection has freed what others left. */
  private static void assertFreed(long before) {
    long left = Pointer.totalBytes();
    assertTrue(left <= before, left + " bytes, before " + before);
  }

  @ParameterizedTest
  @EnumSource
  void closingFreesTheMemoryOfEveryThread(DType dtype) throws Exception {
    new Nd4jProvider().open(new BackendOptions(dtype, 2)).close(); // loads ND4J
    long before = Pointer.totalBytes();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try (Backend backend = new Nd4jProvider().open(new BackendOptions(dtype, 2))) {
      products(backend, 10);
      products(backend, 100);
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(pool.submit(() -> products(backend, 100)));
      }
      for (Future<?> call : calls) {
        call.get();
      }
      long used = Pointer.totalBytes() - before;
      assertTrue(used >= 3 * 100 * 100 * (long) dtype.bytes(), used + " bytes");
    } finally {
      pool.shutdown();
    }
    assertFreed(before);
  }

  @Test
  void closingWhileProductsRunFreesTheirMemoryToo() throws Exception {
    new Nd4jProvider().open(new BackendOptions(DType.FLOAT64, 1)).close(); // loads ND4J
    long before = Pointer.totalBytes();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 50; round++) {
        Backend backend = new Nd4jProvider().open(new BackendOptions(DType.FLOAT64, 1));
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          calls.add(
              pool.submit(
                  () -> {
                    while (true) {
                      products(backend, 60);
                    }
                  }));
        }
        Thread.sleep(2);
        backend.close();
        for (Future<?> call : calls) {
          try {
            call.get();
          } catch (ExecutionException ended) {
            assertTrue(ended.getCause() instanceof ClosedException, ended.toString());
          }
        }
        assertFreed(before);
      }
    } finally {
      pool.shutdown();
    }
  }

  /** Without C2, whose own memory grows by more than 5 % whenever it compiles something large. */
  @Test
  void tenThousandBackendsTakeNoMoreMemoryThanAThousand() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Cycles.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), printed);
    String[] resident = printed.split(" ", -1);
    double growth = Double.parseDouble(resident[1]) / Double.parseDouble(resident[0]);
    assertTrue(growth <= 1.01, "resident KiB after 1,000 and 10,000 cycles: " + printed);
  }

  /**
   * Opens, uses and closes backends; prints the resident KiB after 1,000 and after 10,000. One
   * thread each, since stacks of threads that have not ended yet would be measured too.
   */
  static final class Cycles {
    private Cycles() {}

    public static void main(String[] arguments) throws Exception {
      StringBuilder resident = new StringBuilder();
      for (int cycle = 1; cycle <= 10_000; cycle++) {
        DType dtype = cycle % 2 == 0 ? DType.FLOAT64 : DType.FLOAT32;
        try (Backend backend = new Nd4jProvider().open(new BackendOptions(dtype, 1))) {
          products(backend, 40);
        }
        if (cycle == 1_000 || cycle == 10_000) {
          System.gc();
          resident.append(resident()).append(' ');
        }
      }
      System.out.println(resident);
    }

    private static String resident() throws Exception {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .findFirst()
          .orElseThrow();
    }
  }
}
