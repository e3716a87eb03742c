package nn.tck;

import nn.api.network.Progress;
import nn.api.network.Schedule;

/**
 * A rate that falls in a line, and halves where the cost has risen; override what is to be wrong.
 */
class TestSchedule extends TestPlugIn implements Schedule {
  @Override
  public double factor(Progress progress) {
    call("factor");
    int ended = progress.epochs();
    boolean rose = ended > 1 && progress.cost(ended - 1) > progress.cost(ended - 2);
    double left = 1 - (progress.step() - 1) / (double) progress.plannedSteps();
    return rose ? left / 2 : left;
  }
}
