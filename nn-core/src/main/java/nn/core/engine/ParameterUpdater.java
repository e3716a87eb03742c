package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Message;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Clip;
import nn.api.network.Optimiser;
import nn.api.network.Parameter;
import nn.api.network.Step;
import nn.core.architecture.Architecture;
import nn.core.array.FiniteSums;
import nn.core.array.Rows;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;

/**
 * Updates the parameters from the sums of their gradients over a batch: the third of the three
 * pieces of a training step. Owns the optimiser's state, which goes in and out.
 *
 * <p>A batch whose weights sum to 0 has no mean, and updates nothing: neither a parameter nor the
 * optimiser's state, and no penalty applies. Its step is counted all the same.
 *
 * <p>In this order: the mean over records, penalties, clip, optimiser. Without penalties and clip
 * the mean is taken together with the optimiser's first update, so that memory is passed over once.
 */
final class ParameterUpdater {
  private static final double[] NO_SCALARS = {};

  /** A penalty's loops, which it may make anew at each call. */
  private record Term(ElementwiseLoop value, ElementwiseLoop gradient) {}

  /** One parameter with what its update needs. */
  private static final class Target {
    final int layer;
    final Parameter parameter;
    final Tensor gradient;
    final Tensor value;
    final Tensor[] operands; // gradient, value, states
    final String place; // for messages
    final Term[] penalties;
    final Tensor[] penalised; // value, gradient
    final Tensor[] limited; // gradient
    boolean isMean; // the gradient has been divided by the sum of the records' weights

    Target(int layer, Parameter parameter, Tensor[] operands, String place, Term[] penalties) {
      this.layer = layer;
      this.parameter = parameter;
      this.operands = operands;
      this.place = place;
      this.penalties = penalties;
      gradient = operands[0];
      value = operands[1];
      penalised = new Tensor[] {value, gradient};
      limited = new Tensor[] {gradient};
    }
  }

  private final Backend backend;
  private final Training training;
  private final Optimiser optimiser;
  private final Target[] targets;
  private final ElementwiseLoop[] updates;
  private final ElementwiseLoop meanUpdate; // the first update, with the mean before it
  private final double[] scalars;
  private final CurrentStep current = new CurrentStep();
  private final double[][] penaltyOperands = new double[2][];
  private double[] numbers = {}; // of one tensor

  // the step
  private long step;
  private double weightSum;
  private double cost;
  private double rateFactor;

  /**
   * Allocates the optimiser's state.
   *
   * @param values updated
   * @param gradients read and overwritten
   * @param workspace for all tensors, which the caller closes
   */
  ParameterUpdater(
      Architecture architecture,
      ParameterTensors values,
      ParameterTensors gradients,
      Workspace workspace,
      Training training) {
    this.training = training;
    backend = workspace.backend();
    optimiser = training.optimiser();
    updates = optimiser.updates().toArray(ElementwiseLoop[]::new);
    if (updates.length == 0) {
      throw new IllegalArgumentException(
          "fit: an optimiser must have an update: " + optimiser.kind() + " has none");
    }
    int most = Limit.INSTANCE.scalars();
    for (ElementwiseLoop update : updates) {
      requireOperands(update);
      most = Math.max(most, update.scalars() + 1); // and the sum of the weights
    }
    meanUpdate = new MeanUpdate(updates[0]);
    scalars = new double[most];
    List<Target> trained = new ArrayList<>();
    values.forEach(
        (layer, parameter, value) -> {
          if (parameter.trained()) {
            Tensor gradient = gradients.of(layer, parameter.name());
            trained.add(target(architecture, layer, parameter, gradient, value, workspace));
          }
        });
    targets = trained.toArray(Target[]::new);
  }

  private void requireOperands(ElementwiseLoop update) {
    int outputs = 1 + optimiser.state().size();
    if (update.inputs() != 1 || update.outputs() != outputs) {
      throw new IllegalArgumentException(
          Message.of(
              "fit: an optimiser's update must take one input, the gradient, and as outputs the "
                  + "parameter and each of state(): %s has the state %s, so 1 input and %d outputs; "
                  + "its update %s has %d and %d",
              optimiser.kind(),
              optimiser.state(),
              outputs,
              update,
              update.inputs(),
              update.outputs()));
    }
  }

  private Target target(
      Architecture architecture,
      int layer,
      Parameter parameter,
      Tensor gradient,
      Tensor value,
      Workspace workspace) {
    Tensor[] operands = new Tensor[2 + optimiser.state().size()];
    operands[0] = gradient;
    operands[1] = value;
    for (int s = 2; s < operands.length; s++) {
      operands[s] = workspace.tensor(value.shape());
    }
    return new Target(
        layer,
        parameter,
        operands,
        architecture.describe(layer) + ", update of parameter " + parameter.name(),
        training.penalties().stream()
            .filter(penalty -> penalty.applies(parameter))
            .map(penalty -> new Term(penalty.value(), penalty.gradient()))
            .toArray(Term[]::new));
  }

  /** The penalties of the parameters as they are: in FLOAT64, parameters and elements ascending. */
  double penalty() {
    double sum = 0;
    for (Target target : targets) {
      for (Term penalty : target.penalties) {
        int size = target.value.shape().size();
        penaltyOperands[0] = read(target.value);
        if (penaltyOperands[1] == null || penaltyOperands[1].length < size) {
          penaltyOperands[1] = new double[size];
        }
        penalty.value().apply(penaltyOperands, NO_SCALARS, 0, size);
        for (int i = 0; i < size; i++) {
          sum = FiniteSums.add(sum, penaltyOperands[1][i]);
        }
      }
    }
    return sum;
  }

  /** A tensor's values record after record, in an array that the next call overwrites. */
  private double[] read(Tensor tensor) {
    int size = tensor.shape().size();
    if (numbers.length < size) {
      numbers = new double[size];
    }
    backend.read(tensor, 0, size, numbers, 0);
    return numbers;
  }

  private double squares(Tensor tensor) {
    double[] values = read(tensor);
    double sum = 0;
    for (int i = 0; i < tensor.shape().size(); i++) {
      sum += values[i] * values[i];
    }
    return sum;
  }

  /** The mean of losses whose weights have this sum; 0 where that is 0. */
  static double mean(double lossSum, double weightSum) {
    return weightSum == 0 ? 0 : lossSum / weightSum;
  }

  /**
   * Updates every trained parameter.
   *
   * @param step 1 for the first
   * @param weightSum of the records over which the gradients are sums: without weights their number
   * @param cost the mean cost of the batch
   * @param rateFactor the schedule's
   */
  void update(long step, double weightSum, double cost, double rateFactor) {
    if (weightSum == 0) {
      return;
    }
    this.step = step;
    this.weightSum = weightSum;
    this.cost = cost;
    this.rateFactor = rateFactor;
    for (Target target : targets) {
      target.isMean = false;
    }
    penalise();
    clip();
    for (int phase = 0; phase < updates.length; phase++) {
      for (Target target : targets) {
        apply(phase, target);
      }
    }
  }

  /** Makes the sums the gradients of the mean cost with penalties, without clip and update. */
  void prepare(double weightSum) {
    this.weightSum = weightSum;
    for (Target target : targets) {
      target.isMean = false;
      takeMean(target);
    }
    penalise();
  }

  private void takeMean(Target target) {
    if (!target.isMean) {
      backend.divideBy(target.gradient, weightSum, target.gradient);
      target.isMean = true;
    }
  }

  private void penalise() {
    for (Target target : targets) {
      for (Term penalty : target.penalties) {
        takeMean(target);
        backend.apply(penalty.gradient(), NO_SCALARS, target.penalised);
      }
    }
  }

  private void clip() {
    Clip clip = training.clip();
    if (clip == null) {
      return;
    }
    double squares = 0;
    for (Target target : targets) {
      takeMean(target);
      squares += squares(target.gradient);
    }
    scalars[0] = clip.factor(Math.sqrt(squares));
    scalars[1] = clip.bound();
    if (scalars[0] != 1 || scalars[1] != Double.POSITIVE_INFINITY) {
      for (Target target : targets) {
        backend.apply(Limit.INSTANCE, scalars, target.limited);
      }
    }
  }

  private void apply(int phase, Target target) {
    try {
      current.phase = phase;
      current.target = target;
      ElementwiseLoop update = updates[phase];
      optimiser.scalars(current, scalars);
      if (phase == 0 && !target.isMean) { // scalars may have asked for its norm
        scalars[update.scalars()] = weightSum;
        update = meanUpdate;
        target.isMean = true;
      }
      backend.apply(update, scalars, target.operands);
    } catch (RuntimeException failure) {
      throw Places.located(failure, "step " + step + ", " + target.place);
    }
  }

  /** What the optimiser is shown. */
  private final class CurrentStep implements Step {
    private int phase;
    private @Nullable Target target;

    private Target target() {
      return java.util.Objects.requireNonNull(target);
    }

    @Override
    public long number() {
      return step;
    }

    @Override
    public int phase() {
      return phase;
    }

    @Override
    public int layer() {
      return target().layer;
    }

    @Override
    public Parameter parameter() {
      return target().parameter;
    }

    @Override
    public double rateFactor() {
      return rateFactor;
    }

    @Override
    public double norm(String operand) {
      if (operand.equals("gradient")) {
        takeMean(target());
        return Math.sqrt(squares(target().gradient));
      }
      if (operand.equals("parameter")) {
        return Math.sqrt(squares(target().value));
      }
      int state = optimiser.state().indexOf(operand);
      if (state < 0) {
        throw new IllegalArgumentException(
            Message.of(
                "norm: an operand is 'gradient', 'parameter' or a state of the optimiser: '%s', %s has %s",
                operand, optimiser.kind(), optimiser.state()));
      }
      return Math.sqrt(squares(target().operands[2 + state]));
    }

    @Override
    public double cost() {
      return cost;
    }
  }

  // ---- state in and out

  private String name(Target target, int state) {
    return Message.of(
        "optimiser.%s.%d.%s", optimiser.state().get(state), target.layer, target.parameter.name());
  }

  /** Puts the optimiser's state into arrays, by name. */
  void save(Map<String, double[]> arrays) {
    for (Target target : targets) {
      for (int s = 0; s < optimiser.state().size(); s++) {
        Tensor tensor = target.operands[2 + s];
        double[] values = new double[tensor.shape().size()];
        backend.read(tensor, values);
        arrays.put(name(target, s), Rows.transpose(values, tensor.shape().columns()));
      }
    }
  }

  /**
   * Refuses a state that is not of this optimiser and these parameters.
   *
   * @throws IllegalArgumentException if it is not
   */
  private void requireSame(Map<String, double[]> state) {
    for (Target target : targets) {
      for (int s = 0; s < optimiser.state().size(); s++) {
        double[] rows = state.get(name(target, s));
        if (rows == null || rows.length != target.value.shape().size()) {
          throw new IllegalArgumentException(
              Message.of(
                  "resume: the optimiser's state must fit the parameters: the parameter is %s, %s"
                      + " has %s numbers",
                  target.value.shape(), name(target, s), rows == null ? "no" : rows.length));
        }
      }
    }
  }

  /**
   * Takes the optimiser's state from arrays.
   *
   * @throws IllegalArgumentException if it is not of this optimiser; nothing is changed then
   */
  void load(Map<String, double[]> state) {
    requireSame(state);
    for (Target target : targets) {
      for (int s = 0; s < optimiser.state().size(); s++) {
        Tensor tensor = target.operands[2 + s];
        double[] rows = state.getOrDefault(name(target, s), NO_SCALARS);
        backend.write(Rows.transpose(rows, tensor.shape().rows()), tensor);
      }
    }
  }
}
