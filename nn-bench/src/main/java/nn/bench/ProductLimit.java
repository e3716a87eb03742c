package nn.bench;

import java.util.Arrays;
import java.util.Locale;
import nn.api.DType;
import nn.api.heap.Workers;

/**
 * A product, and what bounds its speed: the square product of like size, and copying as many bytes
 * as its operands and its result have. Measured in turns, as a machine's speed changes.
 */
final class ProductLimit implements AutoCloseable {

  /** So many elements or more are copied by each thread. */
  private static final int SLICE = 1 << 13;

  private final Product product;
  private final Product square;
  private final Contender contender;
  private final Contender squareContender;
  private final Workers workers;
  private final double[] from;
  private final double[] to;

  ProductLimit(String backend, Product product, int threads) {
    this.product = product;
    int n = (int) Math.round(Math.cbrt(product.operations() / 2.0));
    square = new Product(product.dtype(), Form.PLAIN, n, n, n);
    contender = new BackendContender(backend, product, threads);
    squareContender = new BackendContender(backend, square, threads);
    workers = new Workers(threads, "nn-bench");
    from = new double[(int) (bytes() / 2 / Double.BYTES)]; // half is read and half written
    to = new double[from.length];
    Arrays.fill(from, 1);
  }

  /** Bytes that a product moves at least: its operands and its result, once. */
  private long bytes() {
    long elements =
        (long) product.shapeOfA().size()
            + product.shapeOfB().size()
            + (long) product.m() * product.n();
    return elements * (product.dtype() == DType.FLOAT64 ? Double.BYTES : Float.BYTES);
  }

  private void copy() {
    int parts = Math.max(1, Math.min(workers.threads(), from.length / SLICE));
    workers.run(
        parts,
        index -> {
          int start = (int) ((long) from.length * index / parts);
          int end = (int) ((long) from.length * (index + 1) / parts);
          System.arraycopy(from, start, to, start, end - start);
        });
  }

  /** One turn: seconds of one product, one square product and one copy. */
  double[] turn(double seconds) {
    return new double[] {
      time(contender::multiply, seconds),
      time(squareContender::multiply, seconds),
      time(this::copy, seconds)
    };
  }

  private static double time(Runnable work, double seconds) {
    long start = System.nanoTime();
    long calls = 0;
    long elapsed;
    do {
      work.run();
      calls++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < seconds * 1e9);
    return elapsed / 1e9 / calls;
  }

  /** A line of the medians of some turns. */
  String line(double[][] turns) {
    double[] medians = new double[3];
    for (int what = 0; what < medians.length; what++) {
      int column = what;
      medians[what] =
          Statistics.median(Arrays.stream(turns).mapToDouble(turn -> turn[column]).toArray());
    }
    double squareRate = square.operations() / medians[1];
    double bySquare = product.operations() / squareRate;
    double byCopy = medians[2];
    return String.format(
        Locale.ROOT,
        "%s %.1f GFLOP/s, %d x %d x %d %.1f, copying %.1f GB/s, %.2f of the limit by %s",
        product,
        product.operations() / medians[0] / 1e9,
        square.m(),
        square.n(),
        square.k(),
        squareRate / 1e9,
        bytes() / medians[2] / 1e9,
        Math.max(bySquare, byCopy) / medians[0],
        bySquare > byCopy ? "square" : "copy");
  }

  /** Checks the product of the last turn. */
  void check() {
    new Oracle(product, product.a(), product.b()).check(contender.result());
  }

  @Override
  public void close() {
    contender.close();
    squareContender.close();
    workers.close();
  }
}
