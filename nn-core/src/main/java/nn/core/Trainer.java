package nn.core;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Optimiser;
import nn.api.network.Parameter;
import nn.api.network.Role;
import nn.core.check.DifferenceException;
import nn.core.propagation.Classes;
import nn.core.random.RandomState;

/** Gradient descent on a network's parameters. Belongs to one thread. */
final class Trainer {
  private final Architecture architecture;
  private final Parameters values;
  private final Backend backend;
  private final DataSet data;
  private final Training training;
  private final Workspace workspace;
  private final Parameters gradients;
  private final List<Tensor[]> updates = new ArrayList<>(); // gradient, value, states
  private final List<String> places = new ArrayList<>(); // of the updates, for messages
  private final ElementwiseLoop update;
  private final double[] optimiserScalars;
  private final double[] scalars; // those, then the number of records
  private final BatchPropagation batch;
  private final BatchPropagation lastBatch; // the same one where no shorter batch is left over
  private final RandomState random;
  private final int[] order; // of the records in mini-batches; empty with the full batch
  private int firstRecord; // of the batch, in that order
  private long steps;
  private double lossSum; // of the records of the epoch
  private int right;

  /**
   * Allocates all that training needs.
   *
   * @param workspace for all tensors, which the caller closes
   */
  Trainer(
      Architecture architecture,
      Parameters values,
      Workspace workspace,
      DataSet data,
      Training training) {
    this.architecture = architecture;
    this.values = values;
    this.workspace = workspace;
    this.data = data;
    this.training = training;
    backend = workspace.backend();
    gradients = new Parameters(architecture, workspace);
    Optimiser optimiser = training.optimiser();
    update = new MeanUpdate(optimiser.update());
    scalars = new double[update.scalars()];
    optimiserScalars = new double[scalars.length - 1];
    for (int l = 0; l < architecture.layers().size(); l++) {
      List<Parameter> parameters = values.descriptions().get(l);
      for (int p = 0; p < parameters.size(); p++) {
        if (parameters.get(p).role() != Role.STATISTIC) {
          updates.add(operands(gradients.of(l)[p], values.of(l)[p], optimiser.state().size()));
          String name = parameters.get(p).name();
          places.add(architecture.describe(l) + ", update of parameter " + name);
        }
      }
    }
    int records = data.records();
    int width = training.batch() == 0 ? records : Math.min(training.batch(), records);
    int rest = records % width;
    random = new RandomState(training.seed());
    order = width == records ? new int[0] : random.permutation(records);
    batch = propagation(width);
    lastBatch = rest == 0 ? batch : propagation(rest);
  }

  private Tensor[] operands(Tensor gradient, Tensor value, int states) {
    Tensor[] operands = new Tensor[2 + states];
    operands[0] = gradient;
    operands[1] = value;
    for (int s = 2; s < operands.length; s++) {
      operands[s] = workspace.tensor(value.shape());
    }
    return operands;
  }

  private BatchPropagation propagation(int records) {
    return new BatchPropagation(
        architecture,
        values,
        gradients,
        workspace,
        records,
        training.seed(),
        order.length == 0 ? this::take : this::gather);
  }

  private void take(Propagation part, int from) {
    if (steps == 1 || part.records() < data.records()) { // otherwise it still has them
      part.records(data, from);
    }
  }

  private void gather(Propagation part, int from) {
    part.gather(data, order, firstRecord + from);
  }

  /** Runs all epochs. */
  History run() {
    double[] costs = new double[training.epochs()];
    double[] accuracies = new double[training.epochs()];
    int records = data.records();
    long start = System.nanoTime();
    for (int epoch = 1; epoch <= training.epochs(); epoch++) {
      lossSum = 0;
      right = 0;
      if (epoch > 1) {
        random.shuffle(order);
      }
      for (firstRecord = 0; firstRecord < records; firstRecord += batch.records()) {
        step(batch.records() <= records - firstRecord ? batch : lastBatch, epoch);
      }
      costs[epoch - 1] = lossSum / records;
      accuracies[epoch - 1] = Classes.share(architecture.cost().decision(), right, records);
      training
          .listener()
          .epochEnded(epoch, training.epochs(), costs[epoch - 1], accuracies[epoch - 1]);
    }
    History history = new History(costs, accuracies, (System.nanoTime() - start) / 1e9);
    int layer = values.firstNotFinite(); // no further cost would show what the last update did
    if (layer >= 0) {
      throw new DivergedException(
          "fit: the parameters of "
              + architecture.describe(layer)
              + " are no finite numbers after the last update"
              + advice(),
          training.epochs(),
          layer + 1);
    }
    return history;
  }

  /** One update. */
  private void step(BatchPropagation propagation, int epoch) {
    steps++;
    propagation.propagate(steps);
    double sum = propagation.lossSum();
    if (!Double.isFinite(sum)) {
      throw diverged(propagation, sum, epoch);
    }
    lossSum = Propagation.add(lossSum, sum);
    right += propagation.right();
    training.optimiser().scalars(steps, optimiserScalars);
    System.arraycopy(optimiserScalars, 0, scalars, 0, optimiserScalars.length);
    scalars[optimiserScalars.length] = propagation.records();
    for (int p = 0; p < updates.size(); p++) {
      update(p);
    }
    propagation.commit();
  }

  private void update(int p) {
    try {
      backend.apply(update, scalars, updates.get(p));
    } catch (DifferenceException difference) {
      throw difference.at("step " + steps + ", " + places.get(p));
    }
  }

  private DivergedException diverged(BatchPropagation propagation, double cost, int epoch) {
    int layer = propagation.firstNotFinite();
    String where =
        layer < 0
            ? "all layers' values are finite, the losses are not"
            : "the values of "
                + architecture.describe(layer)
                + " were the first that are no "
                + "finite numbers";
    return new DivergedException(
        "fit: the cost is "
            + cost
            + " at "
            + (batch.records() == data.records() ? "iteration " : "epoch ")
            + epoch
            + ": "
            + where
            + advice(),
        epoch,
        layer + 1);
  }

  private String advice() {
    return "; lower the learning rate ("
        + training.optimiser().kind()
        + " "
        + training.optimiser().config()
        + ") or standardise the features";
  }
}
