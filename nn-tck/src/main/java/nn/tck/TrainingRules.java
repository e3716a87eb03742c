package nn.tck;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;
import nn.core.Network;
import nn.tck.FrozenRuns.Frozen;
import nn.tck.WholeRun.Outcome;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 14xx: whole training runs. */
@Title("14xx whole training runs")
abstract class TrainingRules extends ProviderRules {

  private static final int[] MORE_THREADS = {2, 3, 16};
  private static final double COST_TOLERANCE = 1e-10;

  /** Records of rule 1402. */
  private static final int MANY = 10_000;

  /** The suite's thread counts and some more, of which those that cannot be had are left out. */
  private int[] moreThreadCounts() {
    if (!level().isStandard()) {
      return threadsOfRun();
    }
    return IntStream.concat(Arrays.stream(threadsOfRun()), Arrays.stream(MORE_THREADS))
        .distinct()
        .toArray();
  }

  /** The frozen runs of this level; the widest network takes as long as all others together. */
  private List<Frozen> runs(DType dtype, Tier arithmetic) {
    return FrozenRuns.read().of(dtype, arithmetic, level().seeds).stream()
        .filter(frozen -> level().isStandard() || frozen.run() != WholeRun.WIDE)
        .toList();
  }

  /** Whether a run is for this thread count: each is repeated with one of the higher ones. */
  private boolean isFor(Fixture f, Frozen frozen) {
    int threads = f.threads();
    return !level().isStandard()
        || Arrays.stream(MORE_THREADS).noneMatch(more -> more == threads)
        || MORE_THREADS[frozen.seed() % MORE_THREADS.length] == threads;
  }

  @Test
  @Rule(1401)
  void spec1401_exactTiersTrainBitIdenticalNetworks() {
    eachOf(
        Tier::exact,
        moreThreadCounts(),
        f -> {
          for (Frozen run : runs(f.dtype, f.tier)) {
            if (isFor(f, run) && f.next()) {
              Outcome outcome = run.run().train(f.backend, run.seed(), run.run().epochs, f::heard);
              f.check(
                  outcome.equals(run.outcome()),
                  "training",
                  run.run()
                      + " with seed "
                      + run.seed()
                      + " became another network: expected "
                      + run.outcome()
                      + ", actual "
                      + outcome
                      + (outcome.equals(run.outcome()) ? "" : firstWrongKernel(f, run)));
            }
          }
        });
  }

  /** The same run again, with every kernel judged: the first that is wrong. */
  private static String firstWrongKernel(Fixture f, Frozen run) {
    for (JudgedKernels judge : List.of(new JudgedDerivedKernels(f), new JudgedKernels(f))) {
      try {
        run.run().train(judge, run.seed(), run.run().epochs);
      } catch (AssertionError wrong) {
        return String.format("%n  the first kernel that differs: %s", wrong.getMessage());
      }
    }
    return String.format(
        "%n  repeated with a look at each kernel, every kernel is right: what is wrong depends on"
            + " what is called at the same time, or has been called before");
  }

  @Test
  @Rule(1402)
  void spec1402_aPredictionDoesNotDependOnItsBatch() {
    eachOf(
        Tier::exact,
        threadsOfRun(),
        f -> {
          for (WholeRun run : new WholeRun[] {WholeRun.CLASSES, WholeRun.LAYERS}) {
            if (f.next()) {
              anyBatches(f, run);
            }
          }
        });
  }

  private static void anyBatches(Fixture f, WholeRun run) {
    try (Network network = run.network(f.backend, 1)) {
      double[] features = f.draw(new Shape(run.inputs, MANY), Values.UNIFORM).values();
      double[] together = network.predict(features, MANY);
      int from = 0;
      while (from < MANY) {
        int width = Math.min(1 + f.random.below(512), MANY - from);
        double[] batch =
            Arrays.copyOfRange(features, from * run.inputs, (from + width) * run.inputs);
        double[] expected =
            Arrays.copyOfRange(together, from * run.outputs, (from + width) * run.outputs);
        f.heard();
        f.check(
            Arrays.equals(expected, network.predict(batch, width)),
            "predict",
            run
                + ": records "
                + from
                + " to "
                + (from + width)
                + " give other outputs alone than among all");
        from += width;
      }
    }
  }

  @Test
  @Rule(1403)
  void spec1403_everyKernelOfARunIsWithinItsOwnBound() {
    each(
        f -> {
          for (WholeRun run : WholeRun.values()) {
            if (f.next()) {
              if (level().isStandard() || run.records < 1_000) {
                run.train(new JudgedKernels(f), 1, 2);
              }
              run.train(new JudgedDerivedKernels(f), 2, level().isStandard() ? 2 : 1);
            }
          }
        });
  }

  @Test
  @Rule(1404)
  void spec1404_boundedCostsStayCloseToTheExactOnes() {
    List<Frozen> exact = runs(DType.FLOAT64, Tier.EXACT_SEPARATE);
    Assumptions.assumeTrue(
        provider().dtypes().contains(DType.FLOAT64)
            && provider().tier(DType.FLOAT64) == Tier.BOUNDED,
        "rule 1404 is for FLOAT64 of another tier");
    each(DType.FLOAT64, threadsOfRun(), f -> costs(f, exact));
  }

  private static void costs(Fixture f, List<Frozen> exact) {
    for (Frozen run : exact) {
      if (!f.next()) {
        continue;
      }
      double cost = run.run().train(f.backend, run.seed(), run.run().epochs, f::heard).cost();
      double expected = run.outcome().cost();
      f.check(
          Math.abs(cost - expected) <= COST_TOLERANCE * Math.abs(expected),
          "training",
          String.format(
              Locale.ROOT,
              "%s with seed %d ended with cost %s, exact arithmetic with %s: apart by more than %s"
                  + " of it",
              run.run(),
              run.seed(),
              cost,
              expected,
              COST_TOLERANCE));
    }
  }
}
