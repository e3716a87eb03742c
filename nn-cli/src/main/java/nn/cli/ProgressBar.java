package nn.cli;

import nn.core.training.Epoch;

/** A line that is drawn again and again, at most ten times a second. */
final class ProgressBar extends Progress {
  /** A longer line would wrap on a terminal of the usual width, and then not be erased. */
  private static final int MAX_COLUMNS = 79;

  private static final int WIDEST_BAR = 20;
  private static final long PAUSE_NANOS = 100_000_000;
  private static final String TO_LINE_START_AND_ERASE = "\r\033[K";

  private long lastDrawn = System.nanoTime() - PAUSE_NANOS;
  private boolean drawn;

  ProgressBar(Screen screen, String unit) {
    super(screen, unit);
  }

  @Override
  public void epochEnded(Epoch epoch) {
    int step = epoch.number();
    int steps = epoch.of();
    long now = System.nanoTime();
    if (now - lastDrawn < PAUSE_NANOS && step < steps) {
      return;
    }
    lastDrawn = now;
    drawn = true;
    String state = state(epoch);
    int width = Math.max(0, Math.min(WIDEST_BAR, MAX_COLUMNS - state.length() - "[] ".length()));
    int filled = (int) ((long) width * step / steps);
    String line = "[" + "#".repeat(filled) + "-".repeat(width - filled) + "] " + state;
    screen
        .err()
        .print(TO_LINE_START_AND_ERASE + line.substring(0, Math.min(MAX_COLUMNS, line.length())));
    screen.err().flush();
  }

  /** Short, as the line is. */
  @Override
  String speedUnit() {
    return unit().equals("iteration") ? "it" : unit() + "s";
  }

  @Override
  public void close() {
    if (drawn) {
      drawn = false;
      screen.err().println();
      screen.err().flush();
    }
  }
}
