package nn.bench;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;

import java.util.concurrent.TimeUnit;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.DataSet;
import nn.core.History;
import nn.core.Moons;
import nn.core.Network;
import nn.core.Training;
import nn.core.initialiser.Uniform;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The article's training iteration, [2,25,100,100,10,1] on 1,000 records with cost and accuracy, 81
 * million floating-point operations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // set by open, which runs first
public class TrainingBenchmark {
  private static final int ITERATIONS = 50;

  /** The backend's name. */
  @Param({"naive", "naive-fma"})
  public String backend;

  /** The number type. */
  @Param public DType dtype;

  /** Threads for one kernel. */
  @Param({"1", "2"})
  public int threads;

  private final DataSet moons = Moons.make(1000, 0.2, 100);
  private Backend opened;
  private Network network;

  /** Builds the network. */
  @Setup
  public void open() {
    opened = Backends.open(backend, new BackendOptions(dtype, threads));
    network =
        Network.inputs(2)
            .initialiser(new Uniform(0.1))
            .seed(100)
            .dense(25, relu())
            .dense(100, relu())
            .dense(100, relu())
            .dense(10, relu())
            .dense(1, sigmoid())
            .build(opened);
  }

  /** Closes the backend. */
  @TearDown
  public void close() {
    opened.close();
  }

  /** One iteration, in runs of 50 that share their set-up. */
  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public History iteration() {
    return network.fit(moons, Training.epochs(ITERATIONS).learningRate(0.01));
  }
}
