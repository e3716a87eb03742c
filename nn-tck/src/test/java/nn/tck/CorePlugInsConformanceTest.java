package nn.tck;

import nn.api.network.Activation;
import nn.api.network.Clip;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.Schedule;
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
import nn.core.clip.ClipByNorm;
import nn.core.clip.ClipByValue;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Hinge;
import nn.core.cost.Huber;
import nn.core.cost.MeanAbsoluteError;
import nn.core.cost.MeanSquaredError;
import nn.core.cost.Poisson;
import nn.core.cost.Quantile;
import nn.core.cost.SquaredHinge;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.layer.ActivationLayer;
import nn.core.layer.AveragePooling;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Convolution;
import nn.core.layer.Dense;
import nn.core.layer.Dropout;
import nn.core.layer.Embedding;
import nn.core.layer.Frozen;
import nn.core.layer.ImageShape;
import nn.core.layer.LayerNormalisation;
import nn.core.layer.MaxPooling;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;
import nn.core.optimiser.Adagrad;
import nn.core.optimiser.Adam;
import nn.core.optimiser.AdamW;
import nn.core.optimiser.GradientDescent;
import nn.core.optimiser.Lamb;
import nn.core.optimiser.Momentum;
import nn.core.optimiser.RmsProp;
import nn.core.penalty.L1;
import nn.core.penalty.L2;
import nn.core.schedule.Cosine;
import nn.core.schedule.Exponential;
import nn.core.schedule.OneCycle;
import nn.core.schedule.ReduceOnPlateau;
import nn.core.schedule.StepDecay;
import nn.core.schedule.WarmUp;
import org.junit.jupiter.api.Nested;

/** The plug-ins of nn-core keep the specification. */
class CorePlugInsConformanceTest {
  @Nested
  class IdentityTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Identity();
    }
  }

  @Nested
  class LeakyReluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new LeakyRelu(0.2);
    }
  }

  @Nested
  class ReluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Relu();
    }
  }

  @Nested
  class SigmoidTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Sigmoid();
    }
  }

  @Nested
  class SoftmaxTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Softmax();
    }
  }

  @Nested
  class TanhTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Tanh();
    }
  }

  @Nested
  class EluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Elu(0.7);
    }
  }

  @Nested
  class GeluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Gelu();
    }
  }

  @Nested
  class GeluTanhTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Gelu(Gelu.Approximation.TANH);
    }
  }

  @Nested
  class MishTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Mish();
    }
  }

  @Nested
  class SeluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Selu();
    }
  }

  @Nested
  class SiluTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Silu();
    }
  }

  @Nested
  class SoftplusTest extends ActivationConformance {
    @Override
    protected Activation activation() {
      return new Softplus();
    }
  }

  @Nested
  class DenseTanhTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Dense(5, new Tanh(), new XavierUniform());
    }
  }

  @Nested
  class DenseReluTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Dense(1, new Relu(), new HeNormal());
    }
  }

  @Nested
  class DenseSoftmaxTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Dense(3, new Softmax(), new XavierUniform());
    }
  }

  @Nested
  class BinaryCrossEntropyTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new BinaryCrossEntropy();
    }
  }

  @Nested
  class CategoricalCrossEntropyTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new CategoricalCrossEntropy();
    }
  }

  @Nested
  class MeanSquaredErrorTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new MeanSquaredError();
    }
  }

  @Nested
  class SmoothedBinaryCrossEntropyTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new BinaryCrossEntropy(0.1);
    }
  }

  @Nested
  class SmoothedCategoricalCrossEntropyTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new CategoricalCrossEntropy(0.1);
    }
  }

  @Nested
  class HingeTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new Hinge();
    }
  }

  @Nested
  class HuberTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new Huber(0.7);
    }
  }

  @Nested
  class MeanAbsoluteErrorTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new MeanAbsoluteError();
    }
  }

  @Nested
  class PoissonTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new Poisson();
    }
  }

  @Nested
  class QuantileTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new Quantile(0.8);
    }
  }

  @Nested
  class SquaredHingeTest extends CostConformance {
    @Override
    protected Cost cost() {
      return new SquaredHinge();
    }
  }

  @Nested
  class AdamTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new Adam(0.0625);
    }
  }

  @Nested
  class AdagradTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new Adagrad(0.125, 0.0625, 0.25, 1e-8);
    }
  }

  @Nested
  class AdamWTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new AdamW(0.0625, 0.25);
    }
  }

  @Nested
  class LambTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new Lamb(0.0625, 0.25);
    }
  }

  @Nested
  class MomentumTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new Momentum(0.03125, 0.75);
    }
  }

  @Nested
  class NesterovTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new Momentum(0.03125, 0.75, true);
    }
  }

  @Nested
  class RmsPropTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new RmsProp(0.03125);
    }
  }

  @Nested
  class RmsPropWithMomentumTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new RmsProp(0.015625, 0.9375, 1e-8, 0.75, false);
    }
  }

  @Nested
  class RmsPropCentredTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new RmsProp(0.03125, 0.9375, 1e-8, 0, true);
    }
  }

  @Nested
  class RmsPropCentredWithMomentumTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new RmsProp(0.015625, 0.9375, 1e-4, 0.75, true);
    }
  }

  @Nested
  class GradientDescentTest extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return new GradientDescent(0.125);
    }
  }

  @Nested
  class BatchNormalisationTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new BatchNormalisation(1e-3, 0.9);
    }
  }

  @Nested
  class DropoutTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Dropout(0.25);
    }
  }

  @Nested
  class ActivationLayerTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new ActivationLayer(new Tanh());
    }
  }

  @Nested
  class SequenceTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Sequence(new Dense(5, new Tanh(), new XavierUniform()), new Dropout(0.25));
    }
  }

  @Nested
  class ResidualTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Residual(new Sequence(new Dropout(0.5), new Dense(4, new Tanh(), new HeNormal())));
    }
  }

  @Nested
  class FrozenTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Frozen(new Dense(5, new Tanh(), new XavierUniform()));
    }
  }

  @Nested
  class DenseWithoutBiasTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Dense(5, new Tanh(), new XavierUniform()).withoutBias();
    }
  }

  @Nested
  class LayerNormalisationTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new LayerNormalisation(1e-3);
    }
  }

  @Nested
  class BatchNormalisationOfChannelsTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new BatchNormalisation(new ImageShape(2, 1, 2), 1e-3, 0.9);
    }
  }

  @Nested
  class EmbeddingTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Embedding(5, 3);
    }
  }

  @Nested
  class SequenceOfEmbeddingTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Sequence(new Embedding(5, 3), new BatchNormalisation(1e-3, 0.9));
    }
  }

  @Nested
  class ConvolutionTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Convolution(new ImageShape(2, 4, 5), 3, 3, 2, new Tanh()).stride(2).padding(1);
    }
  }

  @Nested
  class ConvolutionSoftmaxTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new Convolution(new ImageShape(2, 3, 3), 2, 2, new Softmax()).withoutBias();
    }
  }

  @Nested
  class MaxPoolingTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new MaxPooling(new ImageShape(2, 4, 5), 3, 2, 1);
    }
  }

  @Nested
  class AveragePoolingTest extends LayerConformance {
    @Override
    protected Layer layer() {
      return new AveragePooling(new ImageShape(2, 4, 5), 2);
    }
  }

  @Nested
  class L1Test extends PenaltyConformance {
    @Override
    protected Penalty penalty() {
      return new L1(0.25);
    }
  }

  @Nested
  class L2Test extends PenaltyConformance {
    @Override
    protected Penalty penalty() {
      return new L2(0.5);
    }
  }

  @Nested
  class CosineTest extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return new Cosine(0.1);
    }
  }

  @Nested
  class ExponentialTest extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return new Exponential(0.75);
    }
  }

  @Nested
  class OneCycleTest extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return new OneCycle(0.25, 0.125, 0.0625);
    }
  }

  @Nested
  class OneCycleWithoutRiseTest extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return new OneCycle(0, 0.5, 0);
    }
  }

  @Nested
  class ReduceOnPlateauTest extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return new ReduceOnPlateau(2, 0.5, 0.75, 1, 0.125);
    }
  }

  @Nested
  class StepDecayTest extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return new StepDecay(3, 0.5);
    }
  }

  @Nested
  class WarmUpTest extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return new WarmUp(20, new Cosine(0.1));
    }
  }

  @Nested
  class ClipByNormTest extends ClipConformance {
    @Override
    protected Clip clip() {
      return new ClipByNorm(1);
    }
  }

  @Nested
  class ClipByValueTest extends ClipConformance {
    @Override
    protected Clip clip() {
      return new ClipByValue(0.5);
    }
  }
}
