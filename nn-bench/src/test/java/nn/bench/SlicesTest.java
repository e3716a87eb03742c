package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a clock that each unit of work sets forward. */
class SlicesTest {
  private static final long UNIT = 250_000_000; // nanoseconds

  private final StringWriter answers = new StringWriter();
  private final List<String> done = new ArrayList<>();
  private long now;

  private Slices slices(String... requests) {
    return new Slices(
        new BufferedReader(new StringReader(String.join("\n", requests))),
        new PrintWriter(answers, true),
        () -> now);
  }

  /** Units of 3 each, until nobody asks any more. */
  private void work(Slices slices) {
    boolean more = slices.begin();
    while (more) {
      now += UNIT;
      done.add(slices.what());
      more = slices.done(3);
    }
  }

  private List<String> answers() {
    return answers.toString().lines().toList();
  }

  @Test
  void aSliceEndsWithTheFirstUnitAfterItsSeconds() {
    work(slices("slice 0.5", "slice 0.6"));
    assertEquals(List.of("ready", "rate 12.0 0.5", "rate 12.0 0.75"), answers());
    assertEquals(5, done.size());
  }

  @Test
  void aUnitThatIsLongerThanTheSliceIsNotCut() {
    work(slices("slice 0.001"));
    assertEquals(List.of("ready", "rate 12.0 0.25"), answers());
  }

  @Test
  void timeBetweenSlicesDoesNotCount() {
    Slices slices = slices("slice 0.25", "slice 0.25 b c");
    slices.begin();
    now += UNIT;
    slices.done(1);
    assertEquals("b c", slices.what());
    now += UNIT;
    slices.done(2);
    assertEquals(List.of("ready", "rate 4.0 0.25", "rate 8.0 0.25"), answers());
  }

  @Test
  void aProgramThatIsAskedForNothingEnds() {
    work(slices());
    assertEquals(List.of("ready"), answers());
    assertEquals(0, done.size());
  }

  @Test
  void accuracyIsThatAfterEnoughWorkWhichIsNoSlice() {
    Slices slices = slices("slice 0.25", "accuracy", "accuracy", "slice 0.25");
    slices.judgedBy(() -> done.size() / 10.0, 9);
    work(slices);
    assertEquals(
        List.of("ready", "rate 12.0 0.25", "accuracy 0.3", "accuracy 0.3", "rate 12.0 0.25"),
        answers());
  }

  @Test
  void withoutAccuracyItSaysSo() {
    work(slices("accuracy", "slice 0.25"));
    assertEquals(List.of("ready", "accuracy none", "rate 12.0 0.25"), answers());
  }

  @Test
  void aWorkEndsWhereAnotherOneIsAskedFor() {
    Slices slices = slices("slice 0.25 a", "slice 0.25 a", "slice 0.25 b");
    while (slices.begin()) {
      done.add("begin " + slices.what());
      slices.only(slices.what()::equals);
      do {
        now += UNIT;
        done.add(slices.what());
      } while (slices.done(1));
    }
    assertEquals(List.of("begin a", "a", "a", "begin b", "b"), done);
    assertEquals(List.of("ready", "rate 4.0 0.25", "rate 4.0 0.25", "rate 4.0 0.25"), answers());
  }

  @Test
  void otherRequestsAreRefused() {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> work(slices("run 3")));
    assertEquals(
        "slices: a request must be 'slice SECONDS [WHAT]' or 'accuracy': 'run 3'",
        wrong.getMessage());
  }
}
