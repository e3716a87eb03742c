package nn.tck.faults;

import java.util.List;
import java.util.stream.Stream;
import nn.api.network.PlugIn;
import nn.core.activation.Silu;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Dropout;
import nn.core.layer.Embedding;

/** All wrong plug-ins, in the order in which they are reported, and right ones of their making. */
final class PlugInFaults {

  private PlugInFaults() {}

  static List<PlugInFault> all() {
    return Stream.of(
            ActivationFaults.all(),
            LayerFaults.all(),
            CostFaults.all(),
            OptimiserFaults.all(),
            StepFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /** What the wrong ones are made of: with none of these may the suite find fault. */
  static List<PlugIn> right() {
    List<PlugIn> delegating =
        List.of(
            new FaultyActivation(new Tanh()),
            new FaultyActivation(new Silu()),
            new FaultyActivation(new Softmax()),
            new FaultyLayer.OfDense(),
            new FaultyLayer(new BatchNormalisation(1e-3, 0.9)),
            new FaultyLayer(new Dropout(0.25)),
            new FaultyLayer(new Embedding(5, 3)),
            new FaultyCost(new BinaryCrossEntropy()),
            new FaultyCost(new MeanSquaredError()),
            LayerFaults.right());
    return Stream.of(delegating, OptimiserFaults.right(), StepFaults.right())
        .<PlugIn>flatMap(List::stream)
        .toList();
  }
}
