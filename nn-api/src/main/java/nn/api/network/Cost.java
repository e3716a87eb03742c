package nn.api.network;

import nn.api.Backend;
import nn.api.Tensor;

/**
 * How far outputs are from targets: an immutable value without tensors.
 *
 * <p>Losses and gradients are per record and carry no 1/m: the core takes the mean over records.
 * Every finite output gives, with every target that {@link #requireTargets} accepts, a finite loss
 * and gradient. Any number of threads may use one value. docs/SPEC.md has the rules, 12xx.
 */
public interface Cost extends PlugIn {

  /**
   * Refuses a network whose outputs this cost cannot judge.
   *
   * @param units the number of outputs
   * @param range what is known of them
   * @throws IllegalArgumentException with the message {@code cost: rule: operands}
   */
  default void requireOutputs(int units, OutputRange range) {}

  /**
   * Refuses targets outside this cost's domain.
   *
   * @param targets finite numbers, {@code units} for each record, one record after another; not
   *     modified
   * @throws IllegalArgumentException with the message {@code cost: rule: operands}
   */
  default void requireTargets(double[] targets, int units) {}

  /** How outputs become classes, from which accuracy is counted; with NONE it is NaN. */
  default Decision decision() {
    return Decision.NONE;
  }

  /**
   * {@code losses_j ← loss(a_j, y_j)}; NaN where an output is.
   *
   * @param a outputs, {@code [units, records]}; not modified
   * @param y targets, {@code [units, records]}; not modified
   * @param elements {@code [units, records]}: working space, overwritten with anything; it may be
   *     the tensor that {@link #gradient} fills next
   * @param losses {@code [1, records]}; overwritten
   */
  void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses);

  /**
   * {@code da ← ∂loss/∂a}.
   *
   * @param a outputs, {@code [units, records]}; not modified
   * @param y targets, {@code [units, records]}; not modified
   * @param da {@code [units, records]}; overwritten
   */
  void gradient(Backend backend, Tensor a, Tensor y, Tensor da);

  /** Whether {@link #fusedGradient} is defined for this last activation. */
  default boolean fuses(Activation last) {
    return false;
  }

  /**
   * {@code dz ← ∂loss/∂z} where {@code a = g(z)}, in one step; defined where {@link #fuses} is
   * true.
   *
   * @param a outputs, {@code [units, records]}; not modified
   * @param y targets, {@code [units, records]}; not modified
   * @param dz {@code [units, records]}; overwritten
   * @throws UnsupportedOperationException where {@link #fuses} is false
   */
  default void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    throw new UnsupportedOperationException(
        "fusedGradient: " + kind() + " has no fused form for this activation: " + last.kind());
  }
}
