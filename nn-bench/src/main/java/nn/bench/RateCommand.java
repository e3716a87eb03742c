package nn.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.DataSet;
import nn.core.History;
import nn.core.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code nn bench rate}: what the programs in nn-bench/peers print of other frameworks.
 */
@Command(
    name = "rate",
    description =
        "Trains the article's network on 1000 moons and prints iterations per second: 500 to warm up,"
            + " then those that are timed. Made for nn-bench/peers.")
final class RateCommand implements Callable<Integer> {
  private static final int WARM_UP = 500;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--backends", paramLabel = "NAME", required = true, description = "One backend.")
  String backend;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      converter = BenchCommand.DTypeConverter.class,
      defaultValue = "float64",
      description = "float64 or float32. Default: ${DEFAULT-VALUE}.")
  DType dtype;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of one kernel. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Iterations that are timed. Default: ${DEFAULT-VALUE}.")
  int iterations;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    DataSet data = Article.data();
    try (Backend opened = Backends.open(backend, new BackendOptions(dtype, threads));
        Network network = Article.network(opened)) {
      network.fit(data, Article.training(WARM_UP));
      long start = System.nanoTime();
      History history = network.fit(data, Article.training(iterations));
      double elapsed = (System.nanoTime() - start) / 1e9;
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "nn moons %s %s threads=%d %.0f iterations/s cost %.4f%n",
              backend,
              dtype,
              threads,
              iterations / elapsed,
              history.cost(iterations - 1));
    }
    return 0;
  }
}
