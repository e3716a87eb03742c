package nn.api.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ConfigTest {
  private static final Config CONFIG =
      Config.EMPTY
          .with("slope", 0.01)
          .with("units", 5)
          .with("bias", true)
          .with("note", "a text")
          .with("inner", new Config.Nested("relu", Config.EMPTY));

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void givesBackWhatWasPutIn() {
    assertEquals(0.01, CONFIG.number("slope"));
    assertEquals(5, CONFIG.integer("units"));
    assertTrue(CONFIG.flag("bias"));
    assertEquals("a text", CONFIG.text("note"));
    assertEquals("relu", CONFIG.plugIn("inner").kind());
    assertEquals(
        List.of("slope", "units", "bias", "note", "inner"),
        List.copyOf(CONFIG.settings().keySet()));
    assertEquals("{slope=0.01}", Config.EMPTY.with("slope", 0.01).toString());
  }

  @Test
  void isNeverChanged() {
    Config.EMPTY.with("slope", 1);
    assertTrue(Config.EMPTY.settings().isEmpty());
    assertThrows(UnsupportedOperationException.class, () -> CONFIG.settings().clear());
  }

  @Test
  void equalityIgnoresTheOrder() {
    Config one = Config.EMPTY.with("a", 1).with("b", true);
    Config other = Config.EMPTY.with("b", true).with("a", 1);
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertNotEquals(one, Config.EMPTY.with("a", 1).with("b", false));
  }

  @Test
  void refusesWhatASavedModelCouldNotHold() {
    refuses(
        "config: a setting must be a finite number: slope is NaN",
        () -> Config.EMPTY.with("slope", Double.NaN));
    refuses(
        "config: a setting must be a finite number: slope is Infinity",
        () -> Config.EMPTY.with("slope", Double.POSITIVE_INFINITY));
    refuses("config: setting given twice: slope", () -> CONFIG.with("slope", 0.02));
  }

  @Test
  void saysWhatIsMissingOrOfTheWrongType() {
    refuses(
        "config: setting is missing: rate, given are [slope, units, bias, note, inner]",
        () -> CONFIG.number("rate"));
    refuses("config: setting must be a number: bias is true", () -> CONFIG.number("bias"));
    refuses("config: setting must be true or false: slope is 0.01", () -> CONFIG.flag("slope"));
    refuses("config: setting must be a text: bias is true", () -> CONFIG.text("bias"));
    refuses("config: setting must be a whole number: slope is 0.01", () -> CONFIG.integer("slope"));
    refuses(
        "config: setting must be a kind with its settings: bias is true",
        () -> CONFIG.plugIn("bias"));
  }

  @Test
  void aWholeNumberHas32Bits() {
    Config config = Config.EMPTY.with("low", Integer.MIN_VALUE).with("high", 2147483648.0);
    assertEquals(Integer.MIN_VALUE, config.integer("low"));
    assertThrows(IllegalArgumentException.class, () -> config.integer("high"));
  }
}
