package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeltaDebuggingTest {

  private static List<Integer> upTo(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  /** The example of the paper, section 3.3: of eight changes, 1, 7 and 8 fail together. */
  @Test
  void theExampleOfThePaper() {
    List<Integer> failing = List.of(1, 7, 8);
    assertEquals(failing, DeltaDebugging.minimise(upTo(8), list -> list.containsAll(failing)));
  }

  @Test
  void oneElementIsFoundInAsManyTestsAsABinarySearchTakes() {
    List<List<Integer>> asked = new ArrayList<>();
    List<Integer> found =
        DeltaDebugging.minimise(
            upTo(1024),
            list -> {
              asked.add(list);
              return list.contains(700);
            });
    assertEquals(List.of(700), found);
    // the paper, proposition 12: at most 2 · log2 of the length, where single failures are found
    assertTrue(asked.size() <= 20, () -> asked.size() + " tests");
  }

  /** The paper, definition 7: leaving out any one element makes what is left pass. */
  @Test
  void noElementAloneCanBeLeftOut() {
    Predicate<List<Integer>> fails =
        list -> list.stream().mapToInt(Integer::intValue).sum() >= 1_000 && list.contains(3);
    List<Integer> shortest = DeltaDebugging.minimise(upTo(100), fails);
    assertTrue(fails.test(shortest));
    for (Integer element : shortest) {
      List<Integer> shorter = new ArrayList<>(shortest);
      shorter.remove(element);
      assertFalse(fails.test(shorter), () -> shortest + " without " + element);
    }
  }

  @Test
  void theOrderIsKept() {
    Predicate<List<Integer>> fails = list -> list.contains(9) && list.indexOf(9) < list.indexOf(2);
    assertEquals(List.of(9, 2), DeltaDebugging.minimise(List.of(5, 9, 4, 4, 1, 2, 7), fails));
  }

  @Test
  void whatCannotBeShortenedStaysAsItIs() {
    assertEquals(upTo(7), DeltaDebugging.minimise(upTo(7), list -> list.size() == 7));
    assertEquals(List.of(1), DeltaDebugging.minimise(List.of(1), list -> true));
    assertEquals(List.of(), DeltaDebugging.minimise(List.of(), list -> true));
  }

  @Test
  void anEmptyListIsNeverTried() {
    List<Integer> shortest =
        DeltaDebugging.minimise(
            upTo(6),
            list -> {
              assertFalse(list.isEmpty());
              return true;
            });
    assertEquals(1, shortest.size());
  }
}
