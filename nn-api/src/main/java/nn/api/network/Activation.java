package nn.api.network;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A function {@code a = g(z)} of a layer's pre-activation: an immutable value without tensors.
 *
 * <p>It may work element by element or, like softmax, on the units of each record; it never mixes
 * records. Results depend on the operands and the settings alone; any number of threads may use one
 * value. docs/SPEC.md has the rules, 10xx.
 */
public interface Activation extends PlugIn {

  /**
   * {@code a ← g(z)}. A NaN in {@code z} reaches the output of its unit; finite numbers never
   * become NaN.
   *
   * @param z {@code [units, records]}; not modified
   * @param a {@code [units, records]}; overwritten; may be {@code z}
   */
  void forward(Backend backend, Tensor z, Tensor a);

  /**
   * Gradient of the cost with respect to the pre-activation: {@code dz ← da ∘ g′(z)}, or {@code
   * Jᵀ·da} where units depend on each other. A NaN in {@code da} reaches {@code dz} of its unit
   * where the derivative is not zero.
   *
   * @param z the pre-activation; not modified; if {@link #needsPreActivation()} is false it is not
   *     read, and a caller that did not keep it passes {@code a}
   * @param a {@code g(z)}; not modified
   * @param da gradient with respect to {@code a}; not modified unless it is {@code dz}
   * @param dz {@code [units, records]}; overwritten; may be {@code da}
   */
  void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz);

  /**
   * The function as a loop of one input, one output and no scalars, where {@link #forward} does
   * nothing but apply it: a layer may then have it applied together with the product before it.
   * Null where units depend on each other.
   */
  default @Nullable ElementwiseLoop elementwise() {
    return null;
  }

  /**
   * The gradient as a loop of two inputs, one output and no scalars, {@code dz ← f(a, da)}, where
   * {@link #backward} does nothing but apply it: the layer above may then have it applied together
   * with the product that gives {@code da}. Null where units depend on each other, or where the
   * gradient takes {@code z}.
   */
  default @Nullable ElementwiseLoop elementwiseGradient() {
    return null;
  }

  /** What is known of the outputs. */
  default OutputRange range() {
    return OutputRange.UNKNOWN;
  }

  /**
   * Whether about half of all pre-activations give an output near zero, as with ReLU: weights are
   * then drawn with twice the variance (K. He et al., ICCV 2015, section 2.2).
   */
  default boolean rectifies() {
    return false;
  }

  /** Whether {@link #backward} reads {@code z}; where it does not, a layer need not keep it. */
  boolean needsPreActivation();
}
