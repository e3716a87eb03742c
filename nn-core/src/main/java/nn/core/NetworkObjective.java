package nn.core;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Parameter;
import nn.api.network.Role;
import nn.core.check.Objective;

/** A network's mean cost on some records, in training. */
final class NetworkObjective implements Objective {
  private final Network network;
  private final Backend backend;
  private final Workspace workspace;
  private final Propagation propagation;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Tensor> gradients = new ArrayList<>(); // sums over records
  private final Tensor dx; // [inputs, records]
  private final double[] element = new double[1];

  /**
   * Takes over the network, whose parameters are varied.
   *
   * @param workspace for all tensors; closed with this, or by the caller if this throws
   */
  NetworkObjective(Architecture architecture, Network network, Workspace workspace, DataSet data) {
    this.network = network;
    this.workspace = workspace;
    backend = workspace.backend();
    Parameters values = network.parameters();
    Parameters derivatives = new Parameters(architecture, workspace);
    propagation = new Propagation(architecture, values, derivatives, workspace, data.records(), 0);
    propagation.step(1, 0);
    propagation.records(data, 0);
    dx = workspace.tensor(propagation.features().shape());
    for (int l = 0; l < values.descriptions().size(); l++) {
      List<Parameter> descriptions = values.descriptions().get(l);
      for (int p = 0; p < descriptions.size(); p++) {
        if (descriptions.get(p).role() != Role.STATISTIC) {
          add(l, descriptions.get(p).name(), values.of(l)[p], derivatives.of(l)[p]);
        }
      }
    }
    add(INPUT, "input", propagation.features(), dx);
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
    return propagation.lossSum() / propagation.records();
  }

  @Override
  public double[][] gradient() {
    value(); // backward needs what forward leaves
    propagation.backward(dx);
    double[][] derivatives = new double[gradients.size()][];
    for (int variable = 0; variable < derivatives.length; variable++) {
      Tensor gradient = gradients.get(variable);
      backend.divideBy(gradient, propagation.records(), gradient);
      derivatives[variable] = new double[gradient.shape().size()];
      backend.read(gradient, derivatives[variable]);
    }
    return derivatives;
  }

  @Override
  public void close() {
    workspace.close();
    network.close();
  }
}
