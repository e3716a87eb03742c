package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;

/**
 * Small tensors between the operands, which no kernel may touch: where memory is one pool, a kernel
 * that writes past the end of its destination hits one.
 */
final class Guards {
  private static final Matrix VALUES = Matrix.filled(new Shape(1, 8), 12345.0);

  private final Fixture fixture;
  private final List<Tensor> guards = new ArrayList<>();

  Guards(Fixture fixture) {
    this.fixture = fixture;
    add();
  }

  private void add() {
    guards.add(fixture.tensor(VALUES));
  }

  /** The tensor just made, with a guard behind it. */
  Tensor behind(Tensor tensor) {
    add();
    return tensor;
  }

  /** That none has changed. */
  void check(String kernel, Tensor... operands) {
    for (Tensor guard : guards) {
      double[] values = fixture.values(guard).values();
      for (double value : values) {
        if (value != VALUES.values()[0]) {
          fixture.fail(
              kernel,
              "a tensor that is no operand was changed: it held "
                  + VALUES.values()[0]
                  + " and now holds "
                  + Interval.text(value),
              operands);
        }
      }
    }
  }
}
