package nn.backend.naive;

import nn.api.Tier;

/** Offers {@code naive-fma}: plain loops of fused multiply-adds. */
public final class NaiveFmaProvider extends ArithmeticProvider {

  /** For the service loader, and for a conformance test. */
  public NaiveFmaProvider() {
    super("naive-fma", 0, Tier.EXACT_FUSED);
  }
}
