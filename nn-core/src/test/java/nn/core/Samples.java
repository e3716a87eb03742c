package nn.core;

import java.util.List;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.core.activation.Elu;
import nn.core.activation.Gelu;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Mish;
import nn.core.activation.Relu;
import nn.core.activation.Selu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Silu;
import nn.core.activation.Softmax;
import nn.core.activation.Softplus;
import nn.core.activation.Tanh;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Hinge;
import nn.core.cost.Huber;
import nn.core.cost.MeanAbsoluteError;
import nn.core.cost.MeanSquaredError;
import nn.core.cost.Poisson;
import nn.core.cost.Quantile;
import nn.core.cost.SquaredHinge;
import nn.core.initialiser.Constant;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.HeUniform;
import nn.core.initialiser.LecunNormal;
import nn.core.initialiser.Normal;
import nn.core.initialiser.Uniform;
import nn.core.initialiser.XavierNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.initialiser.Zeros;

/** At least one plug-in of every kind of this jar. */
public final class Samples {
  public static final List<Activation> ACTIVATIONS =
      List.of(
          new Elu(0.7),
          new Gelu(),
          new Gelu(Gelu.Approximation.TANH),
          new Identity(),
          new LeakyRelu(0.2),
          new Mish(),
          new Relu(),
          new Selu(),
          new Sigmoid(),
          new Silu(),
          new Softmax(),
          new Softplus(),
          new Tanh());
  public static final List<Initialiser> INITIALISERS =
      List.of(
          new HeNormal(),
          new HeUniform(),
          new LecunNormal(),
          new Normal(0.3),
          new Uniform(0.1),
          new XavierNormal(),
          new XavierUniform(),
          new Zeros(),
          new Constant(0.3));
  public static final List<Cost> COSTS =
      List.of(
          new BinaryCrossEntropy(),
          new BinaryCrossEntropy(0.1),
          new CategoricalCrossEntropy(),
          new CategoricalCrossEntropy(0.1),
          new Hinge(),
          new Huber(0.7),
          new MeanAbsoluteError(),
          new MeanSquaredError(),
          new Poisson(),
          new Quantile(0.8),
          new SquaredHinge());

  private Samples() {}
}
