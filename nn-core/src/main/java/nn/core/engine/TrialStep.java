package nn.core.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nn.api.Message;
import nn.api.Workspace;
import nn.api.network.Progress;
import nn.api.network.Role;
import nn.api.network.Schedule;
import nn.core.architecture.Architecture;
import nn.core.data.DataSet;
import nn.core.diagnosis.Finding;
import nn.core.diagnosis.Finding.Kind;
import nn.core.training.Fit;
import nn.core.training.History;
import nn.core.training.Training;

/**
 * One more step after a training, from the parameters and the optimiser's state that it ended with,
 * on tensors of its own: how large its gradients and its updates are beside the weights. The
 * learning rate is that of the middle of the training, as a schedule may end with none.
 */
final class TrialStep {

  /** ‖∂W‖/‖W‖ of the first layer in parts of the last's, below which gradients vanish. */
  private static final double VANISHING = 1e-3;

  /** ‖∂W‖/‖W‖ above which gradients explode. */
  private static final double EXPLODING = 1e3;

  /** ‖ΔW‖/‖W‖ below which updates are small. */
  private static final double SMALL = 1e-5;

  /** ‖ΔW‖/‖W‖ above which updates are large. */
  private static final double LARGE = 0.1;

  /** The share by which the cost must have fallen, so that small updates do no harm. */
  private static final double FALLEN = 0.1;

  /** The weights of one layer. */
  private record Weights(int layer, double norm, double gradientNorm, double updateNorm) {
    double relativeGradient() {
      return gradientNorm / norm;
    }

    double relativeUpdate() {
      return updateNorm / norm;
    }
  }

  private TrialStep() {}

  /**
   * Makes the step, and looks.
   *
   * @param workspace for all tensors, which the caller closes
   * @param batch of the step
   */
  static void check(
      Architecture architecture,
      Workspace workspace,
      DataSet batch,
      Training training,
      Fit fit,
      List<Finding> findings) {
    List<Weights> weights = weights(architecture, workspace, batch, training, fit);
    if (!weights.isEmpty()) {
      checkGradients(architecture, weights, findings);
      checkUpdates(architecture, weights, training, fit.history(), findings);
    }
  }

  /** Of each layer with trained weights that are not all 0; none where the step cannot be made. */
  private static List<Weights> weights(
      Architecture architecture, Workspace workspace, DataSet batch, Training training, Fit fit) {
    Map<String, double[]> arrays = fit.state().toMap();
    ParameterTensors values = new ParameterTensors(architecture, workspace);
    ParameterTensors gradients = new ParameterTensors(architecture, workspace);
    values.load("", arrays);
    Propagation propagation =
        new Propagation(
            architecture, values, gradients, workspace, batch.records(), training.seed());
    ParameterUpdater updater =
        new ParameterUpdater(architecture, values, gradients, workspace, training);
    updater.load(arrays);
    long number = fit.state().steps() + 1;
    propagation.records(batch, 0);
    propagation.step(number, 0);
    propagation.forward();
    propagation.judge();
    double weightSum = propagation.weightSum();
    if (fit.history().size() == 0 || weightSum == 0 || !Double.isFinite(propagation.lossSum())) {
      return List.of();
    }
    propagation.backward(null);
    double[][] before = weights(values);
    double[][] sums = weights(gradients);
    double cost = propagation.lossSum() / weightSum + updater.penalty();
    updater.update(number, weightSum, cost, rateFactor(training, fit));
    double[][] after = weights(values);
    List<Weights> weights = new ArrayList<>();
    for (int l = 0; l < before.length; l++) {
      double norm = norm(before[l]);
      if (norm > 0) {
        double gradient = norm(sums[l]) / weightSum; // of the mean cost
        weights.add(new Weights(l, norm, gradient, distance(before[l], after[l])));
      }
    }
    return weights;
  }

  /** The learning rate's factor in the middle of the steps that were made. */
  private static double rateFactor(Training training, Fit fit) {
    Schedule schedule = training.schedule();
    if (schedule == null) {
      return 1;
    }
    History history = fit.history();
    long batches = (fit.state().steps() - fit.state().counter("batch")) / history.size();
    long step = Math.max(1, fit.state().steps() / 2);
    int ended = (int) ((step - 1) / batches);
    return schedule.factor(
        new Progress() {
          @Override
          public long step() {
            return step;
          }

          @Override
          public long plannedSteps() {
            return training.epochs() * batches;
          }

          @Override
          public int epochs() {
            return ended;
          }

          @Override
          public double cost(int epoch) {
            return history.cost(Objects.checkIndex(epoch, ended));
          }

          @Override
          public double validationCost(int epoch) {
            return history.validationCost(Objects.checkIndex(epoch, ended));
          }
        });
  }

  // ---- norms

  /** All trained weights of each layer, or what there is for them. */
  private static double[][] weights(ParameterTensors tensors) {
    double[][] layers = new double[tensors.descriptions().size()][0];
    tensors.forEach(
        (layer, parameter, tensor) -> {
          if (parameter.trained() && parameter.role() == Role.WEIGHT) {
            int before = layers[layer].length;
            int size = tensor.shape().size();
            layers[layer] = Arrays.copyOf(layers[layer], before + size);
            tensor.backend().read(tensor, 0, size, layers[layer], before);
          }
        });
    return layers;
  }

  private static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static double distance(double[] a, double[] b) {
    double[] differences = new double[a.length];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    return norm(differences);
  }

  // ---- checks

  private static String where(Architecture architecture, Weights weights) {
    return architecture.describe(weights.layer()).replaceFirst("^l", "L");
  }

  private static void checkGradients(
      Architecture architecture, List<Weights> weights, List<Finding> findings) {
    Weights first = weights.get(0);
    Weights last = weights.get(weights.size() - 1);
    double ratio = first.relativeGradient() / last.relativeGradient(); // NaN where both are 0
    if (ratio < VANISHING) {
      findings.add(
          Finding.of(
              Kind.VANISHING_GRADIENTS,
              first.layer(),
              ratio,
              VANISHING,
              "%s: gradients vanish, beside the weights they are %.1e of those of the last layer;"
                  + " use relu, batch normalisation, residual blocks or fewer layers.",
              where(architecture, first),
              ratio));
    }
    for (Weights layer : weights) {
      double relative = layer.relativeGradient();
      if (relative > EXPLODING) {
        findings.add(
            Finding.of(
                Kind.EXPLODING_GRADIENTS,
                layer.layer(),
                relative,
                EXPLODING,
                "%s: gradients explode, they are %.1e times as large as the weights; standardise"
                    + " features and targets, clip the gradients by norm, or draw smaller weights.",
                where(architecture, layer),
                relative));
        return; // one is enough, as it reaches the others
      }
    }
  }

  private static void checkUpdates(
      Architecture architecture,
      List<Weights> weights,
      Training training,
      History history,
      List<Finding> findings) {
    Weights largest = weights.get(0);
    for (Weights layer : weights) {
      largest = layer.relativeUpdate() > largest.relativeUpdate() ? layer : largest;
    }
    double relative = largest.relativeUpdate();
    String rate = Message.of("%s %s", training.optimiser().kind(), training.optimiser().config());
    if (relative > LARGE) {
      findings.add(
          Finding.of(
              Kind.LARGE_UPDATES,
              largest.layer(),
              relative,
              LARGE,
              "%s: updates are large, one step changes the weights by %.1e of their norm, where"
                  + " about 1e-3 is usual; lower the learning rate (%s).",
              where(architecture, largest),
              relative,
              rate));
    }
    double first = history.cost(0);
    double fallen = first - history.cost(history.size() - 1);
    if (relative < SMALL && history.size() > 1 && fallen < FALLEN * Math.abs(first)) {
      findings.add(
          Finding.of(
              Kind.SMALL_UPDATES,
              largest.layer(),
              relative,
              SMALL,
              "%s: updates are small, one step changes the weights by %.1e of their norm, where"
                  + " about 1e-3 is usual, and the cost has hardly fallen; raise the learning rate"
                  + " (%s).",
              where(architecture, largest),
              relative,
              rate));
    }
  }
}
