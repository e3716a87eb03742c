package nn.cli;

import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import nn.io.table.TargetScale;

/**
 * A metric of numbers that a network gives in standard deviations, in the table's own unit.
 *
 * @param metric of numbers in that unit
 * @param scale of the target
 */
record OwnUnit(Metric metric, TargetScale scale) implements Metric {

  @Override
  public String name() {
    return metric.name();
  }

  @Override
  public double value(Predictions predictions) {
    int records = predictions.records();
    double[] outputs =
        MoonsCommand.values(records, record -> scale.number(predictions.output(record, 0)));
    double[] targets =
        MoonsCommand.values(records, record -> scale.number(predictions.target(record, 0)));
    double[] weights = MoonsCommand.values(records, predictions::weight);
    return metric.value(new Predictions(predictions.decision(), outputs, targets, 1, weights));
  }

  @Override
  public boolean isGreaterBetter() {
    return metric.isGreaterBetter();
  }
}
