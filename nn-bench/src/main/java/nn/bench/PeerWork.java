package nn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What nn and its peers do side by side, each peer with its best settings. */
enum PeerWork {
  /** Square products. */
  PRODUCTS("square products, GFLOP/s", true, 0) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      String sizes = String.join(",", plan.sizes().stream().map(String::valueOf).toList());
      return List.of(
          programs.numpy("NumPy", "products.py", "numpy", "0", sizes),
          programs.numpy("NumPy, 1 thread", "products.py", "numpy", "1", sizes),
          programs.torch("PyTorch, 1 thread", "products.py", "torch", "1", sizes),
          programs.torch("PyTorch", "products.py", "torch", "0", sizes));
    }
  },

  /** The article's iteration. */
  MOONS("the article's iteration, FLOAT64, iterations/s", true, 0.6) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      String iterations = String.valueOf(plan.iterations());
      String[] run = {ARTICLE, "1000", iterations, "float64", "0.1"};
      return List.of(
          programs.numpy("NumPy", "moons_numpy.py", run),
          programs
              .numpy("NumPy, 1 thread", "moons_numpy.py", run)
              .with("OPENBLAS_NUM_THREADS", "1"),
          programs.torch("PyTorch, 1 thread", "moons_torch.py", Programs.and(run, "1")),
          programs.torch("PyTorch", "moons_torch.py", Programs.and(run, PROCESSORS)),
          programs.dl4j("D", "moons", "f64", ARTICLE, iterations, "-"));
    }
  },

  /** Fashion-MNIST by plain gradient descent. */
  FASHION(
      "Fashion-MNIST, [784, 512, 256, 10], batch 128, FLOAT32, plain SGD, records/s", true, 0.7) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      String epochs = String.valueOf(plan.epochs());
      return List.of(
          programs.numpy("NumPy", "fmnist_numpy.py", "float32", "128", epochs),
          programs
              .numpy("NumPy, 1 thread", "fmnist_numpy.py", "float32", "128", epochs)
              .with("OPENBLAS_NUM_THREADS", "1"),
          programs.torch(
              "PyTorch, 1 thread", "fmnist_torch.py", "float32", "128", epochs, "sgd", "1"),
          programs.torch("PyTorch", "fmnist_torch.py", "float32", "128", epochs, "sgd", PROCESSORS),
          programs.numpy("scikit-learn", "fmnist_sklearn.py", "float32"),
          programs.dl4j("D", "fmnist", "f32", "128", epochs, "-"),
          programs.smile("Smile 3.1.1, FLOAT64", "fmnist", "128", "1"));
    }
  },

  /** Fashion-MNIST by Adam. */
  ADAM("Fashion-MNIST, [784, 512, 256, 10], batch 128, FLOAT32, Adam, records/s", true, 0.7) {
    @Override
    List<Peer> peers(Programs programs, PeerPlan plan) {
      String epochs = String.valueOf(plan.epochs());
      return List.of(
          programs.torch(
              "PyTorch, 1 thread", "fmnist_torch.py", "float32", "128", epochs, "adam", "1"),
          programs.torch(
              "PyTorch", "fmnist_torch.py", "float32", "128", epochs, "adam", PROCESSORS));
    }
  },

  /** Prediction of one record. */
  PREDICT("prediction of one record, [2, 25, 1], FLOAT64, us", false, 0) {
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
  private final boolean moreIsBetter;
  private final double leastAccuracy;

  PeerWork(String title, boolean moreIsBetter, double leastAccuracy) {
    this.title = title;
    this.moreIsBetter = moreIsBetter;
    this.leastAccuracy = leastAccuracy;
  }

  /** What is done, in which unit. */
  String title() {
    return title;
  }

  /** How many times as fast one value is as another. */
  double speed(double value, double of) {
    return moreIsBetter ? value / of : of / value;
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
        ours.add(ours(plan, backend, threads));
      }
    }
    return ours;
  }

  private Peer ours(PeerPlan plan, String backend, int threads) {
    List<String> words =
        JavaProcess.command(
            List.of(),
            Main.class,
            "rate",
            "--work=" + (this == ADAM ? FASHION : this),
            "--backends=" + backend,
            "--threads=" + threads,
            "--dtype=" + (needsFashion() ? "float32" : "float64"),
            "--optimiser=" + (this == ADAM ? "adam" : "gradient-descent"),
            "--iterations=" + plan.iterations(),
            "--epochs=" + plan.epochs(),
            "--sizes=" + String.join(",", plan.sizes().stream().map(String::valueOf).toList()));
    String name = "nn, " + backend + ", " + threads + (threads == 1 ? " thread" : " threads");
    return new Peer(name, true, words, Map.of(), List.of(), "");
  }
}
