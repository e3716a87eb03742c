package nn.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Launches of two builds: each time two new processes, since two of the same program differ by more
 * than the slices of either, for as long as they live.
 *
 * @param harness this program's classes, which both are driven by
 * @param ours the build that must not lose
 * @param theirs the other one
 * @param pairs of slices of a launch
 * @param seconds of a slice
 * @param warmUp seconds of each process in a work before, by turns as well: what the one's compiler
 *     does then meets both
 */
record BuildDuel(Path harness, Build ours, Build theirs, int pairs, double seconds, double warmUp)
    implements Guard.Launch {

  /** The process of one build, in one of its works. */
  private record Side(Build build, SliceProcess process, GuardWork work) implements Contestant {
    @Override
    public double rate(double seconds) {
      try {
        return process.slice(seconds, work.what()).rate();
      } catch (SliceProcess.Silence ended) {
        throw build.cannot(work.toString(), ended);
      }
    }
  }

  /** They are started by turns, too: the one first in this launch, the other in the next. */
  @Override
  public Map<GuardWork, Double> ratios(List<GuardWork> works, int number) {
    boolean oursFirst = number % 2 == 0;
    SliceWork.Setting with = works.get(0).with();
    Map<GuardWork, Double> ratios = new LinkedHashMap<>();
    try (SliceProcess first = (oursFirst ? ours : theirs).start(harness, with);
        SliceProcess second = (oursFirst ? theirs : ours).start(harness, with)) {
      for (GuardWork work : works) {
        Side our = new Side(ours, oursFirst ? first : second, work);
        Side their = new Side(theirs, oursFirst ? second : first, work);
        ratios.put(work, ratio(our, their, oursFirst));
      }
    }
    return ratios;
  }

  private double ratio(Side our, Side their, boolean oursFirst) {
    int warmUpPairs = (int) Math.max(1, Math.ceil(warmUp / seconds));
    double[] unused = Pairs.ratios(our, their, warmUpPairs, seconds, oursFirst);
    return Statistics.median(Pairs.ratios(our, their, pairs, seconds, oursFirst));
  }
}
