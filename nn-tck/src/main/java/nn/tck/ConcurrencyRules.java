package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nn.api.DType;
import nn.api.Tier;
import nn.tck.ModelCalls.Way;
import org.junit.jupiter.api.Test;

/** Chapter 8xx: what holds for every kernel, whoever calls it and whatever happens meanwhile. */
@Title("8xx threads and lifetime")
abstract class ConcurrencyRules extends SpecialValueRules {

  /** For the suites. */
  ConcurrencyRules() {}

  @Test
  @Rule(801)
  void spec801_theThreadCountChangesNoBit() {
    for (DType dtype : counted()) {
      if (provider().tier(dtype).exact()) {
        List<SameBits.Left> first = new ArrayList<>();
        together(
            dtype,
            IntStream.concat(IntStream.of(1), Arrays.stream(threadsFromTheSeed(dtype)))
                .distinct()
                .toArray(),
            f -> {
              SameBits bits = new SameBits(f);
              List<SameBits.Left> all = bits.all();
              if (first.isEmpty()) {
                first.addAll(all);
              }
              bits.compare("against the first thread count", first, all);
            });
      }
    }
  }

  @Test
  @Rule(802)
  void spec802_aRepeatedCallGivesTheSameBits() {
    eachOf(
        Tier::exact,
        f -> {
          SameBits bits = new SameBits(f);
          List<SameBits.Left> first = bits.all();
          f.next(); // on other memory
          bits.compare("repeated", first, bits.all());
        });
  }

  @Test
  @Rule(803)
  void spec803_threadsMayCallAtOnce() {
    eachFromTheSeedInTurn(
        f -> {
          ManyCallers callers = ManyCallers.inThreads(f);
          callers.oneKernelAtATime();
          callers.allKernels(f.share(level().calls));
          if (level().isStandard()) {
            callers.longCalls();
          }
        });
  }

  @Test
  @Rule(807)
  void spec807_aLoopsExceptionReachesTheCaller() {
    eachFromTheSeed(
        f -> {
          ThrowingLoops loops = new ThrowingLoops(f);
          loops.oneCaller();
          loops.manyCallers(AtOnce.inThreads(), f.random.between(2, 8));
          loops.manyCallers(AtOnce.inParallel(f.backend), f.backend.threads());
        });
  }

  @Test
  @Rule(808)
  void spec808_anInterruptedCallerGetsItsResultAndStaysInterrupted() {
    eachFromTheSeed(
        f -> {
          ModelCalls model = new ModelCalls(f);
          int number = 0;
          for (Way way : model.ways()) {
            for (int[] size : new int[][] {{1, 300}, {300, 4_000}, {4_000, 65_536}}) {
              if (f.isMine(number++) && f.next()) {
                BoundCall call = model.draw(way, size[0], size[1]);
                KernelTrial.interrupted(f, call, ", interrupted");
                call.check(", interrupted");
              }
            }
          }
        });
  }

  @Test
  @Rule(809)
  void spec809_closesWhileOthersCall() {
    eachFromTheSeed(
        f -> {
          Closings closings = new Closings(f);
          closings.whileCalled(level().isStandard() ? 5 : 1);
          closings.afterwards();
        });
  }

  @Test
  @Rule(815)
  void spec815_worksComputeWhatTheyComputeAlone() {
    eachFromTheSeed(
        f -> {
          ManyCallers callers = ManyCallers.inParallel(f);
          callers.oneKernelAtATime();
          callers.allKernels();
        });
  }

  @Test
  @Rule(831)
  void spec831_aKernelSeesWhatWasWrittenLast() {
    eachFromTheSeed(f -> new Overwrites(f).run());
  }

  @Test
  @Rule(841)
  void spec841_theFirstCallAndTheTenThousandthGiveTheSame() {
    eachFromTheSeed(
        f -> {
          WarmUp warmUp = new WarmUp(f);
          warmUp.calls(level().isStandard() ? 6_000 : 200);
          warmUp.inARow();
          warmUp.shapes(level().isStandard() ? 150 : 30);
          warmUp.workspaces(level().isStandard() ? 5_000 : 700);
          warmUp.subnormals();
          warmUp.pauses(level().isStandard() ? new int[] {50, 500, 2_000} : new int[] {250});
        });
  }
}
