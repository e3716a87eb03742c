package nn.bench;

import java.util.Map;
import nn.api.DType;
import nn.core.data.DataSet;
import nn.core.training.History;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** One mini-batch step on Fashion-MNIST, in runs that share their tensors. */
public class StepBenchmark extends FashionBenchmark {
  private static final int EPOCHS = 4;

  /** Steps of one run. */
  static final int STEPS = EPOCHS * BATCHES;

  /** The work. */
  static Workload workload(DType dtype, String optimiser) {
    String name = BenchCommand.spelling(dtype) + " step, " + optimiser;
    return new JmhWorkload(
        name + ": " + Fashion.name() + " through " + Fashion.NETWORK + ", batch " + Fashion.BATCH,
        new Workload.Place("training", name),
        dtype,
        Rate.perSecond("records", Fashion.BATCH),
        StepBenchmark.class,
        Map.of("optimiser", optimiser),
        pace -> pace.longer(5));
  }

  @Override
  DataSet data() {
    return judgedData();
  }

  /** One step, in runs of 20. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public History step() {
    return train(EPOCHS);
  }
}
