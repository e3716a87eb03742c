package nn.core.cost;

import nn.api.network.Cost;

/** Short forms for a static import. */
public final class Costs {

  private Costs() {}

  /** {@link BinaryCrossEntropy}. */
  public static Cost binaryCrossEntropy() {
    return new BinaryCrossEntropy();
  }

  /** {@link CategoricalCrossEntropy}. */
  public static Cost categoricalCrossEntropy() {
    return new CategoricalCrossEntropy();
  }

  /** {@link MeanSquaredError}. */
  public static Cost meanSquaredError() {
    return new MeanSquaredError();
  }
}
