package nn.core;

import java.util.List;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.initialiser.Constant;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.HeUniform;
import nn.core.initialiser.Normal;
import nn.core.initialiser.Uniform;
import nn.core.initialiser.XavierNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.initialiser.Zeros;

/** One plug-in of every kind of this jar. */
public final class Samples {
  public static final List<Activation> ACTIVATIONS =
      List.of(
          new Identity(), new LeakyRelu(0.2), new Relu(), new Sigmoid(), new Softmax(), new Tanh());
  public static final List<Initialiser> INITIALISERS =
      List.of(
          new HeNormal(),
          new HeUniform(),
          new Normal(0.3),
          new Uniform(0.1),
          new XavierNormal(),
          new XavierUniform(),
          new Zeros(),
          new Constant(0.3));
  public static final List<Cost> COSTS =
      List.of(new BinaryCrossEntropy(), new CategoricalCrossEntropy(), new MeanSquaredError());

  private Samples() {}
}
