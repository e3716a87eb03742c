package nn.backend.vector;

import nn.api.elementary.Exponential64;

/** Powers of two, whose bits are those of the exponent. */
final class Powers {

  /** Added to an integer {@code k}, it makes the lowest bits those of the exponent of 2ᵏ. */
  static final double BIASED_ROUNDER = Exponential64.ROUNDER + 1023;

  private Powers() {}
}
