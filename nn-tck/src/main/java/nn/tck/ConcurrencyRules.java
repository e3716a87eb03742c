package nn.tck;

import java.util.function.Consumer;
import nn.api.DType;
import org.junit.jupiter.api.Test;

/** Chapter 8xx: what holds for every kernel, whoever calls it and whatever happens meanwhile. */
@Title("8xx threads and lifetime")
abstract class ConcurrencyRules extends SpecialValueRules {

  /** For the suites. */
  ConcurrencyRules() {}

  /** Runs a check in every dtype with the author's and with drawn numbers of threads. */
  private void eachOfManyCounts(Consumer<Fixture> check) {
    for (DType dtype : counted()) {
      each(dtype, threadsFromTheSeed(dtype), check);
    }
  }

  @Test
  @Rule(803)
  void spec803_threadsMayCallAtOnce() {
    eachOfManyCounts(
        f -> {
          ManyCallers callers = ManyCallers.inThreads(f);
          callers.oneKernelAtATime();
          callers.allKernels(f.share(level().calls));
        });
  }

  @Test
  @Rule(815)
  void spec815_worksComputeWhatTheyComputeAlone() {
    eachOfManyCounts(
        f -> {
          ManyCallers callers = ManyCallers.inParallel(f);
          callers.oneKernelAtATime();
          callers.allKernels();
        });
  }

  @Test
  @Rule(831)
  void spec831_aKernelSeesWhatWasWrittenLast() {
    eachOfManyCounts(f -> new Overwrites(f).run());
  }
}
