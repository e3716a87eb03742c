package nn.bench;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;

import java.util.Arrays;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.core.Network;
import nn.core.data.Moons;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Prediction with a small network, of one record or many; judged by its formula. */
@SuppressWarnings("NullAway.Init") // set by prepare, which runs first
public class PredictBenchmark extends BackendBenchmark {
  private static final int UNITS = 25;
  private static final int MAX_RECORDS = 1000;

  /** How many at a time. */
  @Param("1")
  public int records;

  private double[] features;
  private Network network;

  /** The work. */
  static Workload workload(DType dtype, int records) {
    String name =
        BenchCommand.spelling(dtype)
            + " prediction of "
            + (records == 1 ? "1 record" : records + " records");
    return new JmhWorkload(
        name + " by [2, 25, 1]",
        new Workload.Place("prediction", name),
        dtype,
        Rate.perSecond("records", records),
        PredictBenchmark.class,
        Map.of("records", String.valueOf(records)),
        pace -> pace);
  }

  static Network network(Backend backend) {
    return Network.inputs(2).seed(1).dense(UNITS, relu()).dense(1, sigmoid()).build(backend);
  }

  @Override
  void prepare(Backend backend) {
    features = Arrays.copyOf(Moons.make(MAX_RECORDS, 0.2, 1).features(), 2 * records);
    network = network(backend);
  }

  @Override
  Verdict judge(Backend backend) {
    double[] predicted = network.predict(features, records);
    for (int record = 0; record < records; record++) {
      requireNear(
          "output of record " + record,
          predicted[record],
          expected(features[2 * record], features[2 * record + 1]),
          dtype == DType.FLOAT64 ? 1e-14 : 1e-5);
    }
    return new Verdict(backend.tier(), Bits.of(predicted), Double.NaN);
  }

  /** {@code sigmoid(W₂·max(W₁·x + b₁, 0) + b₂)}. */
  private double expected(double x1, double x2) {
    double[][] w = network.weights(0);
    double[] b = network.biases(0);
    double z = network.biases(1)[0];
    for (int unit = 0; unit < UNITS; unit++) {
      z += network.weights(1)[0][unit] * Math.max(w[unit][0] * x1 + w[unit][1] * x2 + b[unit], 0);
    }
    return 1 / (1 + StrictMath.exp(-z));
  }

  /** One call. */
  @Benchmark
  public double[] predict() {
    return network.predict(features, records);
  }
}
