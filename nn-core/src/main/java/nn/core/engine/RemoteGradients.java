package nn.core.engine;

import nn.api.Message;
import nn.api.Workspace;
import nn.api.network.Parameter;
import nn.api.network.Role;
import nn.core.architecture.Architecture;
import nn.core.training.GradientSource;
import nn.core.training.GradientSums;
import nn.core.training.Shares;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;

/** The gradients of records that are elsewhere. */
public final class RemoteGradients implements StepGradients {
  private final GradientSource source;
  private final Shares shares;
  private final ParameterTensors sums;
  private int epoch;
  private @Nullable GradientSums last;

  /**
   * Allocates.
   *
   * @param workspace for all tensors, which the caller closes
   */
  RemoteGradients(
      Architecture architecture, Workspace workspace, GradientSource source, Shares shares) {
    this.source = source;
    this.shares = shares;
    sums = new ParameterTensors(architecture, workspace);
  }

  /**
   * Refuses what needs the records on this machine.
   *
   * @throws IllegalArgumentException if a layer or the training does
   */
  public static void require(Architecture architecture, Training training) {
    if (training.validationShare() > 0) {
      throw new IllegalArgumentException(
          "fit: records that are elsewhere cannot be split; name those that validate with"
              + " Training.validation: the validation share is "
              + training.validationShare());
    }
    for (int l = 0; l < architecture.layers().size(); l++) {
      for (Parameter parameter : architecture.parameters().get(l)) {
        if (parameter.role() == Role.STATISTIC) {
          throw new IllegalArgumentException(
              Message.of(
                  "fit: a layer with statistics of the records needs them on this machine: %s has"
                      + " %s",
                  architecture.describe(l), parameter.name()));
        }
      }
    }
    if (architecture.mixesRecords()) {
      throw new IllegalArgumentException(
          "fit: a layer that mixes records needs them on this machine: one of the layers does");
    }
  }

  @Override
  public void beginEpoch(int epoch) {
    this.epoch = epoch;
  }

  @Override
  public void sum(long step, int number) {
    GradientSums given = source.sum(step, epoch, number);
    if (given.records() != shares.count(number)) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: the gradients of step %d must be of its records: of %d, given of %d",
              step, shares.count(number), given.records()));
    }
    sums.requireSame("fit", given);
    last = given;
    if (Double.isFinite(given.lossSum())) {
      sums.fromSums(given);
    }
  }

  private GradientSums last() {
    return java.util.Objects.requireNonNull(last);
  }

  @Override
  public ParameterTensors sums() {
    return sums;
  }

  @Override
  public double lossSum() {
    return last().lossSum();
  }

  @Override
  public double weightSum() {
    return last().weightSum();
  }

  @Override
  public double correct() {
    return last().correct();
  }

  @Override
  public void commit() {
    // no layer has statistics
  }

  @Override
  public int firstNotFinite() {
    return last().firstNotFinite();
  }
}
