package nn.bench;

import nn.core.training.Epoch;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingStep;

/** A training whose steps are units of slices: between two slices it waits within a step's end. */
final class StepsInSlices implements TrainingListener {
  private final Slices slices;
  private final int batch;
  private final int batches; // of an epoch
  private final int rest; // the records of its last batch

  /**
   * Counts records.
   *
   * @param records of an epoch
   * @param batch of a step
   */
  StepsInSlices(Slices slices, int records, int batch) {
    this.slices = slices;
    this.batch = batch;
    batches = (records + batch - 1) / batch;
    rest = records - (batches - 1) * batch;
  }

  boolean begin() {
    return slices.begin();
  }

  @Override
  public void stepEnded(TrainingStep step) {
    boolean last = step.number() % batches == 0;
    if (!slices.done(last ? rest : batch)) {
      step.stop();
    }
  }

  @Override
  public void epochEnded(Epoch epoch) {}
}
