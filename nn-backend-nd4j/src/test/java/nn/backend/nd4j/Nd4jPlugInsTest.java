package nn.backend.nd4j;

import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.provider.BackendOptions;
import nn.core.activation.Elu;
import nn.core.activation.Gelu;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Poisson;
import nn.core.initialiser.XavierNormal;
import nn.core.layer.Convolution;
import nn.core.layer.Dense;
import nn.core.layer.Embedding;
import nn.core.layer.ImageShape;
import nn.core.layer.LayerNormalisation;
import nn.core.layer.MaxPooling;
import nn.core.optimiser.GradientDescent;
import nn.tck.ActivationConformance;
import nn.tck.CostConformance;
import nn.tck.LayerConformance;
import nn.tck.OptimiserConformance;
import org.junit.jupiter.api.Nested;

/** Some plug-ins of each type compute as specified on this backend too. */
@WithNatives
class Nd4jPlugInsTest {

  private static Backend backend(DType dtype) {
    return new Nd4jProvider().open(new BackendOptions(dtype, 1));
  }

  @Nested
  class SoftmaxTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Softmax();
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class GeluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Gelu();
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class EluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Elu(0.7);
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class DenseTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Dense(5, new Tanh(), new XavierNormal());
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class ConvolutionTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Convolution(new ImageShape(2, 4, 5), 3, 3, 2, new Tanh()).stride(2).padding(1);
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class MaxPoolingTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new MaxPooling(new ImageShape(2, 4, 5), 2);
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class LayerNormalisationTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new LayerNormalisation();
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class EmbeddingTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Embedding(5, 3);
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class CategoricalCrossEntropyTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new CategoricalCrossEntropy();
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class SmoothedCategoricalCrossEntropyTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new CategoricalCrossEntropy(0.1);
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class PoissonTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new Poisson();
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }

  @Nested
  class GradientDescentTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new GradientDescent(0.125);
    }

    @Override
    protected Backend open(DType dtype) {
      return backend(dtype);
    }
  }
}
