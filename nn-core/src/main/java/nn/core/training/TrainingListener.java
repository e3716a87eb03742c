package nn.core.training;

/**
 * Is told of a training while it goes on; called by the training thread. What it is given is valid
 * during the call: copy what is to be kept.
 */
@FunctionalInterface
public interface TrainingListener {

  /** An epoch has ended. */
  void epochEnded(Epoch epoch);

  /** A step has ended; before {@link #epochEnded} where it was an epoch's last. */
  default void stepEnded(TrainingStep step) {}

  /** A listener that tells this one first, then another one. */
  default TrainingListener andThen(TrainingListener next) {
    TrainingListener first = this;
    return new TrainingListener() {
      @Override
      public void epochEnded(Epoch epoch) {
        first.epochEnded(epoch);
        next.epochEnded(epoch);
      }

      @Override
      public void stepEnded(TrainingStep step) {
        first.stepEnded(step);
        next.stepEnded(step);
      }
    };
  }
}
