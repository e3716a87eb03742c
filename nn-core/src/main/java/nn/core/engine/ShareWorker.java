package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import nn.api.DType;
import nn.api.Message;
import nn.api.Workspace;
import nn.core.architecture.Architecture;
import nn.core.data.DataSet;
import nn.core.training.GradientSums;
import nn.core.training.GradientWorker;

/** {@link ShareGradients} as numbers. */
public final class ShareWorker implements GradientWorker {
  private final Architecture architecture;
  private final ParameterTensors values;
  private final Workspace workspace;
  private final long seed;
  private final ParameterTensors gradients;
  private final List<ShareGradients> widths = new ArrayList<>(); // one for each size of a share

  /**
   * Allocates.
   *
   * @param workspace for all tensors, which {@link #close} closes
   * @param seed of the random numbers that layers draw
   */
  public ShareWorker(
      Architecture architecture, ParameterTensors values, Workspace workspace, long seed) {
    this.architecture = architecture;
    this.values = values;
    this.workspace = workspace;
    this.seed = seed;
    gradients = new ParameterTensors(architecture, workspace);
  }

  @Override
  public GradientSums sum(DataSet share, long step, int firstRecord) {
    if (share.inputs() != architecture.inputs() || share.outputs() != architecture.outputs()) {
      throw new IllegalArgumentException(
          Message.of(
              "sum: the share must have the network's numbers of inputs and outputs: %d and %d, it"
                  + " has %d and %d",
              architecture.inputs(), architecture.outputs(), share.inputs(), share.outputs()));
    }
    Batch batch = new Batch(share, null);
    batch.move(0, firstRecord);
    ShareGradients sums = width(share.records());
    sums.sum(step, batch);
    int notFinite = Double.isFinite(sums.lossSum()) ? -1 : sums.firstNotFinite();
    return workspace.backend().dtype() == DType.FLOAT32
        ? GradientSums.ofFloats(
            sums.lossSum(),
            sums.correct(),
            share.records(),
            sums.weightSum(),
            gradients.toFloats(),
            notFinite)
        : GradientSums.ofDoubles(
            sums.lossSum(),
            sums.correct(),
            share.records(),
            sums.weightSum(),
            gradients.toArray(),
            notFinite);
  }

  private ShareGradients width(int records) {
    for (ShareGradients known : widths) {
      if (known.records() == records) {
        return known;
      }
    }
    ShareGradients created =
        new ShareGradients(architecture, values, gradients, workspace, records, seed);
    widths.add(created);
    return created;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
