package nn.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.function.BiConsumer;
import nn.api.heap.FakeBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatheringTest {

  /** What a kernel makes of two tensors, {@code a} and {@code out}, by default and overridden. */
  private static void same(
      DType dtype, Shape a, Shape out, double[] values, BiConsumer<Backend, Tensor[]> kernel) {
    try (Backend heap = new FakeBackend("fake", dtype, 1)) {
      double[] overridden = run(heap, a, out, values, kernel);
      assertArrayEquals(overridden, run(new RequiredKernelsBackend(heap), a, out, values, kernel));
    }
  }

  private static double[] run(
      Backend backend, Shape a, Shape out, double[] values, BiConsumer<Backend, Tensor[]> kernel) {
    Workspace workspace = backend.workspace();
    Tensor operand = workspace.tensor(a);
    Tensor destination = workspace.tensor(out);
    backend.write(values, operand);
    backend.fill(Double.NaN, destination);
    kernel.accept(backend, new Tensor[] {operand, destination});
    double[] result = new double[out.size()];
    backend.read(destination, result);
    return result;
  }

  @ParameterizedTest
  @EnumSource
  void defaultsHaveTheBitsOfTheHeap(DType dtype) {
    double[] values = new Random(5).doubles(7 * 9, -1, 1).toArray();
    values[3] = -0.0;
    values[20] = Double.POSITIVE_INFINITY;
    Shape a = new Shape(7, 9);
    int[] units = {6, -1, 0, 0, 3, 6, 6};
    same(dtype, a, a, values, (backend, t) -> backend.gather(t[0], units, t[1]));
    same(dtype, a, a, values, (backend, t) -> backend.scatterAdd(t[0], units, t[1]));
    same(dtype, a, new Shape(3, 21), values, (backend, t) -> backend.reshape(t[0], t[1]));
    same(dtype, a, a, values, (backend, t) -> backend.gatherRecords(t[0], indices(backend), t[1]));
    same(
        dtype,
        a,
        new Shape(7, 12),
        values,
        (backend, t) -> backend.scatterAddRecords(t[0], indices(backend), t[1]));
  }

  private static Tensor indices(Backend backend) {
    Tensor indices = backend.workspace().tensor(1, 9);
    backend.write(new double[] {8, 0, 0, -0.0, 5, 8, 1, 8, 8}, indices);
    return indices;
  }

  /**
   * A 2 × 2 image of one channel and a 3 × 3 kernel of ones: every output is the sum of all four
   * pixels, since each window has them all.
   */
  @ParameterizedTest
  @EnumSource
  void aConvolutionIsAGatherAndASum(DType dtype) {
    int[] windows = {
      -1, -1, -1, -1, 0, 1, -1, 2, 3, //
      -1, -1, -1, 0, 1, -1, 2, 3, -1, //
      -1, 0, 1, -1, 2, 3, -1, -1, -1, //
      0, 1, -1, 2, 3, -1, -1, -1, -1
    };
    try (Backend backend = new FakeBackend("fake", dtype, 1)) {
      Workspace workspace = backend.workspace();
      Tensor image = workspace.tensor(4, 2); // two records
      backend.write(new double[] {1, 2, 3, 4, 10, 20, 30, 40}, image);
      Tensor taps = workspace.tensor(36, 2);
      backend.gather(image, windows, taps);
      Tensor patches = workspace.tensor(9, 8);
      backend.reshape(taps, patches);
      Tensor sums = workspace.tensor(1, 8);
      backend.sumOverUnits(patches, sums);
      double[] found = new double[8];
      backend.read(sums, found);
      assertArrayEquals(new double[] {10, 10, 10, 10, 100, 100, 100, 100}, found);
      // and back: each pixel is in four windows
      backend.fill(1, taps);
      backend.scatterAdd(taps, windows, image);
      backend.read(image, found);
      assertArrayEquals(new double[] {4, 4, 4, 4, 4, 4, 4, 4}, found);
    }
  }
}
