package nn.bench;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import nn.core.training.TrainingState;
import nn.core.training.TrainingStep;

/** Steps as a training tells of them, of which only the number is to be asked. */
final class Steps {
  private Steps() {}

  private record Numbered(long number) implements TrainingStep {
    @Override
    public long of() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int epoch() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double cost() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {}

    @Override
    public TrainingState state() {
      throw new UnsupportedOperationException();
    }
  }

  /** Steps 1 to last. */
  static Stream<TrainingStep> of(int last) {
    return LongStream.rangeClosed(1, last).mapToObj(Numbered::new);
  }
}
