package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Tanh;
import nn.core.initialiser.Uniform;
import nn.core.layer.Dense;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Plug-ins are named by a text, and tested by the suite of their type. */
class PlugInTypeTest {
  private final Catalogue catalogue = Catalogue.load();

  @Test
  void aTextIsAKindWithItsSettings() {
    assertEquals(new Relu(), PlugInType.ACTIVATION.create(catalogue, "relu"));
    assertEquals(new Relu(), PlugInType.ACTIVATION.create(catalogue, "relu{}"));
    assertEquals(
        new LeakyRelu(0.25), PlugInType.ACTIVATION.create(catalogue, "leaky-relu{slope=0.25}"));
    assertEquals(
        new Dense(5, new Tanh(), new Uniform(0.5)),
        PlugInType.LAYER.create(
            catalogue, "dense{units=5, activation=tanh{}, initialiser=uniform{scale=0.5}}"));
    assertEquals(
        new Config.Nested(
            "any", Config.EMPTY.with("a", -1e3).with("b", true).with("c", "text").with("d", false)),
        PlugInText.parse("any{a=-1e3,b=true,c=text,d=false}"));
  }

  @Test
  void whatCannotBeReadIsRefused() {
    for (String wrong :
        List.of("", "{", "a{", "a{b}", "a{b=}", "a{b=1", "a{b=1,}", "a}", "a{b=1}}", "a{=1}")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> PlugInText.parse(wrong), wrong);
      assertTrue(
          String.valueOf(refused.getMessage()).contains("of '" + wrong + "'; one looks like"),
          refused::getMessage);
    }
  }

  @Test
  void everyTypeKnowsItsKinds() {
    assertTrue(PlugInType.ACTIVATION.kinds(catalogue).contains("relu"));
    assertTrue(PlugInType.LAYER.kinds(catalogue).contains("dense"));
    assertTrue(PlugInType.COST.kinds(catalogue).contains("mean-squared-error"));
    assertTrue(PlugInType.OPTIMISER.kinds(catalogue).contains("adam"));
    assertTrue(PlugInType.PENALTY.kinds(catalogue).contains("l2"));
    assertTrue(PlugInType.SCHEDULE.kinds(catalogue).contains("cosine"));
    assertTrue(PlugInType.CLIP.kinds(catalogue).contains("clip-by-norm"));
  }

  private static Events run(PlugInType type, Map<String, String> settings) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type.suite()))
        .configurationParameters(settings)
        .execute()
        .testEvents();
  }

  @Test
  void theSuiteOfATypeTestsWhatIsNamedAndCertifiesIt(@TempDir Path folder) throws IOException {
    Map<PlugInType, String> named =
        Map.of(
            PlugInType.ACTIVATION, "leaky-relu{slope=0.25}",
            PlugInType.LAYER, "dense{units=5,activation=tanh{},initialiser=uniform{scale=0.5}}",
            PlugInType.COST, "mean-squared-error",
            PlugInType.OPTIMISER, "gradient-descent{learning-rate=0.125}",
            PlugInType.PENALTY, "l2{lambda=0.5}",
            PlugInType.SCHEDULE, "cosine{floor=0.1}",
            PlugInType.CLIP, "clip-by-norm{max=1}");
    for (PlugInType type : PlugInType.values()) {
      Events tests =
          run(
              type,
              Map.of(
                  "tck.plug-in",
                  named.getOrDefault(type, ""),
                  "tck.backend",
                  "naive-fma",
                  "tck.inputs",
                  "3",
                  "tck.report",
                  folder.toString()));
      assertEquals(0, tests.failed().count(), type::toString);
      assertTrue(tests.succeeded().count() > 4, type::toString);
    }
    String certificate = Files.readString(folder.resolve("cert-activation-leaky-relu.json"));
    for (String part :
        List.of(
            "\"type\": \"activation\"",
            "\"kind\": \"leaky-relu\"",
            "\"config\": \"{slope=0.25}\"",
            "\"computedBy\": \"naive-fma\"",
            "\"chapter\": \"10xx activations\"",
            "\"passed\": true")) {
      assertTrue(certificate.contains(part), () -> "no " + part + " in: " + certificate);
    }
    assertTrue(Files.exists(folder.resolve("cert-layer-dense.json")));
  }

  @Test
  void aSuiteOfNothingFails() {
    Events tests = run(PlugInType.COST, Map.of());
    assertEquals(0, tests.succeeded().count());
    assertTrue(tests.failed().count() > 0);
  }
}
