package nn.bench;

import java.util.Locale;
import nn.api.DType;

/** nn as a program that takes turns with others; see {@link Slices}. */
final class SliceProgram {
  private SliceProgram() {}

  /** The arguments that ask for a work. */
  static String[] arguments(SliceWork work, SliceWork.Setting with) {
    return new String[] {
      work.name().toLowerCase(Locale.ROOT),
      with.backend(),
      with.dtype().name().toLowerCase(Locale.ROOT),
      String.valueOf(with.threads()),
      with.optimiser()
    };
  }

  /**
   * Works until its input ends.
   *
   * @param words as {@link #arguments} gives them
   */
  public static void main(String[] words) {
    if (words.length != 5) {
      throw new IllegalArgumentException(
          "slices: five arguments are needed, WORK BACKEND DTYPE THREADS OPTIMISER: "
              + String.join(" ", words));
    }
    System.setProperty("nn.vector.wait", "true"); // Jmh.WAIT, without JMH on the class path
    SliceWork.valueOf(words[0].toUpperCase(Locale.ROOT))
        .run(
            new SliceWork.Setting(
                words[1],
                DType.valueOf(words[2].toUpperCase(Locale.ROOT)),
                Integer.parseInt(words[3]),
                words[4]),
            Slices.ofStandardStreams());
  }
}
