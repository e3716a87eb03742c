package nn.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import nn.api.DType;

/**
 * Work that a {@link BackendBenchmark} does.
 *
 * @param title what is done
 * @param place where a chart shows it
 * @param dtype the number type
 * @param rate of speed
 * @param benchmark JMH's class
 * @param parameters its own ones
 * @param pace from the usual one
 * @param besides what is measured beside a backend, by the name that follows its own
 */
record JmhWorkload(
    String title,
    Place place,
    DType dtype,
    Rate rate,
    Class<? extends BackendBenchmark> benchmark,
    Map<String, String> parameters,
    UnaryOperator<Jmh.Pace> pace,
    List<String> besides)
    implements Workload {

  JmhWorkload {
    parameters = Map.copyOf(parameters);
    besides = List.copyOf(besides);
  }

  /** Work of which nothing is measured but the backends. */
  JmhWorkload(
      String title,
      Place place,
      DType dtype,
      Rate rate,
      Class<? extends BackendBenchmark> benchmark,
      Map<String, String> parameters,
      UnaryOperator<Jmh.Pace> pace) {
    this(title, place, dtype, rate, benchmark, parameters, pace, List.of());
  }

  @Override
  public List<String> contenders(String backend, int threads) {
    List<String> contenders = new ArrayList<>(List.of(backend));
    besides.forEach(beside -> contenders.add(backend + Contenders.SEPARATOR + beside));
    return contenders;
  }

  @Override
  public Measurement measure(Jmh jmh, String contender, int threads) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("dtype", dtype.name());
    all.put("threads", String.valueOf(threads));
    return jmh.measure(benchmark, contender, all, pace);
  }
}
