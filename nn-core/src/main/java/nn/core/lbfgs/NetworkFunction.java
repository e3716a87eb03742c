package nn.core.lbfgs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Message;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.Role;
import nn.core.Network;
import nn.core.array.FiniteSums;
import nn.core.data.DataSet;
import nn.core.training.GradientSums;
import nn.core.training.GradientWorker;

/**
 * A network's mean cost on all records, with penalties, as a function of its parameters: that of
 * {@link Network#objective}, but in parts and on all threads, as in training. Parameters that are
 * not trained have a gradient of 0.
 */
final class NetworkFunction implements Function, AutoCloseable {
  private static final double[] NO_SCALARS = {};

  /** A term that is added for some consecutive parameters. */
  private record Term(ElementwiseLoop value, ElementwiseLoop gradient, int from, int to) {}

  /** Numbers that stay as they are. */
  private record Fixed(int from, int to) {}

  private final Network network;
  private final DataSet data;
  private final GradientWorker worker;
  private final List<Term> terms = new ArrayList<>();
  private final List<Fixed> fixed = new ArrayList<>();
  private final double[][] operands = new double[2][];
  private final double[] elements; // of a penalty

  /**
   * Allocates.
   *
   * @throws IllegalArgumentException if the cost is no function for L-BFGS
   */
  NetworkFunction(Network network, DataSet data, Penalty... penalties) {
    this.network = network;
    this.data = data;
    requireDoubles();
    int size = layOut(penalties);
    elements = new double[size];
    data.requireTargets(network.cost());
    worker = network.gradientWorker(0);
    try {
      requireNoRandomness();
    } catch (Throwable refused) {
      worker.close();
      throw refused;
    }
  }

  private void requireDoubles() {
    if (network.backend().dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException(
          Message.of(
              "lbfgs: a step downhill is found in FLOAT64 alone; open the backend with it: %s"
                  + " computes in %s",
              network.backend().name(), network.backend().dtype()));
    }
  }

  /** Where each parameter is among all numbers, which are counted. */
  private int layOut(Penalty... penalties) {
    int inputs = network.inputs();
    int at = 0;
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      for (Parameter parameter : Part.parameters(layer, inputs)) {
        requireNoStatistic(l, layer, parameter);
        int to = at + parameter.shape().size();
        if (!parameter.trained()) {
          fixed.add(new Fixed(at, to));
        }
        for (Penalty penalty : penalties) {
          if (parameter.trained() && penalty.applies(parameter)) {
            terms.add(new Term(penalty.value(), penalty.gradient(), at, to));
          }
        }
        at = to;
      }
      inputs = layer.units(inputs);
    }
    return at;
  }

  private static void requireNoStatistic(int l, Layer layer, Parameter parameter) {
    if (parameter.role() == Role.STATISTIC) {
      throw new IllegalArgumentException(
          Message.of(
              "lbfgs: layers must have no batch statistics; train with Network.fit: layer %d (%s)"
                  + " has %s",
              l + 1, layer.kind(), parameter.name()));
    }
  }

  /** Random numbers differ from step to step, and with them losses and gradients. */
  private void requireNoRandomness() {
    GradientSums first = worker.sum(data, 1, 0);
    GradientSums second = worker.sum(data, 2, 0);
    if (Double.compare(first.lossSum(), second.lossSum()) != 0
        || (Double.isFinite(first.lossSum())
            && !Arrays.equals(first.gradients(), second.gradients()))) {
      throw new IllegalArgumentException(
          Message.of(
              "lbfgs: the cost must always be the same, so layers must draw no random numbers, as"
                  + " dropout does; train with Network.fit: %s",
              network.layers().stream().map(PlugIn::kind).toList()));
    }
  }

  @Override
  public double at(double[] x, double[] gradient) {
    network.parameters(x);
    GradientSums sums = worker.sum(data, 1, 0);
    if (!Double.isFinite(sums.lossSum())) {
      return sums.lossSum();
    }
    double[] summed = sums.gradients();
    for (int i = 0; i < summed.length; i++) {
      gradient[i] = summed[i] / sums.weightSum();
    }
    for (Fixed range : fixed) {
      Arrays.fill(gradient, range.from, range.to, 0);
    }
    return sums.lossSum() / sums.weightSum() + penalise(x, gradient);
  }

  /** Adds the penalties' gradients; their values. */
  private double penalise(double[] x, double[] gradient) {
    double sum = 0;
    operands[0] = x;
    for (Term term : terms) {
      operands[1] = elements;
      term.value.apply(operands, NO_SCALARS, term.from, term.to);
      for (int i = term.from; i < term.to; i++) {
        sum = FiniteSums.add(sum, elements[i]);
      }
      operands[1] = gradient;
      term.gradient.apply(operands, NO_SCALARS, term.from, term.to);
    }
    return sum;
  }

  @Override
  public void close() {
    worker.close();
  }
}
