package nn.api.network;

import java.util.List;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer's description and its mathematics: an immutable value that holds no tensor.
 *
 * <p>One value serves any number of networks, passes and threads. A record's output may depend on
 * other records only in training, and only if {@link #mixesRecords} says so. docs/SPEC.md has the
 * rules, 11xx.
 */
public interface Layer extends PlugIn {

  /**
   * The number of outputs for a number of inputs.
   *
   * @throws IllegalArgumentException if the layer cannot take so many inputs
   */
  int units(int inputs);

  /**
   * The layer's own parameters, in the order in which they are initialised, saved and hashed; those
   * of its {@link #parts} follow.
   */
  List<Parameter> parameters(int inputs);

  /**
   * The layers inside this layer, which run with {@link Pass#part}. The core lists their
   * parameters, asks them too whether they {@linkplain #mixesRecords mix records}, and {@linkplain
   * #commit commits} each that is trained after this layer.
   */
  default List<Part> parts(int inputs) {
    return List.of();
  }

  /** What is known of the outputs. */
  default OutputRange range() {
    return OutputRange.UNKNOWN;
  }

  /**
   * Where inputs are categories and no quantities, how many there are: each input is a whole number
   * from 0 to one less, another is refused, and there is no derivative by it, {@code dx} being 0.
   * 0, the default, where inputs are real numbers.
   */
  default int categories() {
    return 0;
  }

  /**
   * Whether a record's output depends in training on the other records of its batch (batch
   * statistics), or the layer has a {@link Role#STATISTIC}.
   *
   * <p>If no layer of a network does, a large batch is propagated in parts, some at the same time
   * by different passes, others one after the other by the same, and the parts' gradients are
   * added: faster, and in memory that does not grow with the batch. {@code true} by default, which
   * is always right.
   */
  default boolean mixesRecords() {
    return true;
  }

  /**
   * {@code y ← f(x)}. A NaN in {@code x} reaches an output of its record, where outputs depend on
   * its feature.
   *
   * @param pass parameters and working tensors
   * @param x {@code [inputs, records]}; not modified
   * @param y {@code [units, records]}; overwritten; not {@code x}
   */
  void forward(Pass pass, Tensor x, Tensor y);

  /**
   * Assigns every parameter's gradient, summed over records, and the gradient with respect to
   * {@code x}. Called once after the {@link #forward} of the same pass.
   *
   * @param pass parameters, gradients, and what forward kept
   * @param x as given to forward; not modified
   * @param y as forward left it; not modified
   * @param dy gradient with respect to {@code y}; working space: its contents may be destroyed
   * @param dx {@code [inputs, records]}; overwritten; neither {@code x}, {@code y} nor {@code dy};
   *     null if nobody wants it
   */
  void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx);

  /**
   * Updates the {@link Role#STATISTIC} parameters from what forward kept. Called once for each
   * batch of a training step; of a layer that does not {@linkplain #mixesRecords mix records} with
   * the pass of some part of the batch, but then there is no statistic.
   */
  default void commit(Pass pass) {}
}
