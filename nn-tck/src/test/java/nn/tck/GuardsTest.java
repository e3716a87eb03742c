package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guard that has changed is seen, whichever it is. */
class GuardsTest {

  /** Tells of every tensor. */
  private static final class Watched extends WrappedBackend {
    private final List<Tensor> made;

    Watched(Backend delegate, List<Tensor> made) {
      super(delegate);
      this.made = made;
    }

    @Override
    Tensor tensor(Workspace workspace, Shape shape) {
      Tensor tensor = super.tensor(workspace, shape);
      made.add(tensor);
      return tensor;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void aChangedGuardIsAFailure(int which) {
    List<Tensor> made = new ArrayList<>();
    TestProvider provider =
        new TestProvider(EnumSet.allOf(DType.class), backend -> new Watched(backend, made));
    try (Fixture fixture = TestChapter.fixture(provider, DType.FLOAT64)) {
      Guards guards = new Guards(fixture);
      Tensor a = fixture.dirty(new Shape(2, 2));
      assertSame(a, guards.behind(a));
      guards.behind(fixture.dirty(new Shape(3, 2)));
      assertEquals(5, made.size()); // guard, operand, guard, operand, guard
      guards.check("matmul", a);
      Tensor guard = made.get(which);
      double[] values = fixture.values(guard).values();
      values[values.length - 1] = Double.NaN;
      fixture.backend.write(values, guard);
      AssertionError seen = assertThrows(AssertionError.class, () -> guards.check("matmul", a));
      assertTrue(
          String.valueOf(seen.getMessage())
              .contains(
                  "matmul: a tensor that is no operand was changed: it held 12345.0 and now holds"
                      + " NaN"),
          seen::getMessage);
      assertTrue(String.valueOf(seen.getMessage()).contains("operands [[2, 2]]"));
    }
  }
}
