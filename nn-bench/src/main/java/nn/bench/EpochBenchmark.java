package nn.bench;

import java.util.Map;
import nn.api.DType;
import nn.core.data.DataSet;
import nn.core.training.History;
import org.openjdk.jmh.annotations.Benchmark;

/** An epoch of Fashion-MNIST in mini-batches; afterwards the network must know fresh images. */
public class EpochBenchmark extends FashionBenchmark {

  /** What a network that learns reaches in its first epoch, with much room. */
  private static final double MIN_ACCURACY = 0.7;

  /** The work. */
  static Workload workload(DType dtype, String optimiser) {
    String name = BenchCommand.spelling(dtype) + " epoch, " + optimiser;
    return new JmhWorkload(
        name + ": " + Fashion.name() + " through " + Fashion.NETWORK + ", batch " + Fashion.BATCH,
        new Workload.Place("training", name),
        dtype,
        Rate.perSecond("records", Fashion.RECORDS),
        EpochBenchmark.class,
        Map.of("optimiser", optimiser),
        Jmh.Pace::single);
  }

  @Override
  DataSet data() {
    return Fashion.training(Fashion.RECORDS);
  }

  /** One epoch. */
  @Benchmark
  public History epoch() {
    return train(1);
  }

  @Override
  public void close() {
    double accuracy = network().evaluate(Fashion.test()).accuracy();
    super.close();
    if (!(accuracy >= MIN_ACCURACY)) {
      throw new IllegalStateException(
          "wrong accuracy on fresh images: " + accuracy + ", expected " + MIN_ACCURACY);
    }
  }
}
