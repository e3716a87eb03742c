package nn.core.training;

/**
 * How well a network does on a data set; both are weighted where its records have weights.
 *
 * @param cost the mean over records of the cost's losses
 * @param accuracy the share of records that are classified right; NaN where outputs are quantities
 */
public record Evaluation(double cost, double accuracy) {}
