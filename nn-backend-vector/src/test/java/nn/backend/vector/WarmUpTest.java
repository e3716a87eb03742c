package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.junit.jupiter.api.Test;

/** What is compiled is what a program works with, and no bit depends on when. */
class WarmUpTest {

  /** Of three products of 2²⁷ multiply-adds each, so that 10¹⁰ are exceeded. */
  private static final int MANY_CALLS = 26;

  /** In a JVM of its own: products of a side, then a function; says whether compiling began. */
  public static void main(String[] args) {
    int side = Integer.parseInt(args[0]);
    int calls = Integer.parseInt(args[1]);
    boolean began = false;
    for (DType dtype : DType.values()) {
      BackendOptions options = new BackendOptions(dtype, 1);
      try (Backend vector = Backends.open("vector", options);
          Backend naive = Backends.open("naive", options)) {
        double[] expected = results(naive, side);
        for (int call = 0; call < calls; call++) {
          if (!Arrays.equals(expected, results(vector, side))) {
            throw new AssertionError(dtype + ": other bits in call " + call);
          }
          began |= isCompiling();
        }
      }
    }
    System.out.println("compiling began: " + began);
    System.out.println("path: " + new VectorProvider().path(DType.FLOAT64));
  }

  /** Of products in all three forms, and of an exponential of one. */
  private static double[] results(Backend backend, int side) {
    Random random = new Random(5);
    double[] numbers = random.doubles((long) side * side, -1, 1).toArray();
    try (Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(side, side);
      backend.write(numbers, a);
      Tensor product = workspace.tensor(side, side);
      Tensor next = workspace.tensor(side, side);
      backend.matmul(a, a, product);
      backend.matmulTransA(product, a, next);
      backend.matmulTransB(next, a, product);
      backend.apply(ElementwiseFunction.TANH, product, next);
      backend.read(next, numbers);
      return numbers;
    }
  }

  private static boolean isCompiling() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("nn-vector-warm-up"));
  }

  private static String run(int side, int calls, String... ofJava) throws Exception {
    List<String> all = new ArrayList<>(List.of(ofJava));
    all.add("--add-modules=jdk.incubator.vector");
    return OwnJvm.run(WarmUpTest.class, all, String.valueOf(side), String.valueOf(calls));
  }

  @Test
  void littleWorkHasNothingCompiled() throws Exception {
    String printed = run(64, 20);
    assertTrue(printed.contains("compiling began: false"), printed);
    assertTrue(printed.contains("path: plain loops\n"), printed);
  }

  @Test
  void muchWorkHasProductsCompiledMeanwhile() throws Exception {
    String printed = run(512, MANY_CALLS);
    assertTrue(printed.contains("compiling began: true"), printed);
  }

  @Test
  void withoutTheCompilerOfVectorsAllStaysWithPlainLoops() throws Exception {
    String printed = run(512, MANY_CALLS, "-XX:TieredStopAtLevel=1");
    assertTrue(printed.contains("compiling began: false"), printed);
    assertTrue(printed.contains("path: plain loops\n"), printed);
  }
}
