package nn.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final SearchSpace CHOICES =
      new SearchSpace().choice("units", 8, 16).choice("optimiser", "adam", "sgd", "rmsprop");

  @Test
  void aGridHasAllCombinationsTheLastChangingFirst() {
    assertEquals(
        List.of(
            "{units=8, optimiser=adam}",
            "{units=8, optimiser=sgd}",
            "{units=8, optimiser=rmsprop}",
            "{units=16, optimiser=adam}",
            "{units=16, optimiser=sgd}",
            "{units=16, optimiser=rmsprop}"),
        CHOICES.grid().stream().map(Settings::toString).toList());
    assertEquals(List.of("{}"), new SearchSpace().grid().stream().map(Settings::toString).toList());
  }

  @Test
  void aSeedIsASearch() {
    SearchSpace space =
        CHOICES.uniform("dropout", 0, 0.5).logUniform("rate", 1e-4, 1e-1).choice("bias", true);
    assertEquals(space.random(20, 1), space.random(20, 1));
    assertEquals(space.random(20, 1).subList(0, 5), space.random(5, 1));
    assertNotEquals(space.random(20, 1), space.random(20, 2));
  }

  /** Of 4,000 draws each half, and each decade, has its share within five standard errors. */
  @Test
  void drawsHaveTheirDistributions() {
    SearchSpace space = new SearchSpace().uniform("u", -3, 1).logUniform("l", 1e-4, 1);
    int low = 0;
    int[] decades = new int[4];
    for (Settings drawn : space.random(4000, 3)) {
      double u = drawn.number("u");
      double l = drawn.number("l");
      assertTrue(u >= -3 && u < 1 && l >= 1e-4 && l <= 1);
      low += u < -1 ? 1 : 0;
      decades[(int) Math.min(3, Math.floor(-Math.log10(l)))]++;
    }
    assertEquals(2000, low, 5 * Math.sqrt(1000));
    for (int count : decades) {
      assertEquals(1000, count, 5 * Math.sqrt(750));
    }
  }

  @Test
  void combinationsAreDifferent() {
    List<Settings> all = CHOICES.random(6, 4);
    assertEquals(new HashSet<>(CHOICES.grid()), new HashSet<>(all));
    assertNotEquals(CHOICES.grid(), all);
    refuses(
        "search: at least 1 and at most all combinations can be drawn: 7 of 6",
        () -> CHOICES.random(7, 4));
    refuses(
        "search: the intervals must have more numbers: 2 of 3 different combinations after 3001"
            + " draws",
        () -> new SearchSpace().uniform("u", 1, Math.nextUp(1.0)).random(3, 4));
    refuses(
        "search: at least 1 and at most all combinations can be drawn: 0 of any number",
        () -> CHOICES.uniform("u", 0, 1).random(0, 4));
  }

  @Test
  void valuesAreFoundByNameAndType() {
    Settings settings = CHOICES.logUniform("rate", 0.1, 0.2).random(1, 5).get(0);
    assertTrue(settings.whole("units") >= 8);
    assertEquals(settings.whole("units"), settings.number("units"));
    assertTrue(settings.number("rate") >= 0.1);
    assertTrue(List.of("adam", "sgd", "rmsprop").contains(settings.text("optimiser")));
    Settings first = CHOICES.grid().get(0);
    refuses(
        "settings: there must be a Integer of this name: 'optimiser' in {units=8, optimiser=adam}",
        () -> first.whole("optimiser"));
    refuses(
        "settings: there must be a Number of this name: 'rate' in {units=8, optimiser=adam}",
        () -> first.number("rate"));
    assertThrows(UnsupportedOperationException.class, () -> first.values().clear());
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void parametersAreChecked() {
    refuses("search: a name must occur once: 'units'", () -> CHOICES.uniform("units", 0, 1));
    refuses("search: a choice needs values, each once: 'x' has []", () -> CHOICES.choice("x"));
    refuses(
        "search: a choice needs values, each once: 'x' has [1, 2, 1]",
        () -> CHOICES.choice("x", 1, 2, 1));
    refuses(
        "search: the ends of 'x' must be finite, above -Infinity and ascending: 1.0 and 1.0",
        () -> CHOICES.uniform("x", 1, 1));
    refuses(
        "search: the ends of 'x' must be finite, above 0.0 and ascending: 0.0 and 1.0",
        () -> CHOICES.logUniform("x", 0, 1));
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> CHOICES.uniform("x", 0, wrong));
      assertThrows(IllegalArgumentException.class, () -> CHOICES.logUniform("x", wrong, 1));
    }
    refuses(
        "search: a grid is made of choices; draw at random, or give values: 'x' is Interval[low=0.0,"
            + " high=1.0]",
        () -> CHOICES.uniform("x", 0, 1).grid());
  }
}
