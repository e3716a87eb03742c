package nn.cli;

import nn.core.training.Epoch;

/** A line now and then, for logs. */
final class ProgressLines extends Progress {
  private static final int LINES = 20;

  ProgressLines(Screen screen, String unit) {
    super(screen, unit);
  }

  @Override
  public void epochEnded(Epoch epoch) {
    int step = epoch.number();
    int steps = epoch.of();
    int every = Math.max(1, (steps + LINES - 1) / LINES);
    if (step == 1 || step % every == 0 || step == steps) {
      screen.err().println(unit() + " " + state(epoch));
      screen.err().flush();
    }
  }

  @Override
  public void close() {}
}
