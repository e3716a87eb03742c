package nn.tck.model;

import nn.tck.reference.Generator;

/**
 * Classes of an extent, from 1 to 70,000. Each ends one above a power of two, so that it has a full
 * block of that size, one element less and one more.
 */
public enum ExtentClass {
  ONE(1, 1),
  TO_4(2, 4),
  TO_8(5, 8),
  TO_16(9, 16),
  TO_33(17, 33),
  TO_65(34, 65),
  TO_129(66, 129),
  TO_257(130, 257),
  TO_1025(258, 1_025),
  TO_4097(1_026, 4_097),
  TO_16385(4_098, 16_385),
  TO_70000(16_386, 70_000);

  private final int least;
  private final int most;

  ExtentClass(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** The least extent of the class. */
  public int least() {
    return least;
  }

  /** The largest extent of the class. */
  public int most() {
    return most;
  }

  /** The class of an extent. */
  public static ExtentClass of(int extent) {
    for (ExtentClass each : values()) {
      if (extent >= each.least && extent <= each.most) {
        return each;
      }
    }
    throw new IllegalArgumentException("ExtentClass: no class has the extent " + extent);
  }

  /**
   * An extent of the class: one time in four the least, one in four the largest, else uniform in
   * its logarithm, as nobody knows where a library's blocks begin.
   */
  public int draw(Generator random) {
    return switch (random.below(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> logUniform(least, most, random);
    };
  }

  /** A number from {@code least} to {@code most}, uniform in its logarithm. */
  public static int logUniform(int least, int most, Generator random) {
    double part = (random.uniform() + 1) / 2;
    int drawn = (int) (least * Math.pow((most + 1.0) / least, part));
    return Math.max(least, Math.min(most, drawn));
  }

  /** As a reader sees it: {@code 258 to 1,025}. */
  @Override
  public String toString() {
    return least == most ? Integer.toString(least) : least + " to " + most;
  }
}
