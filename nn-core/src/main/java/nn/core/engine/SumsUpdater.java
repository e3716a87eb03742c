package nn.core.engine;

import java.util.Map;
import java.util.TreeMap;
import nn.api.Workspace;
import nn.core.architecture.Architecture;
import nn.core.training.GradientSums;
import nn.core.training.Training;
import nn.core.training.Updater;

/** {@link ParameterUpdater} with gradients that come as numbers. */
public final class SumsUpdater implements Updater {
  private final Workspace workspace;
  private final ParameterTensors gradients;
  private final ParameterUpdater updater;

  /**
   * Allocates.
   *
   * @param values updated
   * @param workspace for all tensors, which {@link #close} closes
   */
  public SumsUpdater(
      Architecture architecture, ParameterTensors values, Workspace workspace, Training training) {
    this.workspace = workspace;
    gradients = new ParameterTensors(architecture, workspace);
    updater = new ParameterUpdater(architecture, values, gradients, workspace, training);
  }

  @Override
  public double update(long step, GradientSums sums, double rateFactor) {
    gradients.requireSame("update", sums);
    if (!Double.isFinite(sums.lossSum())) {
      throw new IllegalArgumentException(
          "update: the losses must be finite: their sum is " + sums.lossSum());
    }
    gradients.fromSums(sums);
    double cost = ParameterUpdater.mean(sums.lossSum(), sums.weightSum()) + updater.penalty();
    updater.update(step, sums.weightSum(), cost, rateFactor);
    return cost;
  }

  @Override
  public Map<String, double[]> state() {
    Map<String, double[]> state = new TreeMap<>();
    updater.save(state);
    return state;
  }

  @Override
  public void state(Map<String, double[]> state) {
    updater.load(state);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
