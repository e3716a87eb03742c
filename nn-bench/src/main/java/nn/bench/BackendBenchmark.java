package nn.bench;

import java.util.concurrent.TimeUnit;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Work on one backend, whose result is judged before a time is taken. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set by open, which runs first
public abstract class BackendBenchmark {

  /** The backend's name, perhaps with what is measured beside it. */
  @Param("naive")
  public String contender;

  /** The number type. */
  @Param("FLOAT64")
  public DType dtype;

  /** Threads that one kernel may use. */
  @Param("1")
  public int threads;

  private Backend backend;

  /** For JMH. */
  protected BackendBenchmark() {}

  /** Opens the backend and judges a result. */
  @Setup
  public void open() {
    backend = Backends.open(Contenders.backend(contender), new BackendOptions(dtype, threads));
    prepare(backend);
    judge(backend).tell();
  }

  /** Makes what the work needs. */
  abstract void prepare(Backend backend);

  /**
   * Does the work a few times and compares its result with a reference.
   *
   * @throws IllegalStateException if it is wrong
   */
  abstract Verdict judge(Backend backend);

  /** Closes the backend and with it all tensors. */
  @TearDown
  public void close() {
    backend.close();
  }

  /** The backend, open. */
  final Backend backend() {
    return backend;
  }

  /**
   * Compares a number with its reference.
   *
   * @throws IllegalStateException if it is further away than {@code tolerance}, or NaN
   */
  static void requireNear(String what, double value, double expected, double tolerance) {
    if (!(Math.abs(value - expected) <= tolerance)) { // so written that NaN fails
      throw new IllegalStateException(
          "wrong " + what + ": " + value + ", expected " + expected + " to within " + tolerance);
    }
  }
}
