package nn.api.network;

/**
 * A plan for the learning rate: a factor for each training step, with which any {@link Optimiser}
 * multiplies its rate. An immutable value.
 *
 * <p>A pure function of the progress, so it has no state to save: where a training is resumed, the
 * factors go on as if it had not been interrupted. docs/SPEC.md has the rules, 16xx.
 */
public interface Schedule extends PlugIn {

  /**
   * The factor of a step.
   *
   * @param progress what has been done so far
   * @return a finite number of at least 0
   */
  double factor(Progress progress);
}
