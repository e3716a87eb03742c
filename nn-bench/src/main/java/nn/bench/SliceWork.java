package nn.bench;

import java.util.HashMap;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;

/**
 * What nn does in slices, for {@code nn-bench/peers/run} and {@code ./nn bench guard}. The guard
 * runs these classes with the libraries of older builds: they call little, and nothing but nn-api
 * and nn-core.
 */
enum SliceWork {
  /** The article's iterations, a second. */
  MOONS {
    @Override
    void run(Setting setting, Slices slices) {
      DataSet data = Article.data();
      try (Backend backend = setting.open();
          Network network = Article.network(backend)) {
        slices.judgedBy(() -> network.evaluate(data).accuracy(), LEAST_ITERATIONS);
        train(network, data, Article.training(ENDLESS), new StepsInSlices(slices, 1, 1));
      }
    }
  },

  /** Fashion-MNIST, records a second. */
  FASHION {
    @Override
    void run(Setting setting, Slices slices) {
      DataSet data = Fashion.training(Fashion.RECORDS);
      DataSet test = Fashion.test();
      try (Backend backend = setting.open();
          Network network = Fashion.network(backend)) {
        slices.judgedBy(() -> network.evaluate(test).accuracy(), LEAST_RECORDS);
        train(
            network,
            data,
            Fashion.training(ENDLESS, Optimisers.of(setting.optimiser())),
            new StepsInSlices(slices, Fashion.RECORDS, Fashion.BATCH));
      }
    }
  },

  /** A few batches of random images like Fashion-MNIST's, records a second. */
  IMAGES {
    @Override
    void run(Setting setting, Slices slices) {
      DataSet data = Fashion.random(IMAGES_RECORDS, 1);
      try (Backend backend = setting.open();
          Network network = Fashion.network(backend)) {
        train(
            network,
            data,
            Fashion.training(ENDLESS, Optimisers.of(setting.optimiser())),
            new StepsInSlices(slices, IMAGES_RECORDS, Fashion.BATCH));
      }
    }
  },

  /** One record through [2, 25, 1], records a second. */
  PREDICT {
    @Override
    void run(Setting setting, Slices slices) {
      double[] record = {0.3, -0.7};
      double sum = 0;
      try (Backend backend = setting.open();
          Network network = PredictBenchmark.network(backend)) {
        if (slices.begin()) {
          do {
            for (int i = 0; i < PREDICTIONS; i++) {
              sum += network.predict(record, 1)[0];
            }
          } while (slices.done(PREDICTIONS));
        }
      }
      if (Double.isNaN(sum)) { // so that what led to it is not optimised away
        throw new IllegalStateException("wrong output: NaN");
      }
    }
  },

  /** Square products, GFLOP/s; which is a slice's WHAT, as {@link #product} writes it. */
  PRODUCTS {
    @Override
    void run(Setting setting, Slices slices) {
      Map<String, Contender> open = new HashMap<>();
      if (slices.begin()) {
        do {
          Contender contender =
              open.computeIfAbsent(slices.what(), what -> judged(setting, parse(what)));
          long operations = parse(slices.what()).operations();
          long calls = Math.max(1, OPERATIONS / operations);
          for (long call = 0; call < calls; call++) {
            contender.multiply();
          }
          if (!slices.done(calls * operations / 1e9)) {
            break;
          }
        } while (true);
      }
      open.values().forEach(Contender::close);
    }

    private static Contender judged(Setting setting, Product product) {
      Contender contender = new BackendContender(setting.backend(), product, setting.threads());
      contender.multiply();
      new Oracle(product, product.a(), product.b()).check(contender.result());
      return contender;
    }

    private static Product parse(String what) {
      String[] words = what.split(" ", -1);
      if (!what.matches("FLOAT(32|64) n = [1-9]\\d{0,4}")) {
        throw new IllegalArgumentException(
            "products: WHAT must be as 'FLOAT64 n = 16': '" + what + "'");
      }
      int n = Integer.parseInt(words[3]);
      return new Product(DType.valueOf(words[0]), Form.PLAIN, n, n, n);
    }
  };

  /**
   * With what a work is done.
   *
   * @param backend its name
   * @param dtype number type; products have their own
   * @param threads of a kernel
   * @param optimiser of images
   */
  record Setting(String backend, DType dtype, int threads, String optimiser) {

    Backend open() {
      return Backends.open(backend, new BackendOptions(dtype, threads));
    }
  }

  private static final int ENDLESS = 1_000_000_000; // epochs
  private static final int LEAST_ITERATIONS = 300;
  private static final int LEAST_RECORDS = 30_000;
  private static final int IMAGES_RECORDS = 20 * Fashion.BATCH;
  private static final int PREDICTIONS = 1_000; // of a unit
  private static final long OPERATIONS = 2_000_000; // of a unit

  /** Opens a backend and works as it is asked to. */
  abstract void run(Setting setting, Slices slices);

  /** A square product as a slice's WHAT. */
  static String product(DType dtype, int n) {
    return dtype + " n = " + n;
  }

  private static void train(Network network, DataSet data, Training training, StepsInSlices steps) {
    if (steps.begin()) {
      network.fit(data, training.listener(steps));
    }
  }
}
