package nn.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.Workspace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A named function of 65,536 elements; judged by its definition on plain arrays. */
@SuppressWarnings("NullAway.Init") // set by prepare, which runs first
public class FunctionBenchmark extends BackendBenchmark {
  private static final int EXTENT = 256;
  private static final int SIZE = EXTENT * EXTENT;
  private static final double SCALAR = 1.5;

  /** The function. */
  @Param("EXP")
  public ElementwiseFunction function;

  private double[] scalars;
  private double[][] arrays;
  private Tensor[] operands;

  /** The work. */
  static Workload workload(DType dtype, ElementwiseFunction function) {
    String name = BenchCommand.spelling(dtype) + " " + function.name().toLowerCase(Locale.ROOT);
    return new JmhWorkload(
        name + " of 65,536 elements",
        new Workload.Place("functions", name),
        dtype,
        Rate.perSecond("Melements", SIZE / 1e6),
        FunctionBenchmark.class,
        Map.of("function", function.name()),
        pace -> pace);
  }

  @Override
  void prepare(Backend backend) {
    scalars = new double[function.scalars()];
    Arrays.fill(scalars, SCALAR);
    Workspace workspace = backend.workspace();
    operands = new Tensor[function.inputs() + 1];
    arrays = new double[operands.length][];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = workspace.tensor(EXTENT, EXTENT);
      arrays[i] = random(i + 1);
      backend.write(arrays[i], operands[i]);
    }
  }

  /** Numbers of the dtype, positive where the function wants them so. */
  private double[] random(long seed) {
    boolean positive = function == ElementwiseFunction.LOG || function == ElementwiseFunction.SQRT;
    double[] values = new Random(seed).doubles(SIZE, positive ? 0.01 : -4, 4).toArray();
    return dtype == DType.FLOAT64 ? values : Floats.widen(Floats.narrow(values));
  }

  @Override
  Verdict judge(Backend backend) {
    apply();
    Loops.apply(function, dtype, scalars, arrays);
    double[] result = new double[SIZE];
    backend.read(operands[operands.length - 1], result);
    Loops.requireEqual(function.name(), result, arrays[arrays.length - 1]);
    return new Verdict(backend.tier(), Bits.of(result), Double.NaN);
  }

  /** One call. */
  @Benchmark
  public Object apply() {
    backend().apply(function, scalars, operands);
    return operands;
  }
}
