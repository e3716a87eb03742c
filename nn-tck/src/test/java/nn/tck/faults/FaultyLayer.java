package nn.tck.faults;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import nn.core.activation.Tanh;
import nn.core.initialiser.XavierUniform;
import nn.core.layer.Dense;
import org.jspecify.annotations.Nullable;

/** Does what another layer does; override what is to be wrong. */
class FaultyLayer extends FaultyPlugIn implements Layer {
  private final Layer right;

  FaultyLayer(Layer right) {
    this.right = right;
  }

  @Override
  public int units(int inputs) {
    return right.units(inputs);
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return right.parameters(inputs);
  }

  @Override
  public List<Part> parts(int inputs) {
    return right.parts(inputs);
  }

  @Override
  public int categories() {
    return right.categories();
  }

  @Override
  public boolean mixesRecords() {
    return right.mixesRecords();
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    right.forward(pass, x, y);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    right.backward(pass, x, y, dy, dx);
  }

  @Override
  public void commit(Pass pass) {
    right.commit(pass);
  }

  /** Layers that end with an activation. */
  static class OfDense extends FaultyLayer implements ActivatedLayer {
    private final Dense dense;

    OfDense() {
      this(new Dense(3, new Tanh(), new XavierUniform()));
    }

    private OfDense(Dense dense) {
      super(dense);
      this.dense = dense;
    }

    @Override
    public Activation activation() {
      return dense.activation();
    }

    @Override
    public void backwardFromPreActivation(
        Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx) {
      dense.backwardFromPreActivation(pass, x, dz, f, dx);
    }
  }
}
