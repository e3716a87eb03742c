package nn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nn.api.DType;

/** What nn and its peers do side by side, each peer with its best settings. */
enum PeerWork {
  /** Square products. */
  PRODUCTS("square products, GFLOP/s", 0.5, 0) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      return List.of(
          programs.numpy("NumPy", "products.py", "numpy", "0"),
          programs.numpy("NumPy, 1 thread", "products.py", "numpy", "1"),
          programs.torch("PyTorch, 1 thread", "products.py", "torch", "1"),
          programs.torch("PyTorch", "products.py", "torch", "0"));
    }
  },

  /** The article's iteration. */
  MOONS("the article's iteration, FLOAT64, iterations/s", 5, 0.6) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      String[] run = {ARTICLE, "1000", "float64", "0.1"};
      return List.of(
          programs.numpy("NumPy", "moons_numpy.py", run),
          programs
              .numpy("NumPy, 1 thread", "moons_numpy.py", run)
              .with("OPENBLAS_NUM_THREADS", "1"),
          programs.torch("PyTorch, 1 thread", "moons_torch.py", Programs.and(run, "1")),
          programs.torch("PyTorch", "moons_torch.py", Programs.and(run, PROCESSORS)),
          programs.dl4j("D", "moons", "f64", ARTICLE, "slices"));
    }
  },

  /** Fashion-MNIST by plain gradient descent. */
  FASHION("Fashion-MNIST, [784, 512, 256, 10], batch 128, FLOAT32, plain SGD, records/s", 5, 0.6) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      return List.of(
          programs.numpy("NumPy", "fmnist_numpy.py", "float32", "128"),
          programs
              .numpy("NumPy, 1 thread", "fmnist_numpy.py", "float32", "128")
              .with("OPENBLAS_NUM_THREADS", "1"),
          programs.torch("PyTorch, 1 thread", "fmnist_torch.py", "float32", "128", "sgd", "1"),
          programs.torch("PyTorch", "fmnist_torch.py", "float32", "128", "sgd", PROCESSORS),
          programs.numpy("scikit-learn", "fmnist_sklearn.py", "float32"),
          programs.dl4j("D", "fmnist", "f32", "128", "-"),
          programs.smile("Smile 3.1.1, FLOAT64", "fmnist", "128"));
    }
  },

  /** Fashion-MNIST by Adam. */
  ADAM("Fashion-MNIST, [784, 512, 256, 10], batch 128, FLOAT32, Adam, records/s", 5, 0.6) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      return List.of(
          programs.torch("PyTorch, 1 thread", "fmnist_torch.py", "float32", "128", "adam", "1"),
          programs.torch("PyTorch", "fmnist_torch.py", "float32", "128", "adam", PROCESSORS));
    }
  },

  /** Prediction of one record. */
  PREDICT("prediction of one record, [2, 25, 1], FLOAT64, us", 3, 0) {
    @Override
    double value(double rate) {
      return 1e6 / rate;
    }

    @Override
    double speed(double value, double of) {
      return of / value;
    }

    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      return List.of(
          programs.numpy("NumPy", "predict.py", "numpy"),
          programs.torch("PyTorch, 1 thread", "predict.py", "torch"),
          programs.numpy("scikit-learn", "predict.py", "sklearn"),
          programs.dl4j("P"),
          programs.smile("Smile 3.1.1", "predict"));
    }
  };

  private static final String ARTICLE = "2-25-100-100-10-1";
  private static final String PROCESSORS =
      String.valueOf(Runtime.getRuntime().availableProcessors());

  private final String title;
  private final double warmUp;
  private final double leastAccuracy;

  PeerWork(String title, double warmUp, double leastAccuracy) {
    this.title = title;
    this.warmUp = warmUp;
    this.leastAccuracy = leastAccuracy;
  }

  /** What is done, in which unit. */
  String title() {
    return title;
  }

  /** What a table shows of a rate. */
  double value(double rate) {
    return rate;
  }

  /** How many times as fast one value is as another. */
  double speed(double value, double of) {
    return value / of;
  }

  /** Seconds of each quantity before the first slice that counts. */
  double warmUp() {
    return warmUp;
  }

  /** What is measured one after the other, as a slice's WHAT; one without a name for most works. */
  List<String> quantities(PeerPlan plan) {
    return this != PRODUCTS
        ? List.of("")
        : plan.sizes().stream()
            .flatMap(n -> Stream.of(DType.values()).map(dtype -> SliceWork.product(dtype, n)))
            .toList();
  }

  /** What every program that tells its accuracy must reach. */
  double leastAccuracy() {
    return leastAccuracy;
  }

  /** Whether the data set must be installed. */
  boolean needsFashion() {
    return this == FASHION || this == ADAM;
  }

  /** Other frameworks. */
  abstract List<Peer> peers(Programs programs, PeerPlan plan);

  /** nn, on each backend and with each number of threads. */
  List<Peer> ours(PeerPlan plan) {
    List<Peer> ours = new ArrayList<>();
    for (String backend : plan.backends()) {
      for (int threads : this == PREDICT ? List.of(1) : plan.threads()) {
        ours.add(ours(backend, threads));
      }
    }
    return ours;
  }

  private Peer ours(String backend, int threads) {
    SliceWork.Setting with =
        new SliceWork.Setting(
            backend,
            needsFashion() ? DType.FLOAT32 : DType.FLOAT64,
            threads,
            this == ADAM ? "adam" : "gradient-descent");
    List<String> words =
        JavaProcess.command(
            List.of(),
            SliceProgram.class,
            SliceProgram.arguments(
                SliceWork.valueOf((this == ADAM ? FASHION : this).name()), with));
    String name = "nn, " + backend + ", " + threads + (threads == 1 ? " thread" : " threads");
    return new Peer(name, true, words, Map.of(), List.of(), "");
  }
}
