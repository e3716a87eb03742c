package nn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nn.api.DType;

/**
 * From nothing to the first step: a JVM that starts, opens a backend, trains the article's network
 * for one iteration and ends, measured from outside. A first run, which fills the system's caches
 * of files, does not count.
 *
 * @param runs that count
 */
record StartWorkload(DType dtype, int runs) implements Workload {
  private static final Pattern COST = Pattern.compile("cost (\\S+)");

  /** The cost of iteration 1, computed with NumPy in FLOAT64. */
  static final double FIRST_COST = 0.7460444340378485;

  @Override
  public String title() {
    return BenchCommand.spelling(dtype) + " start of a JVM to the article's first iteration";
  }

  @Override
  public Place place() {
    return new Place("start", BenchCommand.spelling(dtype) + " start");
  }

  @Override
  public Rate rate() {
    return Rate.perSecond("starts", 1);
  }

  @Override
  public Measurement measure(Jmh jmh, String contender, int threads) {
    List<Double> times = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      JavaProcess.Ended ended =
          JavaProcess.run(
              new ProcessBuilder(
                  JavaProcess.command(
                      List.of(),
                      FirstStep.class,
                      contender,
                      dtype.name(),
                      String.valueOf(threads))));
      Matcher cost = COST.matcher(ended.output());
      if (ended.exitCode() != 0 || !cost.find()) {
        return Measurement.failed(contender, "the JVM printed: " + ended.output().strip());
      }
      double tolerance = dtype == DType.FLOAT64 ? 1e-12 : 1e-4;
      if (!(Math.abs(Double.parseDouble(cost.group(1)) - FIRST_COST) <= tolerance)) {
        return Measurement.failed(
            contender, "wrong cost: " + cost.group(1) + ", expected " + FIRST_COST);
      }
      if (run > 0) {
        times.add(1e9 * ended.seconds());
      }
    }
    return new Measurement(contender, times, Double.NaN, null, null);
  }
}
