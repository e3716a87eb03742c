package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate says what was tried and what was not. */
class CertificateTest {

  private static BackendProvider withAPath() {
    return new TestProvider(Set.of(DType.FLOAT64), backend -> backend) {
      @Override
      public String path(DType dtype) {
        return "plain loops";
      }
    };
  }

  @Test
  void itSaysWhatWasTriedAndWhatWasNot(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cert.json");
    SuiteRun run =
        SuiteRun.ofRule(
            1814, withAPath(), Map.of("tck.report", file.toString(), "tck.fresh", "77"), 1, 3);
    assertEquals(Map.of(), run.failures());
    String text = Files.readString(file);
    for (String part :
        List.of(
            "\"freshSeed\": 77",
            "\"replay\": \"-Dtck.level=smoke -Dtck.seed=1 -Dtck.fresh=77\"",
            "\"passed\": true,\n  \"rulesNotTested\": [\n    101,\n", // of a selection of tests
            "\"sha256\": \"",
            "\"arguments\": [",
            "\"vectorBits\": ",
            "\"FLOAT64\": [\n      \"plain loops\"\n    ]",
            "\"kernel\": \"sumOverRecords\"",
            "\"seed\": 77",
            "\"rows\": 6",
            "\"maxElements\": 262144",
            "\"percent\": 100.0",
            "\"rows from 66, columns from 4,098\"",
            "\"residuals\": ")) {
      assertTrue(text.contains(part), () -> "no " + part + " in: " + text);
    }
    String report = String.join("\n", run.report());
    for (String part :
        List.of(
            "fresh seed: 77",
            "path of FLOAT64: plain loops",
            "coverage: ",
            "% of ",
            "not tried: ",
            "seeds: 1, and 77 for the coverage model; again: -Dtck.level=smoke")) {
      assertTrue(report.contains(part), () -> "no " + part + " in: " + report);
    }
  }

  /** What a tier only bounds has a worst ratio for each class of how many terms are summed. */
  @Test
  void residualsAreKeptByNumberOfTerms(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cert.json");
    SuiteRun.ofRule(
        1803, ProductSaboteurs.honestlyBounded(), Map.of("tck.report", file.toString()), 1);
    String text = Files.readString(file);
    assertTrue(text.contains("\"terms\": \"66 to 129\",\n      \"worstRatio\": 0."), text);
  }

  /** A failure that the fresh seed has found is repeated by that seed. */
  @Test
  void aFailureOfTheFreshSeedIsRepeatedByIt() {
    AtomicInteger copies = new AtomicInteger();
    int[] right = {Integer.MAX_VALUE};
    BackendProvider provider =
        new TestProvider(
            Set.of(DType.FLOAT64),
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void copy(Tensor a, Tensor out) {
                    super.copy(a, out);
                    if (copies.incrementAndGet() > right[0]) {
                      put(get(out).map(value -> value + 1), out);
                    }
                  }
                });
    assertEquals(Map.of(), SuiteRun.ofRule(1811, provider, Map.of(), 1).failures());
    right[0] = copies.getAndSet(0);
    String failure =
        SuiteRun.ofRule(1811, provider, Map.of("tck.fresh", "77"), 1)
            .failures()
            .getOrDefault(1811, "passed");
    assertTrue(failure.contains("-Dtck.seed=77 -Dtck.case=1811/float64/"), failure);
  }
}
