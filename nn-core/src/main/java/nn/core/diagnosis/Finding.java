package nn.core.diagnosis;

import nn.api.Message;

/**
 * Something that is probably wrong with a network that was trained, or with how it was.
 *
 * @param kind what it is
 * @param sentence what was found and what to do, for instance {@code Layer 2 (dense, 100 units,
 *     relu): 61 of 100 units are dead, they give 0 for all 800 records; lower the learning rate or
 *     use leaky-relu.}
 * @param layer where, 0 for the first layer; −1 where it is the network
 * @param measured the number that was measured
 * @param threshold what it was compared with
 */
public record Finding(Kind kind, String sentence, int layer, double measured, double threshold) {

  /** What can be found. Each says what is measured and from where on it is a finding. */
  public enum Kind {
    /**
     * The share of a layer's units that give exactly 0 for every record of the sample, so that no
     * gradient reaches them: at least 0.5. The notes of the course CS231n tell of "as much as 40%"
     * where the learning rate is too high; up to 0.4 was seen in networks that learn well. Of a
     * layer of images a channel is a unit.
     */
    DEAD_UNITS,
    /**
     * The share of a hidden layer's units that are saturated: for at least 0.9 of the sample's
     * records the derivative of the activation is below a twentieth of that at 0, which of tanh is
     * |a| > 0.975 (X. Glorot, Y. Bengio, AISTATS 2010, section 3). At least 0.5.
     */
    SATURATED_UNITS,
    /**
     * The norm of the gradient beside that of the weights, ‖∂W‖/‖W‖, of the first layer with
     * weights in parts of that of the last one: below 10⁻³.
     */
    VANISHING_GRADIENTS,
    /**
     * ‖∂W‖/‖W‖ of the mean cost, of any layer with weights: above 10³, so that a learning rate of
     * 10⁻³ would replace the weights in one step.
     */
    EXPLODING_GRADIENTS,
    /**
     * The norm of an update beside that of the weights, ‖ΔW‖/‖W‖, of the layer where it is the
     * largest: below 10⁻⁵, where the cost has fallen by less than a tenth. A. Karpathy's rule of
     * thumb is about 10⁻³ (CS231n, "Ratio of weights:updates").
     */
    SMALL_UPDATES,
    /** ‖ΔW‖/‖W‖ of any layer with weights: above 0.1; see {@link #SMALL_UPDATES}. */
    LARGE_UPDATES,
    /**
     * By how much the validation cost, at its lowest in the last three validations, is above its
     * best, as a share of that (the generalisation loss of L. Prechelt: Early Stopping, But When?,
     * 1998): at least 0.25, where at least a fifth of what it had gained is lost again and the
     * training cost fell meanwhile. Nothing where early stopping has ended the training.
     */
    OVERFITTING,
    /**
     * By how much the training cost, which stayed finite, is above that of the first epoch or of
     * the best one in the end, as a share of that: at least 0.1 above the first, or at least 0.1
     * above the best with at least half of what had been gained lost again. The end is the median
     * of the last three epochs.
     */
    DIVERGED,
    /**
     * By how many standard errors the network is better, on records that did not train, than who
     * always answers the same: below 2. With classes that is the most frequent class of the
     * training records, by accuracy, and chance, by balanced accuracy: the better of the two
     * counts. With quantities it is the mean of the training records, by the cost or, where that is
     * lower, by half the standard errors of the correlation of outputs and targets. At least 10
     * records are needed; where so many are not held out, the training's own are judged.
     */
    LEARNT_NOTHING
  }

  /** A finding whose sentence is formatted by {@link Message#of}. */
  public static Finding of(
      Kind kind, int layer, double measured, double threshold, String format, Object... operands) {
    return new Finding(kind, Message.of(format, operands), layer, measured, threshold);
  }

  /** The sentence. */
  @Override
  public String toString() {
    return sentence;
  }
}
