package nn.core.engine;

import static nn.core.activation.Activations.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ForwardingBackend;
import nn.api.Tensor;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.check.DifferenceException;
import nn.core.check.DifferentialBackend;
import nn.core.data.DataSet;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where in a network a kernel was wrong, as the message says it. */
class PlaceTest {
  private static final DataSet TWO = DataSet.of(2, new double[] {1, 2}, 1, new double[] {3, 5}, 1);

  /** Whose {@code fill} is off, which only the work under test calls. */
  private final Backend backend =
      new DifferentialBackend(
          new ForwardingBackend(Matrices.naive(DType.FLOAT64)) {
            @Override
            public void fill(double value, Tensor out) {
              super.fill(value + 1, out);
            }
          },
          Matrices.naive(DType.FLOAT64));

  @AfterEach
  void close() {
    backend.close();
  }

  private static void fault(boolean here, Backend backend) {
    if (here) {
      try (var workspace = backend.workspace()) {
        backend.fill(0, workspace.tensor(1, 1));
      }
    }
  }

  /** The identity, with a fault in one of its works. */
  private record Faulty(String kind, String work) implements Layer {
    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return List.of();
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      fault(work.equals("forward"), pass.backend());
      pass.backend().copy(x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      fault(work.equals("backward"), pass.backend());
      if (dx != null) {
        pass.backend().copy(dy, dx);
      }
    }

    @Override
    public void commit(Pass pass) {
      fault(work.equals("commit"), pass.backend());
    }
  }

  /** The output itself, with a fault in one of its works. */
  private record FaultyCost(String work) implements Cost {
    @Override
    public String kind() {
      return "output";
    }

    @Override
    public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
      fault(work.equals("losses"), backend);
      backend.sumOverUnits(a, losses);
    }

    @Override
    public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
      fault(work.equals("gradient"), backend);
      backend.copy(y, da);
    }
  }

  private Network network(String first, String last, String cost) {
    return Network.inputs(1)
        .layer(new Faulty("first", first))
        .dense(1, identity())
        .layer(new Faulty("last", last))
        .cost(new FaultyCost(cost))
        .build(backend);
  }

  private static void assertPlace(String place, Runnable work) {
    String message =
        String.valueOf(assertThrows(DifferenceException.class, work::run).getMessage());
    assertTrue(message.startsWith(place + ": fill: naive and naive differ"), message);
  }

  private void assertPlace(String place, String first, String last, String cost) {
    try (Network network = network(first, last, cost)) {
      assertPlace(place, () -> network.fit(TWO, Training.epochs(1)));
    }
  }

  @Test
  void layersAreNamedInEveryWork() {
    for (String work : List.of("forward", "backward", "commit")) {
      assertPlace("step 1, layer 1 (first, 1 units), " + work, work, "", "");
      assertPlace("step 1, layer 3 (last, 1 units), " + work, "", work, "");
    }
  }

  @Test
  void theCostIsNamedInBothWorks() {
    for (String work : List.of("losses", "gradient")) {
      assertPlace("step 1, cost output, " + work, "", "", work);
    }
    try (Network network = network("", "", "losses")) {
      assertPlace("record 0 and following, cost output, losses", () -> network.evaluate(TWO));
    }
  }

  @Test
  void withoutAFaultNothingIsNamed() {
    try (Network network = network("", "", "")) {
      assertEquals(1, network.fit(TWO, Training.epochs(1)).history().size());
    }
  }
}
