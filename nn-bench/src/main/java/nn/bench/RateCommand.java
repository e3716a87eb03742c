package nn.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import nn.api.DType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code nn bench rate}: one work in one JVM. */
@Command(
    name = "rate",
    description = "Does one work on one backend after a warm-up and prints lines with its rate.")
final class RateCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--work",
      paramLabel = "WORK",
      defaultValue = "moons",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  RateWork work;

  @Option(names = "--backends", paramLabel = "NAME", required = true, description = "One backend.")
  String backend;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      converter = BenchCommand.DTypeConverter.class,
      defaultValue = "float64",
      description = "float64 or float32; products do both. Default: ${DEFAULT-VALUE}.")
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
      description = "Iterations of moons that are timed. Default: ${DEFAULT-VALUE}.")
  int iterations;

  @Option(
      names = "--moons",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Records of moons. Default: ${DEFAULT-VALUE}.")
  int moons;

  @Option(
      names = "--wider",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many times as wide the hidden layers of moons are. Default: ${DEFAULT-VALUE}.")
  int wider;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Epochs of fashion. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Records of fashion. Default: ${DEFAULT-VALUE}.")
  int records;

  @Option(
      names = "--optimiser",
      paramLabel = "KIND",
      defaultValue = "gradient-descent",
      description = "Of fashion. Default: ${DEFAULT-VALUE}.")
  String optimiser;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "16,25,32,64,100,128,512,1024",
      description = "Of square products, in shapes of transposed ones. Default: ${DEFAULT-VALUE}.")
  List<Integer> sizes;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    System.setProperty(Jmh.WAIT, "true");
    work.run(this, out);
    return 0;
  }
}
