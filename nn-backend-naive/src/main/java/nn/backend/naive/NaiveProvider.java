package nn.backend.naive;

import nn.api.Tier;

/** Offers {@code naive}: plain loops, each product and each sum rounded. */
public final class NaiveProvider extends ArithmeticProvider {

  /** For the service loader, and for a conformance test. */
  public NaiveProvider() {
    super("naive", 200, Tier.EXACT_SEPARATE);
  }
}
