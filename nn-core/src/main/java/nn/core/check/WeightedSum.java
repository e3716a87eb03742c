package nn.core.check;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.network.Cost;

/** {@code loss = Σ y·a}: with random {@code y}, a random direction for each record. */
record WeightedSum() implements Cost {

  @Override
  public String kind() {
    return "weighted-sum";
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    backend.combine(CombineOperation.MULTIPLY, a, y, elements);
    backend.sumOverUnits(elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.copy(y, da);
  }
}
