package nn.cli.chart;

import java.awt.Color;

/** The colours of a plane that a network divides: a class's own, paler where it is less sure. */
final class Regions {
  /** Steps from undecided to certain. */
  private static final int STEPS = 6;

  private final int outputs;

  /** For a network with so many outputs; one output tells two classes apart. */
  Regions(int outputs) {
    this.outputs = outputs;
  }

  int classOf(double[] output) {
    if (outputs == 1) {
      return output[0] > 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < outputs; i++) {
      if (output[i] > output[best]) {
        best = i;
      }
    }
    return best;
  }

  Color colour(double[] output) {
    int index = classOf(output);
    double confidence = outputs == 1 ? Math.abs(2 * output[0] - 1) : lead(output, index);
    int step = (int) Math.min(STEPS - 1, Math.floor(confidence * STEPS));
    return Look.mix(Color.WHITE, Look.colour(index), 0.08 + 0.40 * step / (STEPS - 1));
  }

  /** By how much an output exceeds all others. */
  private double lead(double[] output, int index) {
    double next = 0;
    for (int i = 0; i < outputs; i++) {
      if (i != index) {
        next = Math.max(next, output[i]);
      }
    }
    return output[index] - next;
  }
}
