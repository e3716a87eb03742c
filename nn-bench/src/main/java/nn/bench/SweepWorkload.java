package nn.bench;

import java.util.ArrayList;
import java.util.List;
import nn.api.DType;

/** Other work with 1, 2, 4, … threads, up to one for each processor. */
record SweepWorkload(Workload work, int most) implements Workload {
  private static final String TIMES = " x";

  @Override
  public String title() {
    return work.title() + " by threads";
  }

  @Override
  public Place place() {
    return new Place("threads", work.title());
  }

  @Override
  public DType dtype() {
    return work.dtype();
  }

  @Override
  public Rate rate() {
    return work.rate();
  }

  @Override
  public boolean sweepsThreads() {
    return true;
  }

  @Override
  public Baseline baseline(Baseline usual) {
    return Baseline.itself("of x1");
  }

  @Override
  public List<String> contenders(String backend, int threads) {
    List<String> contenders = new ArrayList<>(List.of(backend));
    for (int count = 2; count < most; count *= 2) {
      contenders.add(backend + TIMES + count);
    }
    if (most > 1) {
      contenders.add(backend + TIMES + most);
    }
    return contenders;
  }

  @Override
  public Measurement measure(Jmh jmh, String contender, int threads) {
    int at = contender.indexOf(TIMES);
    String backend = at < 0 ? contender : contender.substring(0, at);
    int count = at < 0 ? 1 : Integer.parseInt(contender.substring(at + TIMES.length()));
    return work.measure(jmh, backend, count).of(contender);
  }
}
