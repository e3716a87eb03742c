package nn.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Programs that take turns on one work, slice by slice, so that whatever else the machine does
 * meets all of them. All stay alive meanwhile, each blocked until it is asked again.
 */
final class PeerTurns {
  /**
   * What a program's threads may still do after its slice is over before the next one is asked:
   * OpenBLAS's spin for 2²⁶ ticks, some 30 ms, before they sleep.
   */
  private static final long SETTLE_MILLIS = 50;

  private final PeerWork work;
  private final PeerPlan plan;
  private final PeerScores scores;
  private final PrintWriter lines;

  /**
   * Turns that are yet to be taken.
   *
   * @param scores are given every slice
   * @param lines are given what programs print
   */
  PeerTurns(PeerWork work, PeerPlan plan, PeerScores scores, PrintWriter lines) {
    this.work = work;
    this.plan = plan;
    this.scores = scores;
    this.lines = lines;
  }

  /** Starts all programs, one after the other, lets them take turns, and ends them. */
  void round(List<Peer> programs, int number) {
    Map<Peer, SliceProcess> alive = new LinkedHashMap<>();
    try {
      programs.forEach(program -> start(program, alive));
      for (int slice = 0; slice < plan.slices(); slice++) {
        for (String quantity : work.quantities(plan)) {
          List<Peer> order = new ArrayList<>(alive.keySet());
          if (slice % 2 == 1) { // so that nobody always follows the same one
            Collections.reverse(order);
          }
          order.forEach(program -> slice(program, quantity, alive));
        }
      }
      List.copyOf(alive.keySet()).forEach(program -> judge(program, alive));
    } finally {
      alive.forEach((program, process) -> close(program, process, number));
    }
  }

  private void start(Peer program, Map<Peer, SliceProcess> alive) {
    try {
      SliceProcess process = SliceProcess.start(program.start());
      alive.put(program, process);
      for (String quantity : work.quantities(plan)) {
        process.warmUp(plan.warmUp().orElse(work.warmUp()), plan.seconds(), quantity);
      }
      settle();
    } catch (SliceProcess.Silence ended) {
      fail(program, alive, ended);
    }
  }

  private void slice(Peer program, String quantity, Map<Peer, SliceProcess> alive) {
    SliceProcess process = alive.get(program);
    if (process == null) { // failed
      return;
    }
    try {
      scores.add(program, quantity, process.slice(plan.seconds(), quantity));
      settle();
    } catch (SliceProcess.Silence ended) {
      fail(program, alive, ended);
    }
  }

  private void judge(Peer program, Map<Peer, SliceProcess> alive) {
    SliceProcess process = alive.get(program);
    if (process == null) {
      return;
    }
    try {
      scores.judge(program, process.accuracy());
    } catch (SliceProcess.Silence ended) {
      fail(program, alive, ended);
    }
  }

  private void fail(Peer program, Map<Peer, SliceProcess> alive, SliceProcess.Silence ended) {
    scores.fail(program, String.valueOf(ended.getMessage()));
    SliceProcess process = alive.remove(program);
    if (process != null) {
      close(program, process, 0);
    }
  }

  private void close(Peer program, SliceProcess process, int round) {
    process.close();
    lines.printf(
        Locale.ROOT,
        "# %s, %s, %s%n$ %s%n%s%n",
        work.name().toLowerCase(Locale.ROOT),
        round > 0 ? "round " + round : "failed",
        program.name(),
        String.join(" ", program.command()),
        String.join(System.lineSeparator(), process.lines()));
  }

  private static void settle() {
    try {
      Thread.sleep(SETTLE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while programs took turns", interrupted);
    }
  }
}
