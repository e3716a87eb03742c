package nn.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rates are drawn or given, none is measured. */
class GuardTest {
  private static final List<GuardWork> WORKS = GuardWork.few(List.of("naive", "vector"), 1);

  /**
   * Works at a drawn speed for as long as it lives, as a JVM does, and at another in each slice.
   */
  private static final class Drawn implements Contestant {
    private final Random random;
    private final double life;
    private final double times;

    Drawn(Random random, double noise, double times) {
      this.random = random;
      this.times = times;
      life = Math.exp(noise * random.nextGaussian());
    }

    /** A unit of work is done as often as it is told, and counts once. */
    @Override
    public double rate(double seconds) {
      double unit = Math.exp(0.2 * random.nextGaussian()) / life;
      return 1 / (times * unit);
    }
  }

  /** A launch of one work. */
  @FunctionalInterface
  private interface Single {
    double ratio(GuardWork work, int number);
  }

  private static Guard.Launch each(Single single) {
    return (works, number) -> {
      Map<GuardWork, Double> ratios = new LinkedHashMap<>();
      works.forEach(work -> ratios.put(work, single.ratio(work, number)));
      return ratios;
    };
  }

  private static Single drawn(Random random, double noise, double times) {
    return (work, number) ->
        Statistics.median(
            Pairs.ratios(
                new Drawn(random, noise, times),
                new Drawn(random, noise, 1),
                6,
                0.1,
                number % 2 == 0));
  }

  @Test
  void pairsAreTakenInTurnsABandBA() {
    StringBuilder order = new StringBuilder();
    Contestant a =
        seconds -> {
          order.append('A');
          return 3;
        };
    Contestant b =
        seconds -> {
          order.append('B');
          return 2;
        };
    assertArrayEquals(new double[] {1.5, 1.5, 1.5}, Pairs.ratios(a, b, 3, 0.1, true));
    assertArrayEquals(new double[] {1.5, 1.5}, Pairs.ratios(a, b, 2, 0.1, false));
    assertEquals("ABBAABBAAB", order.toString());
  }

  /** The machine becomes slower by a fifth with each slice: neighbours in both orders balance. */
  @Test
  void aMachineThatBecomesSlowerFavoursNobody() {
    double[] speed = {1};
    Contestant either = seconds -> speed[0] *= 0.8;
    assertEquals(
        1.025,
        Statistics.median(Pairs.ratios(either, either, 6, 0.1, true)),
        1e-12); // (1.25+0.8)/2
  }

  /** JVMs that differ by a third for as long as they live, in a thousand comparisons. */
  @Test
  void aBuildBesideItselfPassesHoweverProcessesDiffer() {
    Random random = new Random(1);
    for (int comparison = 0; comparison < 1000; comparison++) {
      Guard guard = new Guard(WORKS, Guard.leastLaunches(WORKS.size()));
      assertTrue(guard.losses(each(drawn(random, 0.3, 1)), line -> {}).isEmpty(), "" + comparison);
    }
  }

  @Test
  void aContestantThatWorksTwiceIsFound() {
    Random random = new Random(2);
    GuardWork slow = WORKS.get(3);
    Single twice = drawn(random, 0.1, 2);
    Single once = drawn(random, 0.1, 1);
    List<String> lines = new ArrayList<>();
    Map<GuardWork, Loss> losses =
        new Guard(WORKS, Guard.leastLaunches(WORKS.size()))
            .losses(
                each((work, number) -> (work.equals(slow) ? twice : once).ratio(work, number)),
                lines::add);
    assertEquals(List.of(slow), List.copyOf(losses.keySet()));
    assertEquals(1, lines.stream().filter(line -> line.startsWith("LOST  " + slow)).count());
    assertEquals(9, lines.stream().filter(line -> line.startsWith("passed  ")).count());
  }

  @Test
  void exceptionsAreAllowedWhereLaunchesAreMany() {
    assertEquals(1, new Guard(WORKS, 21).exceptions()); // 22 / 2^21 = 1.05e-5, 0.001 / 10 works
    Loss loss = new Loss(21, 1);
    for (int launch = 0; launch < 19; launch++) {
      loss.add(0.8);
    }
    loss.add(0.96);
    assertEquals(Loss.State.OPEN, loss.state());
    loss.add(0.9);
    assertEquals(Loss.State.SHOWN, loss.state());
    assertEquals(
        "0.80 of the other build's rate (median of 21 launches; at most 0.90 at confidence 0.99999;"
            + " spread 20%)",
        loss.toString());
    assertEquals("20%", loss.lost());
  }

  @Test
  void aWorkThatPassesIsNotLaunchedAgain() {
    int[] launches = {0};
    Guard guard = new Guard(WORKS.subList(0, 1), 10);
    Map<GuardWork, Loss> losses =
        guard.losses(each((work, number) -> launches[0]++ < 3 ? 0.9 : 0.96), line -> {});
    assertTrue(losses.isEmpty());
    assertEquals(4, launches[0]);
  }

  /** Processes of one backend are started once for all works that are open. */
  @Test
  void aLaunchHasTheOpenWorksOfOneBackend() {
    List<String> launches = new ArrayList<>();
    Guard guard = new Guard(WORKS, 14);
    guard.losses(
        (works, number) -> {
          launches.add(number + " " + works.get(0).with().backend() + " " + works.size());
          return each((work, again) -> work.equals(WORKS.get(7)) && again < 2 ? 0.5 : 1)
              .ratios(works, number);
        },
        line -> {});
    assertEquals(List.of("0 naive 5", "0 vector 5", "1 vector 1", "2 vector 1"), launches);
  }

  @Test
  void everyWorkIsFoundByWhatASliceAsksFor() {
    for (GuardWork work : GuardWork.all(List.of("vector"), 2)) {
      assertEquals(work, GuardWork.parse(work.what(), "vector", 2));
    }
  }

  @Test
  void aLossOfFivePercentIsNone() {
    Guard guard = new Guard(WORKS, 14);
    assertTrue(guard.losses(each((work, number) -> 0.95), line -> {}).isEmpty());
  }

  @Test
  void tooFewLaunchesProveNothing() {
    assertEquals(14, Guard.leastLaunches(10)); // 2^-14 = 0.00006 <= 0.0001 < 2^-13
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> new Guard(WORKS, 13));
    assertEquals(
        "guard: launches must be at least 14 for 10 works, or no loss could be shown: 13",
        wrong.getMessage());
  }
}
