package nn.tck.faults;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FaultsRunTest {

  private static final Fault NONE = FaultsRun.controls().get(0);

  @Test
  void aThresholdDependsOnSeedAndNameAlone() {
    for (Fault fault : Faults.all()) {
      int threshold = FaultsRun.threshold(7, fault);
      assertEquals(threshold, FaultsRun.threshold(7, FaultsRun.named(fault.name())));
      assertTrue(fault.threshold().least() <= threshold, fault.name());
      assertTrue(threshold <= fault.threshold().most(), fault.name());
    }
  }

  @Test
  void seedsGiveOtherThresholds() {
    Fault fault = CallerFaults.all().get(0);
    long thresholds =
        Stream.iterate(1L, seed -> seed + 1)
            .limit(20)
            .map(seed -> FaultsRun.threshold(seed, fault))
            .distinct()
            .count();
    assertTrue(thresholds > 10, () -> thresholds + " of 20");
  }

  /** What no kernel is called on is right: a matrix product by hand, below any large extent. */
  @TestFactory
  Stream<DynamicTest> opensAndComputesAndCloses() {
    return Stream.concat(FaultsRun.controls().stream(), Faults.all().stream())
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> smallProduct(fault)));
  }

  private static void smallProduct(Fault fault) {
    FaultyProvider provider = new FaultyProvider(fault, fault.threshold().most());
    try (Backend backend = provider.open(new BackendOptions(fault.dtype(), 1));
        Workspace workspace = backend.workspace()) {
      Tensor a = workspace.tensor(2, 3);
      Tensor b = workspace.tensor(3, 1);
      Tensor out = workspace.tensor(2, 1);
      backend.write(new double[] {1, 4, 2, 5, 3, 6}, a);
      backend.write(new double[] {1, 10, 100}, b);
      backend.matmul(a, b, out);
      double[] product = new double[2];
      backend.read(out, product);
      assertAll(() -> assertEquals(321, product[0]), () -> assertEquals(654, product[1]));
    }
  }

  @Test
  void setsAreApart() {
    int first = FaultsRun.set("first").size();
    assertEquals(100, FaultsRun.set("second").size());
    assertEquals(100, FaultsRun.set("third").size());
    assertEquals(100, FaultsRun.set("fourth").size());
    assertEquals(100, FaultsRun.set("fifth").size());
    assertEquals(first + 400, FaultsRun.set("all").size());
    assertThrows(IllegalArgumentException.class, () -> FaultsRun.set("sixth"));
  }

  @Test
  void readsWhatARunWrote() {
    String caught = "noise\nfault-run: caught by rule 803: 803: product: wrong\n";
    Outcome outcome = Outcome.read(NONE, 1, caught, 1.5);
    assertEquals(Outcome.Result.CAUGHT, outcome.result());
    assertEquals("by rule 803: 803: product: wrong", outcome.detail());
    assertEquals(
        Outcome.Result.MISSED,
        Outcome.read(NONE, 1, "fault-run: missed after 190 tests\n", 1).result());
    assertEquals(Outcome.Result.CRASHED, Outcome.read(NONE, 1, "# SIGSEGV\n", 1).result());
    assertEquals("no output", Outcome.read(NONE, 1, "", 1).detail());
  }

  @Test
  void namesTheRuleOfATest() {
    String id = "[engine:junit-jupiter]/[class:x]/[nested-class:Y]/[method:spec305_isExact()]";
    assertEquals("rule 305", FaultRun.rule(id));
    assertEquals("the run", FaultRun.rule("[engine:junit-jupiter]"));
  }

  @Test
  void anUnknownOptionIsNotPassedOver() {
    assertTrue(FaultsRun.isUsage("--set", "fifth", "--names", "Cache"));
    assertTrue(FaultsRun.isUsage());
    assertTrue(!FaultsRun.isUsage("--set"));
    assertTrue(!FaultsRun.isUsage("--only", "Cache"));
  }

  @Test
  void aKindIsTheClassThatListsTheFault() {
    Set<String> names = CacheFaults.all().stream().map(Fault::name).collect(Collectors.toSet());
    for (Fault fault : Faults.all()) {
      assertEquals(names.contains(fault.name()), fault.kind().equals("Cache"), fault.name());
    }
    assertTrue(Faults.all().stream().noneMatch(fault -> fault.kind().isEmpty()));
  }

  @Test
  void theReportHasRatesAndWhatWasMissed() {
    Fault cache = CacheFaults.all().get(0).ofKind("Cache");
    List<Outcome> outcomes =
        List.of(
            new Outcome(cache, 3, Outcome.Result.MISSED, "", 1),
            new Outcome(cache, 3, Outcome.Result.CAUGHT, "", 1));
    String report = FaultsReport.of(outcomes);
    assertTrue(report.startsWith("all: caught 1 of 2, 50.0 % (95 %: 1.3 to 98.7)\n"), report);
    assertTrue(report.contains("set first: caught 1 of 2"), report);
    assertTrue(report.contains("kind Cache: caught 1 of 2"), report);
    assertTrue(report.contains("missed: " + cache.name() + " (matmul, T=3)\n"), report);
  }
}
