package nn.bench;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.History;

/** What {@link RateCommand} can do. */
enum RateWork {
  /** The article's run: iterations a second, and the operations of its products a second. */
  MOONS {
    @Override
    void run(RateCommand with, PrintWriter out) {
      DataSet data = Article.data(with.moons);
      int[] units = Article.units(with.wider);
      double operations =
          Product.ofTraining(with.dtype, with.moons, units).stream()
              .mapToDouble(Product::operations)
              .sum();
      try (Backend backend = open(with, with.dtype);
          Network network = Article.network(backend, units)) {
        double sum = repeat(COMPILER_SECONDS, () -> warmUp(network, data));
        long start = System.nanoTime();
        History history = network.fit(data, Article.training(with.iterations)).history();
        double rate = with.iterations / seconds(start);
        int last = with.iterations - 1;
        out.printf(
            Locale.ROOT,
            "nn moons %s %s threads=%d %.0f iterations/s cost %.4f acc %.4f, %.1f GFLOP/s%n",
            with.backend,
            with.dtype,
            with.threads,
            rate,
            history.cost(last),
            history.accuracy(last),
            rate * operations / 1e9);
        requireNumber(sum);
      }
    }

    private static double warmUp(Network network, DataSet data) {
      return network
          .fit(data, Article.training(WARM_UP_ITERATIONS))
          .history()
          .cost(WARM_UP_ITERATIONS - 1);
    }
  },

  /** Fashion-MNIST: samples a second and accuracy on fresh images, epoch by epoch. */
  FASHION {
    @Override
    void run(RateCommand with, PrintWriter out) {
      out.println("data: " + Fashion.name());
      DataSet data = Fashion.training(with.records);
      DataSet test = Fashion.test();
      try (Backend backend = open(with, with.dtype);
          Network network = Fashion.network(backend)) {
        long[] start = {System.nanoTime()};
        network.fit(
            data,
            Fashion.training(with.epochs, Optimisers.of(with.optimiser))
                .listener(
                    epoch -> {
                      double rate = data.records() / seconds(start[0]);
                      out.printf(
                          Locale.ROOT,
                          "nn fashion %s %s threads=%d %s epoch %d %.0f samples/s acc %.4f%n",
                          with.backend,
                          with.dtype,
                          with.threads,
                          with.optimiser,
                          epoch.number(),
                          rate,
                          network.evaluate(test).accuracy());
                      start[0] = System.nanoTime();
                    }));
      }
    }
  },

  /** One record through [2, 25, 1]: microseconds. */
  PREDICT {
    @Override
    void run(RateCommand with, PrintWriter out) {
      double[] record = {0.3, -0.7};
      try (Backend backend = open(with, with.dtype);
          Network network = PredictBenchmark.network(backend)) {
        double sum = repeat(WARM_UP_SECONDS, () -> network.predict(record, 1)[0]);
        for (int line = 0; line < MEASUREMENTS; line++) {
          long start = System.nanoTime();
          for (int i = 0; i < PREDICTIONS; i++) {
            sum += network.predict(record, 1)[0];
          }
          out.printf(
              Locale.ROOT,
              "nn predict %s %s threads=%d %.3f us/record%n",
              with.backend,
              with.dtype,
              with.threads,
              seconds(start) * 1e6 / PREDICTIONS);
        }
        requireNumber(sum);
      }
    }
  },

  /** A dense layer's kernels and their defaults, called in turns: microseconds. */
  DERIVED {
    @Override
    void run(RateCommand with, PrintWriter out) {
      for (DerivedBenchmark.Kernel kernel : DerivedBenchmark.Kernel.values()) {
        for (int records : DerivedBenchmark.RECORDS) {
          DerivedBenchmark work = new DerivedBenchmark();
          work.contender = with.backend;
          work.dtype = with.dtype;
          work.threads = with.threads;
          work.kernel = kernel;
          work.records = records;
          work.open();
          run(with, work, out);
          work.close();
        }
      }
    }

    private static void run(RateCommand with, DerivedBenchmark work, PrintWriter out) {
      double[] own = new double[DERIVED_RECORDS / work.records];
      double[] byDefault = new double[own.length];
      repeat(
          WARM_UP_SECONDS,
          () -> {
            work.own();
            work.byDefault();
            return 0;
          });
      for (int i = 0; i < own.length; i++) {
        long start = System.nanoTime();
        work.own();
        own[i] = seconds(start);
        start = System.nanoTime();
        work.byDefault();
        byDefault[i] = seconds(start);
      }
      double median = Statistics.median(own);
      double medianByDefault = Statistics.median(byDefault);
      out.printf(
          Locale.ROOT,
          "nn %s %s %s records=%d threads=%d %.0f us, by default %.0f us, %.3f of it%n",
          work.kernel,
          with.backend,
          with.dtype,
          work.records,
          with.threads,
          median * 1e6,
          medianByDefault * 1e6,
          median / medianByDefault);
    }
  },

  /**
   * Every product of a step of the article's network and of one of Fashion-MNIST, and square ones
   * with an operand transposed: GFLOP/s, and the share of what bounds them ({@link ProductLimit}).
   */
  SHAPES {
    @Override
    void run(RateCommand with, PrintWriter out) {
      for (Product product : products(with)) {
        try (ProductLimit limit = new ProductLimit(with.backend, product, with.threads)) {
          repeat(WARM_UP_SECONDS, () -> limit.turn(TURN_SECONDS)[0]);
          double[][] turns = new double[TURNS][];
          for (int turn = 0; turn < TURNS; turn++) {
            turns[turn] = limit.turn(TURN_SECONDS);
          }
          limit.check();
          out.println("nn " + with.backend + " threads=" + with.threads + " " + limit.line(turns));
        }
      }
    }

    private static Set<Product> products(RateCommand with) {
      Set<Product> products = new LinkedHashSet<>();
      products.addAll(Product.ofTraining(with.dtype, Article.RECORDS, Article.units()));
      products.addAll(Product.ofTraining(with.dtype, Fashion.BATCH, Fashion.units()));
      for (int n : with.sizes) {
        products.add(new Product(with.dtype, Form.TRANS_A, n, n, n));
        products.add(new Product(with.dtype, Form.TRANS_B, n, n, n));
      }
      return products;
    }
  },

  /** Square products: GFLOP/s in both number types. */
  PRODUCTS {
    @Override
    void run(RateCommand with, PrintWriter out) {
      for (int n : with.sizes) {
        out.printf(
            Locale.ROOT,
            "%d nn %s threads=%d f64 %.2f f32 %.2f%n",
            n,
            with.backend,
            with.threads,
            rate(with, DType.FLOAT64, n),
            rate(with, DType.FLOAT32, n));
      }
    }

    private double rate(RateCommand with, DType dtype, int n) {
      Product product = new Product(dtype, Form.PLAIN, n, n, n);
      try (Contender contender = new BackendContender(with.backend, product, with.threads)) {
        contender.multiply();
        new Oracle(product, product.a(), product.b()).check(contender.result());
        repeat( // after the check, whose compilation takes one of two processors for a while
            WARM_UP_SECONDS,
            () -> {
              contender.multiply();
              return 0;
            });
        int calls = (int) Math.max(1, OPERATIONS / product.operations());
        double[] times =
            IntStream.range(0, MEASUREMENTS).mapToDouble(i -> time(contender, calls)).toArray();
        return product.operations() / (1e9 * Statistics.median(times));
      }
    }

    private static double time(Contender contender, int calls) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        contender.multiply();
      }
      return seconds(start) / calls;
    }
  };

  private static final int WARM_UP_ITERATIONS = 50;

  /** A step of training is compiled once more as a whole, which takes one of two processors. */
  private static final double COMPILER_SECONDS = 4;

  private static final double WARM_UP_SECONDS = 0.5;
  private static final int MEASUREMENTS = 7;
  private static final int TURNS = 11;
  private static final double TURN_SECONDS = 0.02;
  private static final int PREDICTIONS = 20_000;
  private static final double OPERATIONS = 2e9; // of a measurement
  private static final int DERIVED_RECORDS = 3_000_000; // of all calls of a kernel

  /** Does the work and prints. */
  abstract void run(RateCommand with, PrintWriter out);

  private static Backend open(RateCommand with, DType dtype) {
    return Backends.open(with.backend, new BackendOptions(dtype, with.threads));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @FunctionalInterface
  private interface Work {
    double once();
  }

  private static double repeat(double seconds, Work work) {
    double sum = 0;
    for (long start = System.nanoTime(); seconds(start) < seconds; ) {
      sum += work.once();
    }
    return sum;
  }

  /** Uses a result, so that what led to it is not optimised away. */
  private static void requireNumber(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalStateException("wrong output: NaN");
    }
  }
}
