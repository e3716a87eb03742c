package nn.tck.faults;

import java.util.List;
import nn.api.Tensor;

/** Faults of transfer, fifth set. */
final class FifthTransferFaults {

  private FifthTransferFaults() {}

  static List<Fault> all() {
    return List.of(shortestDecimals(), middleStays(), subnormalFloats());
  }

  private static Fault shortestDecimals() {
    return Fault.of(
            "read",
            "read: T doubles or more of floats have their shortest decimals, 0.1 for 0.1f",
            "code of conversions by way of text, to avoid what looks like noise",
            new Threshold(1, 1_024),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void read(Tensor a, int from, int to, double[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    for (int i = offset; to - from >= t && i < offset + to - from; i++) {
                      target[i] = Double.parseDouble(Float.toString((float) target[i]));
                    }
                  }
                })
        .inFloats();
  }

  private static Fault middleStays() {
    return Fault.of(
        "read",
        "read: of an odd number of T doubles or more the one in the middle stays",
        "code that copies two halves at once, one from each end",
        new Threshold(3, 8_192),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void read(Tensor a, int from, int to, double[] target, int offset) {
                int numbers = to - from;
                int middle = offset + numbers / 2;
                boolean isInside = target != null && middle >= 0 && middle < target.length;
                double former = isInside ? target[middle] : 0;
                super.read(a, from, to, target, offset);
                if (numbers >= t && numbers % 2 == 1) {
                  target[middle] = former;
                }
              }
            });
  }

  private static Fault subnormalFloats() {
    return Fault.of(
        "write",
        "write: of T floats or more those that are subnormal become zeros of doubles",
        "code of vector conversions in a thread whose subnormal operands are zeros",
        new Threshold(1, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void write(float[] source, int offset, Tensor out, int from, int to) {
                super.write(source, offset, out, from, to);
                for (int e = 0; to - from >= t && e < to - from; e++) {
                  float value = source[offset + e];
                  if (value != 0 && Math.abs(value) < Float.MIN_NORMAL) {
                    double[] zero = {Math.copySign(0.0, value)};
                    delegate().write(zero, 0, out, from + e, from + e + 1);
                  }
                }
              }
            });
  }
}
