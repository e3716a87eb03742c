package nn.core.optimiser;

/** Ranges of settings that optimisers share. */
final class Require {

  /** Above zero in FLOAT32 too. */
  private static final double MIN_EPSILON = 1e-20;

  private Require() {}

  /** A learning rate: a positive finite number. */
  static void learningRate(String kind, double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          kind + ": learning rate must be a positive finite number: " + rate);
    }
  }

  /** How much of a mean is kept: from 0 to below 1. */
  static void kept(String kind, String name, double kept) {
    if (!(kept >= 0 && kept < 1)) {
      throw new IllegalArgumentException(
          kind + ": " + name + " must be at least 0 and below 1: " + kept);
    }
  }

  /** What keeps a division from one by zero. */
  static void epsilon(String kind, double epsilon) {
    if (!(epsilon >= MIN_EPSILON && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          kind + ": epsilon must be a finite number of at least " + MIN_EPSILON + ": " + epsilon);
    }
  }

  /** A finite number of at least 0. */
  static void notNegative(String kind, String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          kind + ": " + name + " must be a finite number of at least 0: " + value);
    }
  }
}
