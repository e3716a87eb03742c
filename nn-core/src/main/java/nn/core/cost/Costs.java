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

  /** {@link BinaryCrossEntropy} with label smoothing. */
  public static Cost binaryCrossEntropy(double labelSmoothing) {
    return new BinaryCrossEntropy(labelSmoothing);
  }

  /** {@link CategoricalCrossEntropy} with label smoothing. */
  public static Cost categoricalCrossEntropy(double labelSmoothing) {
    return new CategoricalCrossEntropy(labelSmoothing);
  }

  /** {@link Hinge}. */
  public static Cost hinge() {
    return new Hinge();
  }

  /** {@link SquaredHinge}. */
  public static Cost squaredHinge() {
    return new SquaredHinge();
  }

  /** {@link Huber} with {@code δ = 1}. */
  public static Cost huber() {
    return new Huber();
  }

  /** {@link Huber}. */
  public static Cost huber(double delta) {
    return new Huber(delta);
  }

  /** {@link MeanAbsoluteError}. */
  public static Cost meanAbsoluteError() {
    return new MeanAbsoluteError();
  }

  /** {@link Poisson}. */
  public static Cost poisson() {
    return new Poisson();
  }

  /** {@link Quantile}. */
  public static Cost quantile(double tau) {
    return new Quantile(tau);
  }

  /** {@link MeanSquaredError}. */
  public static Cost meanSquaredError() {
    return new MeanSquaredError();
  }
}
