package nn.tck;

import org.junit.jupiter.api.Test;

/** Chapter 19xx: sequences of calls. */
@Title("19xx sequences of calls")
abstract class SequenceRules extends KernelModelRules {

  /** For the suites. */
  SequenceRules() {}

  @Test
  @Rule(1901)
  void spec1901_sequencesLeaveWhatTheirCallsLeave() {
    eachFromTheSeed(
        f -> {
          int sequences = f.share(level().sequences);
          for (int sequence = 0; sequence < sequences; sequence++) {
            if (f.next()) {
              new SequenceSearch(f).run();
              f.count(Counted.SEQUENCES, 1);
            }
          }
        });
  }
}
