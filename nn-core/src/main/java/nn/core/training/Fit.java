package nn.core.training;

/**
 * What came of a training.
 *
 * @param history cost and accuracy of the epochs that ended
 * @param end why it ended
 * @param state from which it can be resumed, where it was stopped
 */
public record Fit(History history, End end, TrainingState state) {}
