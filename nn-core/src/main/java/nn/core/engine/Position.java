package nn.core.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import nn.api.Message;
import nn.api.network.Progress;
import nn.core.array.FiniteSums;
import nn.core.training.End;
import nn.core.training.Epoch;
import nn.core.training.History;
import nn.core.training.TrainingState;
import nn.core.training.TrainingStep;

/** Where a training is, and what its listener and its schedule are shown of that. */
final class Position {

  private static final int ROOM = 1 << 16; // epochs
  private static final int SUMS = 4; // numbers that belong to an epoch that has not ended

  private final int plannedEpochs;
  private final int batches; // of an epoch
  private final ValidationHistory validation;
  private long step; // that have been begun
  private int epoch; // that have ended
  private int batch; // that have been done in this epoch
  private double costSum; // of the records of this epoch
  private double weightSum; // of the records of this epoch
  private double correct; // of the records of this epoch, by weight
  private double stepCost; // of the last step
  private double[] costs; // of the epochs that have ended
  private double[] accuracies;
  private double seconds; // before this run
  private long start; // of this run
  private boolean stopped;

  Position(int plannedEpochs, int batches, ValidationHistory validation) {
    this.plannedEpochs = plannedEpochs;
    this.batches = batches;
    this.validation = validation;
    costs = new double[room(plannedEpochs)];
    accuracies = new double[costs.length];
  }

  /** Epochs for which there is room at first. */
  static int room(int plannedEpochs) {
    return Math.min(plannedEpochs, ROOM);
  }

  // ---- going on

  void beginRun() {
    start = System.nanoTime();
    stopped = false;
  }

  /** Whether there is something left to do, and nobody wants an end. */
  boolean goesOn() {
    return epoch < plannedEpochs && !stopped && !validation.patienceIsOver();
  }

  void stop() {
    stopped = true;
  }

  private long plannedSteps() {
    return (long) plannedEpochs * batches;
  }

  /** Why it does not go on. */
  End end() {
    if (epoch == plannedEpochs) {
      return End.COMPLETED;
    }
    return validation.patienceIsOver() ? End.STOPPED_EARLY : End.STOPPED;
  }

  boolean isAtEpochsBegin() {
    return batch == 0;
  }

  boolean isAtEpochsEnd() {
    return batch == batches;
  }

  void beginEpoch() {
    costSum = 0;
    weightSum = 0;
    correct = 0;
  }

  /** Begins the next step. */
  long beginStep() {
    return ++step;
  }

  /**
   * The step's batch is done.
   *
   * @param cost its mean cost
   * @param costOfRecords the sum over its records, by weight
   * @param batchWeight the sum of its records' weights
   * @param correctRecords those that are classified correctly, by weight
   */
  void endStep(double cost, double costOfRecords, double batchWeight, double correctRecords) {
    stepCost = cost;
    costSum = FiniteSums.add(costSum, costOfRecords);
    weightSum += batchWeight;
    correct += correctRecords;
    batch++;
  }

  /** All batches of an epoch are done. */
  void endEpoch(double accuracy) {
    if (epoch == costs.length) {
      costs = Arrays.copyOf(costs, 2 * epoch);
      accuracies = Arrays.copyOf(accuracies, 2 * epoch);
    }
    costs[epoch] = costSum / weightSum;
    accuracies[epoch] = accuracy;
    epoch++;
    batch = 0;
  }

  long step() {
    return step;
  }

  int epoch() {
    return epoch;
  }

  int batch() {
    return batch;
  }

  /**
   * The sum of the weights of the records of this epoch, added in the order of {@link #correct}.
   */
  double weightSum() {
    return weightSum;
  }

  double correct() {
    return correct;
  }

  History history() {
    double until = seconds + (System.nanoTime() - start) / 1e9;
    return new History(
        Arrays.copyOf(costs, epoch),
        Arrays.copyOf(accuracies, epoch),
        validation.toValue(epoch),
        until);
  }

  // ---- state in and out

  void save(Map<String, double[]> arrays, Map<String, Long> counters) {
    History history = history();
    arrays.put("history.cost", Arrays.copyOf(costs, epoch));
    arrays.put("history.accuracy", Arrays.copyOf(accuracies, epoch));
    arrays.put("sums", new double[] {costSum, history.seconds(), weightSum, correct});
    counters.put("step", step);
    counters.put("epoch", (long) epoch);
    counters.put("batch", (long) batch);
  }

  /**
   * Takes over what a state has.
   *
   * @throws IllegalArgumentException if its numbers contradict each other or the plan
   */
  void load(TrainingState state) {
    requireReachable(state.steps(), state.counter("epoch"), state.counter("batch"));
    step = state.steps();
    epoch = state.epochs();
    batch = (int) state.counter("batch");
    double[] sums = array(state, "sums", SUMS);
    costSum = sums[0];
    seconds = sums[1];
    weightSum = sums[2];
    correct = sums[3];
    int room = Math.max(epoch, costs.length);
    costs = Arrays.copyOf(array(state, "history.cost", epoch), room);
    accuracies = Arrays.copyOf(array(state, "history.accuracy", epoch), room);
  }

  private void requireReachable(long steps, long epochs, long batchesDone) {
    boolean within =
        epochs >= 0 && epochs <= plannedEpochs && batchesDone >= 0 && batchesDone <= batches;
    if (!within || steps != epochs * batches + batchesDone) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the state must be one of this training, of %d epochs with %d batches each: it"
                  + " is after %d steps, %d epochs and %d batches",
              plannedEpochs, batches, steps, epochs, batchesDone));
    }
  }

  private static double[] array(TrainingState state, String name, int length) {
    double[] numbers = state.array(name);
    if (numbers.length != length) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the state's '%s' must have %d numbers: it has %d",
              name, length, numbers.length));
    }
    return numbers;
  }

  // ---- what others are shown

  /** What gives a state when a listener asks for one. */
  interface StateSource {
    TrainingState state();
  }

  Epoch asEpoch(StateSource source) {
    return new Epoch() {
      @Override
      public int number() {
        return epoch;
      }

      @Override
      public int of() {
        return plannedEpochs;
      }

      @Override
      public double cost() {
        return costs[epoch - 1];
      }

      @Override
      public double accuracy() {
        return accuracies[epoch - 1];
      }

      @Override
      public double validationCost() {
        return validation.cost(epoch - 1);
      }

      @Override
      public double metric(String name) {
        return validation.get(name, epoch - 1);
      }

      @Override
      public void stop() {
        stopped = true;
      }

      @Override
      public TrainingState state() {
        return source.state();
      }
    };
  }

  TrainingStep asStep(StateSource source) {
    return new TrainingStep() {
      @Override
      public long number() {
        return step;
      }

      @Override
      public long of() {
        return plannedSteps();
      }

      @Override
      public int epoch() {
        return epoch + 1;
      }

      @Override
      public double cost() {
        return stepCost;
      }

      @Override
      public void stop() {
        stopped = true;
      }

      @Override
      public TrainingState state() {
        return source.state();
      }
    };
  }

  Progress asProgress() {
    return new Progress() {
      @Override
      public long step() {
        return step;
      }

      @Override
      public long plannedSteps() {
        return Position.this.plannedSteps();
      }

      @Override
      public int epochs() {
        return epoch;
      }

      @Override
      public double cost(int ended) {
        return costs[Objects.checkIndex(ended, epoch)];
      }

      @Override
      public double validationCost(int ended) {
        return validation.cost(Objects.checkIndex(ended, epoch));
      }
    };
  }
}
