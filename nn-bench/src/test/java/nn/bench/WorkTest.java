package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.network.Catalogue;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.optimiser.GradientDescent;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkTest {
  @TempDir Path folder;

  private static final Plan PLAN =
      new Plan(
          List.of(DType.FLOAT64, DType.FLOAT32),
          List.of(Form.PLAIN),
          List.of("8"),
          List.of("gradient-descent"));

  @ParameterizedTest
  @EnumSource(Work.class)
  void everyWorkHasWorkloadsInBothNumberTypes(Work work) {
    List<Workload> workloads = work.workloads(PLAN);
    assertTrue(workloads.stream().anyMatch(workload -> workload.dtype() == DType.FLOAT64));
    assertTrue(workloads.stream().anyMatch(workload -> workload.dtype() == DType.FLOAT32));
    for (Workload workload : workloads) {
      assertEquals("naive", workload.contenders("naive", 1).get(0));
      assertTrue(workload.rate().of(1000) > 0);
    }
  }

  @Test
  void aSweepDoublesThreadsUpToTheMost() {
    Workload iteration = IterationBenchmark.workload(DType.FLOAT64);
    assertEquals(
        List.of("naive", "naive x2", "naive x4", "naive x6"),
        new SweepWorkload(iteration, 6).contenders("naive", 0));
    assertEquals(List.of("naive"), new SweepWorkload(iteration, 1).contenders("naive", 0));
  }

  @Test
  void everyOptimiserHasItsSettings() {
    for (String kind : Catalogue.load().optimisers()) {
      assertEquals(kind, Optimisers.of(kind).kind());
      UpdateBenchmark update = new UpdateBenchmark();
      update.contender = "naive";
      update.dtype = DType.FLOAT64;
      update.threads = 1;
      update.optimiser = kind;
      update.open(); // which judges three updates
      update.close();
    }
  }

  @Test
  void aStepByHandGivesTheBitsOfTheFramework() {
    try (Backend backend = Backends.open("naive", new BackendOptions(DType.FLOAT64, 1));
        Network network = Article.network(backend)) {
      DataSet data = Article.data();
      HandStep hand = new HandStep(backend, network, data, new GradientDescent(0.1));
      double first = hand.step();
      hand.step();
      double cost =
          network.fit(data, Training.epochs(2).fullBatch().learningRate(0.1)).history().cost(0);
      assertEquals(cost, first, 1e-15);
      assertEquals(network.weightsSha256(), hand.weightsSha256());
    }
  }

  @Test
  void aVerdictPassesThroughAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("verdict"));
    assertTrue(Verdict.told(file).isEmpty());
    String argument = Verdict.argument(file).substring(2);
    String property = argument.substring(0, argument.indexOf('='));
    System.setProperty(property, file.toString());
    try {
      Verdict verdict = new Verdict(Tier.EXACT_FUSED, "5cba", 12);
      verdict.tell();
      assertEquals(verdict, Verdict.told(file).orElseThrow());
    } finally {
      System.clearProperty(property);
    }
  }
}
