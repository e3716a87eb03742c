package nn.core.activation;

import nn.api.network.Activation;

/** Short forms for a static import. */
public final class Activations {

  private Activations() {}

  /** {@link Relu}. */
  public static Activation relu() {
    return new Relu();
  }

  /** {@link LeakyRelu} with the slope 0.01. */
  public static Activation leakyRelu() {
    return new LeakyRelu();
  }

  /** {@link LeakyRelu}. */
  public static Activation leakyRelu(double slope) {
    return new LeakyRelu(slope);
  }

  /** {@link Sigmoid}. */
  public static Activation sigmoid() {
    return new Sigmoid();
  }

  /** {@link Tanh}. */
  public static Activation tanh() {
    return new Tanh();
  }

  /** {@link Softmax}. */
  public static Activation softmax() {
    return new Softmax();
  }

  /** {@link Identity}. */
  public static Activation identity() {
    return new Identity();
  }
}
