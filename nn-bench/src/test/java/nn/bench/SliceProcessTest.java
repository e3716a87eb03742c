package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Real processes, whose rates are not looked at. */
class SliceProcessTest {

  private static ProcessBuilder java(Class<?> main, String... arguments) {
    return new ProcessBuilder(JavaProcess.command(List.of(), main, arguments));
  }

  @Test
  void anAnswerIsFoundAmongOtherLines() {
    try (SliceProcess process = SliceProcess.start(java(Talker.class))) {
      assertEquals(new SliceProcess.Slice(2, 0.5), process.slice(0.5, "FLOAT64 n = 16"));
      assertEquals(OptionalDouble.of(0.75), process.accuracy());
      assertTrue(process.lines().contains("rated: slice 0.5 FLOAT64 n = 16"));
    }
  }

  /** Says other things between its answers, and what it was asked. */
  static final class Talker {
    private Talker() {}

    public static void main(String[] none) {
      System.out.println("readying");
      System.out.println("ready");
      try (java.util.Scanner in = new java.util.Scanner(System.in, "US-ASCII")) {
        while (in.hasNextLine()) {
          System.out.println("rated: " + in.nextLine());
          System.err.println("rate 2.0 0.5");
          System.out.println("accuracy 0.75");
        }
      }
    }
  }

  @Test
  void bothStayAliveAndEndWithTheirInput() {
    String[] arguments =
        SliceProgram.arguments(
            SliceWork.PREDICT,
            new SliceWork.Setting("naive", nn.api.DType.FLOAT64, 1, "gradient-descent"));
    SliceProcess one = SliceProcess.start(java(SliceProgram.class, arguments));
    SliceProcess other = SliceProcess.start(java(SliceProgram.class, arguments));
    for (int turn = 0; turn < 2; turn++) {
      assertTrue(one.slice(0.01, "").rate() > 0);
      assertTrue(other.slice(0.01, "").rate() > 0);
    }
    assertTrue(one.accuracy().isEmpty());
    one.close();
    assertThrows(SliceProcess.Silence.class, () -> one.slice(0.01, ""));
    other.close();
  }

  @Test
  void whoeverEndsIsToldByItsException() {
    SliceProcess.Silence silence =
        assertThrows(
            SliceProcess.Silence.class,
            () -> SliceProcess.start(java(SliceProgram.class, "moons")));
    assertTrue(
        String.valueOf(silence.getMessage())
            .endsWith("five arguments are needed, WORK BACKEND DTYPE THREADS OPTIMISER: moons"),
        silence.getMessage());
    assertThrows(
        SliceProcess.Silence.class,
        () -> SliceProcess.start(new ProcessBuilder("no-such-program")));
    assertFalse(String.valueOf(silence.getMessage()).contains("\n"));
  }
}
