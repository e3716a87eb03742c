package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import nn.api.network.PlugIn;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import nn.core.optimiser.Momentum;
import nn.core.schedule.Cosine;
import nn.core.schedule.StepDecay;
import nn.core.schedule.WarmUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlugInReaderTest {
  private final CommandPlugIns plugIns = CommandPlugIns.load("train");

  @Test
  void aKindAloneHasItsUsualSettings() {
    assertEquals(new Relu(), plugIns.activation("relu"));
    assertEquals(new LeakyRelu(), plugIns.activation("leaky-relu"));
    assertEquals(new Adam(0.003), plugIns.optimiser("adam", Map.of()));
    assertEquals(new Cosine(0), plugIns.schedule("cosine"));
  }

  @Test
  void valuesTakeTheSettingsInOrderOrByName() {
    assertEquals(new LeakyRelu(0.1), plugIns.activation("leaky-relu(0.1)"));
    assertEquals(new LeakyRelu(0.1), plugIns.activation("leaky-relu( slope = 0.1 )"));
    assertEquals(
        new Momentum(0.05, 0.8, true),
        plugIns.optimiser("momentum(nesterov=true, momentum=0.8)", Map.of()));
    assertEquals(new StepDecay(5, 0.5), plugIns.schedule("step-decay(5, 0.5)"));
  }

  @Test
  void aPlugInMayBeASetting() {
    assertEquals(
        new WarmUp(7, new StepDecay(5, 0.1)), plugIns.schedule("warm-up(7, step-decay(5))"));
    assertEquals(new WarmUp(7, new Cosine(0)), plugIns.schedule("warm-up(7)"));
  }

  @Test
  void anotherOptionGivesASettingThatTheTextDoesNot() {
    Map<String, Double> given = Map.of("learning-rate", 0.3);
    assertEquals(new GradientDescent(0.3), plugIns.optimiser("gradient-descent", given));
    assertEquals(new Momentum(0.3, 0.8), plugIns.optimiser("momentum(momentum=0.8)", given));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradient-descent(0.1)", "momentum(momentum=0.8,learning-rate=0.1)"})
  void twoOptionsCannotGiveTheSameSetting(String text) {
    ToolException failure =
        assertThrows(
            ToolException.class, () -> plugIns.optimiser(text, Map.of("learning-rate", 0.3)));
    assertEquals(ExitCode.WRONG_USE, failure.exitCode());
    assertEquals(
        "train: --optimizer: the optimizer and --learning-rate both give the learning-rate; leave it"
            + " out of one of them: '"
            + text
            + "', 0.3",
        failure.getMessage());
  }

  /** Of kinds in other jars nobody knows the settings before one is made. */
  @Test
  void kindsOfOtherJarsTakeTheSettingOfAnotherOptionIfTheyHaveIt() {
    Map<String, Double> given = Map.of("learning-rate", 0.3);
    PlugInReader<PlugIn> reader =
        new PlugInReader<>(
            "optimizer",
            new TreeSet<>(Set.of("own", "plain")),
            List.of(),
            described ->
                described.kind().equals("plain")
                    ? new Relu()
                    : new GradientDescent(described.config().number("learning-rate")));
    assertEquals(new GradientDescent(0.3), reader.read("own", given));
    assertEquals(new GradientDescent(0.1), reader.read("own(learning-rate=0.1)"));
    assertRefused("both give the learning-rate", () -> reader.read("own(learning-rate=1)", given));
    assertEquals(new Relu(), reader.read("plain"));
    assertRefused(
        "the optimizer plain has no settings; leave out --learning-rate",
        () -> reader.read("plain", given));
  }

  private static void assertRefused(String part, Executable read) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, read);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nope           | no activation has the name 'nope'; choose one of ",
        "''             | no activation has the name ''; choose one of ",
        "leaky-relu(    | a number is needed where '' is, in 'leaky-relu('",
        "leaky-relu(0.1 | ')' is needed at character 15 of 'leaky-relu(0.1'",
        "leaky-relu(x)  | a number is needed where 'x' is, in 'leaky-relu(x)'",
        "leaky-relu(1,2)| the activation leaky-relu has slope; write (name=value): 'leaky-relu(1,2)'",
        "leaky-relu(a=1)| the activation leaky-relu has slope, not 'a': 'leaky-relu(a=1)'",
        "relu(1)        | the activation relu has no settings; write (name=value): 'relu(1)'",
        "relu)          | nothing can follow character 4 of 'relu)'; one looks like name(0.1)",
        "leaky-relu(NaN)| config: a setting must be a finite number: slope is NaN",
      })
  void whatCannotBeReadIsWrongUse(String text, String message) {
    ToolException failure = assertThrows(ToolException.class, () -> plugIns.activation(text));
    assertEquals(ExitCode.WRONG_USE, failure.exitCode());
    assertTrue(
        ("" + failure.getMessage()).startsWith("train: --activation: " + message),
        failure::getMessage);
  }
}
