package nn.tck.model;

import java.util.Arrays;

/** That an array which was passed to a kernel is as it was. */
final class Unchanged {

  private Unchanged() {}

  /** Compares the bits of the numbers that {@code before} has. */
  static void array(String what, double[] before, double[] after) {
    if (!Arrays.equals(before, Arrays.copyOf(after, before.length))) {
      throw new AssertionError(what + " were modified: " + Arrays.toString(after));
    }
  }

  static void array(String what, int[] before, int[] after) {
    if (!Arrays.equals(before, after)) {
      throw new AssertionError(what + " were modified");
    }
  }
}
