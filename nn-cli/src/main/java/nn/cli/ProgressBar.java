package nn.cli;

import java.util.function.LongSupplier;

/** A line that is drawn again and again, at most ten times a second, and fits the terminal. */
final class ProgressBar extends Progress {
  private static final int WIDEST_BAR = 20;
  private static final int NARROWEST_BAR = 5;
  private static final long PAUSE_NANOS = 100_000_000;
  private static final String TO_LINE_START_AND_ERASE = "\r\033[K";

  private final int columns; // one less than the terminal has, beyond which a line may wrap
  private long lastDrawn;
  private boolean drawn;

  ProgressBar(Screen screen, String unit, LongSupplier clock) {
    super(screen, unit, clock);
    columns = Math.max(1, screen.columns() - 1);
    lastDrawn = clock.getAsLong() - PAUSE_NANOS;
  }

  @Override
  void stepShown() {
    draw(false);
  }

  @Override
  void epochShown(int ended, int planned) {
    draw(ended == planned);
  }

  private void draw(boolean last) {
    long now = clock.getAsLong();
    if (now - lastDrawn < PAUSE_NANOS && !last) {
      return;
    }
    lastDrawn = now;
    drawn = true;
    String state = state(columns);
    screen.err().print(TO_LINE_START_AND_ERASE + bar(columns - state.length()) + state);
    screen.err().flush();
  }

  /** Of this width at most; empty where that is too narrow for one. */
  private String bar(int room) {
    int width = Math.min(WIDEST_BAR, room - "[] ".length());
    if (width < NARROWEST_BAR) {
      return "";
    }
    int filled = (int) (width * done());
    return "[" + "#".repeat(filled) + "-".repeat(width - filled) + "] ";
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
