package nn.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Optimiser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** An optimiser's update of 535,040 parameters; judged by its loop on plain arrays. */
@SuppressWarnings("NullAway.Init") // set by prepare, which runs first
public class UpdateBenchmark extends BackendBenchmark {
  private static final int ROWS = 512;
  private static final int COLUMNS = 1045;
  private static final int SIZE = ROWS * COLUMNS;
  private static final int JUDGED = 3;

  /** The kind of optimiser. */
  @Param("gradient-descent")
  public String optimiser;

  private Optimiser chosen;
  private ElementwiseLoop[] updates; // of each phase
  private double[] scalars;
  private Tensor[] operands; // gradient, parameter, states
  private double[] gradient;
  private double[] value;
  private double[] numbers; // of one operand
  private PlainStep step;

  /** The work. */
  static Workload workload(DType dtype, String optimiser) {
    String name = BenchCommand.spelling(dtype) + " " + optimiser;
    return new JmhWorkload(
        name + ", update of 535,040 parameters",
        new Workload.Place("updates", name),
        dtype,
        Rate.perSecond("Mparameters", SIZE / 1e6),
        UpdateBenchmark.class,
        Map.of("optimiser", optimiser),
        pace -> pace);
  }

  @Override
  void prepare(Backend backend) {
    chosen = Optimisers.of(optimiser);
    step = new PlainStep(this::norm);
    updates = chosen.updates().toArray(ElementwiseLoop[]::new);
    scalars =
        new double[Arrays.stream(updates).mapToInt(ElementwiseLoop::scalars).max().orElseThrow()];
    numbers = new double[SIZE];
    operands = new Tensor[2 + chosen.state().size()];
    Workspace workspace = backend.workspace();
    Arrays.setAll(operands, i -> workspace.tensor(ROWS, COLUMNS));
    gradient = random(1);
    value = random(2);
    backend.write(gradient, operands[0]);
    backend.write(value, operands[1]);
  }

  /** Numbers of the dtype. */
  private double[] random(long seed) {
    double[] values = new Random(seed).doubles(SIZE, -1, 1).toArray();
    return dtype == DType.FLOAT64 ? values : Floats.widen(Floats.narrow(values));
  }

  @Override
  Verdict judge(Backend backend) {
    double[][] arrays = new double[operands.length][SIZE];
    arrays[0] = gradient;
    arrays[1] = value;
    for (int i = 1; i <= JUDGED; i++) {
      step.number++;
      for (int phase = 0; phase < updates.length; phase++) {
        apply(phase);
        Loops.apply(updates[phase], dtype, scalars, arrays);
      }
    }
    double[] result = new double[SIZE];
    backend.read(operands[1], result);
    Loops.requireEqual(optimiser, result, arrays[1]);
    return new Verdict(backend.tier(), Bits.of(result), Double.NaN);
  }

  private void apply(int phase) {
    step.phase = phase;
    chosen.scalars(step, scalars);
    backend().apply(updates[phase], scalars, operands);
  }

  /** As a training computes it. */
  private double norm(String operand) {
    int state = chosen.state().indexOf(operand);
    Tensor tensor =
        operands[operand.equals("gradient") ? 0 : operand.equals("parameter") ? 1 : 2 + state];
    backend().read(tensor, numbers);
    double squares = 0;
    for (double number : numbers) {
      squares += number * number;
    }
    return Math.sqrt(squares);
  }

  /** One update, all its phases. */
  @Benchmark
  public Object update() {
    step.number++;
    for (int phase = 0; phase < updates.length; phase++) {
      apply(phase);
    }
    return operands;
  }
}
