package nn.tck;

import java.util.List;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.initialiser.Zeros;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Subtracts the mean over records: of the batch in training, a running one in prediction. Override
 * what is to be wrong.
 */
class TestStatistic extends TestPlugIn implements Layer {
  private static final double KEPT = 0.9; // of the running mean at each commit

  @Override
  public int units(int inputs) {
    call("units");
    return inputs;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    call("parameters");
    return List.of(
        new Parameter("running_mean", new Shape(inputs, 1), new Zeros(), Role.STATISTIC));
  }

  @Override
  public boolean mixesRecords() {
    call("mixesRecords");
    return true;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    call("forward");
    Matrix values = get(x);
    Matrix mean = means(values);
    if (pass.training()) {
      put(mean, pass.keep("mean", mean.rows(), 1));
    } else {
      mean = get(pass.parameter("running_mean"));
    }
    put(minus(values, mean), y);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    call("backward");
    if (dx != null) {
      Matrix gradient = get(dy);
      put(minus(gradient, means(gradient)), dx);
    }
  }

  @Override
  public void commit(Pass pass) {
    call("commit");
    Tensor running = pass.parameter("running_mean");
    Matrix old = get(running);
    Matrix mean = get(pass.keep("mean", old.rows(), 1));
    put(
        Matrix.generate(old.rows(), 1, (i, j) -> committed(old.get(i, 0), mean.get(i, 0))),
        running);
  }

  /** The new running mean. */
  double committed(double old, double mean) {
    return KEPT * old + (1 - KEPT) * mean;
  }

  private static Matrix means(Matrix a) {
    return Matrix.generate(
        a.rows(),
        1,
        (i, nothing) -> {
          double sum = 0;
          for (int j = 0; j < a.columns(); j++) {
            sum += a.get(i, j);
          }
          return sum / a.columns();
        });
  }

  private static Matrix minus(Matrix a, Matrix column) {
    return Matrix.generate(a.rows(), a.columns(), (i, j) -> a.get(i, j) - column.get(i, 0));
  }
}
