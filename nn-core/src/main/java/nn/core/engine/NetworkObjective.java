package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Penalty;
import nn.core.architecture.Architecture;
import nn.core.data.DataSet;
import nn.core.training.Objective;
import nn.core.training.Training;

/** A network's mean cost on some records, in training, with penalties. */
public final class NetworkObjective implements Objective {
  private final Runnable release;
  private final Backend backend;
  private final Workspace workspace;
  private final Propagation propagation;
  private final ParameterUpdater penalties;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Tensor> gradients = new ArrayList<>(); // sums over records
  private final Tensor dx; // [inputs, records]
  private final double[] element = new double[1];

  /**
   * Allocates.
   *
   * @param values varied, so of a network of its own
   * @param release what to do after this is closed
   * @param workspace for all tensors; closed with this, or by the caller if this throws
   */
  public NetworkObjective(
      Architecture architecture,
      ParameterTensors values,
      Runnable release,
      Workspace workspace,
      DataSet data,
      List<Penalty> penalties) {
    this.release = release;
    this.workspace = workspace;
    backend = workspace.backend();
    ParameterTensors derivatives = new ParameterTensors(architecture, workspace);
    propagation = new Propagation(architecture, values, derivatives, workspace, data.records(), 0);
    propagation.records(data, 0);
    propagation.step(1, 0);
    dx = workspace.tensor(propagation.features().shape());
    Training training = Training.epochs(1);
    for (Penalty penalty : penalties) {
      training = training.penalty(penalty);
    }
    this.penalties = new ParameterUpdater(architecture, values, derivatives, workspace, training);
    values.forEach(
        (layer, parameter, tensor) -> {
          if (parameter.trained()) {
            add(layer, parameter.name(), tensor, derivatives.of(layer, parameter.name()));
          }
        });
    if (architecture.layers().get(0).categories() == 0) { // else there is no derivative by them
      add(INPUT, "input", propagation.features(), dx);
    }
  }

  private void add(int layer, String name, Tensor tensor, Tensor gradient) {
    variables.add(new Variable(layer, name, tensor.shape()));
    tensors.add(tensor);
    gradients.add(gradient);
  }

  @Override
  public List<Variable> variables() {
    return variables;
  }

  @Override
  public double get(int variable, int index) {
    backend.read(tensors.get(variable), index, index + 1, element, 0);
    return element[0];
  }

  @Override
  public void set(int variable, int index, double value) {
    element[0] = value;
    backend.write(element, 0, tensors.get(variable), index, index + 1);
  }

  @Override
  public double value() {
    propagation.forward();
    propagation.judge();
    return propagation.lossSum() / propagation.weightSum() + penalties.penalty();
  }

  @Override
  public double[][] gradient() {
    value(); // backward needs what forward leaves
    propagation.backward(dx);
    penalties.prepare(propagation.weightSum());
    backend.divideBy(dx, propagation.weightSum(), dx);
    double[][] derivatives = new double[gradients.size()][];
    for (int variable = 0; variable < derivatives.length; variable++) {
      Tensor gradient = gradients.get(variable);
      derivatives[variable] = new double[gradient.shape().size()];
      backend.read(gradient, derivatives[variable]);
    }
    return derivatives;
  }

  @Override
  public void close() {
    workspace.close();
    release.run();
  }
}
