package nn.cli;

import java.util.function.LongSupplier;

/** A line now and then, for logs. */
final class ProgressLines extends Progress {
  private static final int LINES = 20;

  ProgressLines(Screen screen, String unit, LongSupplier clock) {
    super(screen, unit, clock);
  }

  @Override
  void epochShown(int ended, int planned) {
    int every = Math.max(1, (planned + LINES - 1) / LINES);
    if (ended == 1 || ended % every == 0 || ended == planned) {
      screen.err().println(unit() + " " + state(Integer.MAX_VALUE));
      screen.err().flush();
    }
  }

  @Override
  public void close() {}
}
