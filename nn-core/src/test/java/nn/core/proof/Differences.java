package nn.core.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;

/** Compares a network's gradients with fourth-order central differences of its mean loss. */
final class Differences {
  private static final double STEP = 2e-4;

  private Differences() {}

  /**
   * The worst error of a derivative, in units of {@code 1e-7} of its size, or of {@code 1e-10} of
   * the largest derivative where that is more.
   */
  static double worst(
      Backend backend, Workspace workspace, Network network, SpiProofTest.Batch batch) {
    Tensor dx = workspace.tensor(batch.x().shape());
    network.forward(batch.x(), true);
    network.loss(batch.y());
    network.backward(batch.x(), batch.y(), dx);
    double[] ofInput = read(backend, dx);
    for (int i = 0; i < ofInput.length; i++) {
      ofInput[i] /= batch.x().shape().columns();
    }
    Map<Tensor, double[]> all = new LinkedHashMap<>(); // values and derivatives
    all.put(batch.x(), ofInput);
    for (int l = 0; l < network.parameters().size(); l++) {
      Map<String, Tensor> parameters = network.parameters().get(l);
      network
          .gradients()
          .get(l)
          .forEach(
              (name, slope) ->
                  all.put(Objects.requireNonNull(parameters.get(name)), read(backend, slope)));
    }
    double largest = 0;
    for (double[] gradient : all.values()) {
      for (double g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
    }
    double worst = 0;
    for (Map.Entry<Tensor, double[]> checked : all.entrySet()) {
      for (int i = 0; i < checked.getValue().length; i++) {
        double expected = difference(backend, network, batch, checked.getKey(), i);
        double g = checked.getValue()[i];
        double allowed = 1e-7 * Math.max(Math.abs(expected), 1e-3 * largest);
        worst = Math.max(worst, Math.abs(g - expected) / allowed);
      }
    }
    return worst;
  }

  private static double[] read(Backend backend, Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    backend.read(tensor, values);
    return values;
  }

  private static double difference(
      Backend backend, Network network, SpiProofTest.Batch batch, Tensor values, int i) {
    double[] value = new double[1];
    backend.read(values, i, i + 1, value, 0);
    double centre = value[0];
    double[] losses = new double[4];
    double[] offsets = {-2, -1, 1, 2};
    for (int p = 0; p < losses.length; p++) {
      value[0] = centre + offsets[p] * STEP;
      backend.write(value, 0, values, i, i + 1);
      network.forward(batch.x(), true);
      losses[p] = network.loss(batch.y());
    }
    value[0] = centre;
    backend.write(value, 0, values, i, i + 1);
    return (losses[0] - 8 * losses[1] + 8 * losses[2] - losses[3]) / (12 * STEP);
  }
}
