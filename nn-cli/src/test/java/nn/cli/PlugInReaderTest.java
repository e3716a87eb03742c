package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import nn.core.optimiser.Momentum;
import nn.core.schedule.Cosine;
import nn.core.schedule.StepDecay;
import nn.core.schedule.WarmUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void anotherOptionGivesASettingUnlessTheTextDoes() {
    assertEquals(
        new GradientDescent(0.3),
        plugIns.optimiser("gradient-descent", Map.of("learning-rate", 0.3)));
    assertEquals(
        new GradientDescent(0.1),
        plugIns.optimiser("gradient-descent(0.1)", Map.of("learning-rate", 0.3)));
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
