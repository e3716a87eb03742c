package nn.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One product by one contender. Its result is judged before the time is taken, and again after it,
 * when the compiled code has run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set by open, which runs first
public class ProductBenchmark {

  /** What is computed: dtype, form, and m x n x k. */
  @Param("float64 matmul 256x256x256")
  public String product;

  /** A backend's name, or one with a form of its library: {@code ejml: mult_reorder}. */
  @Param("naive")
  public String contender;

  /** Threads that one product may use. */
  @Param("1")
  public int threads;

  private Oracle oracle;
  private Contender opened;

  /** Opens the contender and judges its result. */
  @Setup
  public void open() {
    Product parsed = Product.parse(product);
    oracle = new Oracle(parsed, parsed.a(), parsed.b());
    opened = Contenders.open(contender, parsed, threads);
    opened.multiply();
    double[] result = opened.result();
    oracle.check(result);
    opened.tier().ifPresent(tier -> new Verdict(tier, Bits.of(result), Double.NaN).tell());
  }

  /** Judges the result again. */
  @TearDown
  public void close() {
    oracle.check(opened.result());
    opened.close();
  }

  /** The product. */
  @Benchmark
  public Object multiply() {
    opened.multiply();
    return opened;
  }
}
