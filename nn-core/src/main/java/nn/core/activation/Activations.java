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

  /** {@link Elu} with {@code α = 1}. */
  public static Activation elu() {
    return new Elu();
  }

  /** {@link Elu}. */
  public static Activation elu(double alpha) {
    return new Elu(alpha);
  }

  /** {@link Selu}. */
  public static Activation selu() {
    return new Selu();
  }

  /** {@link Gelu} without an approximation. */
  public static Activation gelu() {
    return new Gelu();
  }

  /** {@link Silu}. */
  public static Activation silu() {
    return new Silu();
  }

  /** {@link Softplus}. */
  public static Activation softplus() {
    return new Softplus();
  }

  /** {@link Mish}. */
  public static Activation mish() {
    return new Mish();
  }

  /** {@link Identity}. */
  public static Activation identity() {
    return new Identity();
  }
}
