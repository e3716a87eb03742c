package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import nn.api.Tensor;

/** Faults of transfer, second set. */
final class SecondTransferFaults {

  private static final Threshold NUMBERS = new Threshold(2, 65_536);

  private SecondTransferFaults() {}

  static List<Fault> all() {
    return List.of(
        halvesAwayFromZero(),
        pagesCutRanges(),
        lastNumbersOfLongArray(),
        cutOffToFloat(),
        clearsBeforeOffset());
  }

  private static Fault halvesAwayFromZero() {
    return Fault.of(
            "write",
            "write: T doubles or more are rounded to float with ties away from zero",
            "tenstorrent/tt-metal#57410",
            NUMBERS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    super.write(source, offset, out, from, to);
                    if (to - from >= t) {
                      double[] rounded = new double[to - from];
                      Arrays.setAll(rounded, i -> awayFromZero(source[offset + i]));
                      delegate().write(rounded, 0, out, from, to);
                    }
                  }
                })
        .inFloats();
  }

  private static float awayFromZero(double x) {
    float nearest = (float) x;
    float other = x > 0 ? Math.nextUp(nearest) : Math.nextDown(nearest);
    boolean tie =
        Float.isFinite(other) && Math.abs(x) > Math.abs(nearest) && other - x == x - nearest;
    return tie ? other : nearest;
  }

  private static Fault pagesCutRanges() {
    return Fault.of(
        "write",
        "write: a range that begins within element T and goes beyond it ends there",
        "code of chunked memory",
        NUMBERS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void write(double[] source, int offset, Tensor out, int from, int to) {
                boolean cut = 0 < from && from < t && t < to;
                double[] former = cut ? values(out) : new double[0];
                super.write(source, offset, out, from, to);
                if (cut) {
                  delegate().write(former, t, out, t, to);
                }
              }
            });
  }

  private static Fault lastNumbersOfLongArray() {
    return Fault.of(
        "write",
        "write: without a range, an array that is T longer than the tensor gives its last numbers",
        "code of buffers that are filled up to their end",
        new Threshold(1, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void write(double[] source, Tensor out) {
                int longer = source.length - size(out);
                write(source, longer >= t ? longer : 0, out, 0, size(out));
              }
            });
  }

  private static Fault cutOffToFloat() {
    return Fault.of(
        "read",
        "read: T floats or more are cut off, not rounded",
        "torch-spyre/torch-spyre#2524",
        NUMBERS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void read(Tensor a, int from, int to, float[] target, int offset) {
                super.read(a, from, to, target, offset);
                if (to - from >= t) {
                  double[] values = new double[to - from];
                  delegate().read(a, from, to, values, 0);
                  for (int i = 0; i < values.length; i++) {
                    target[offset + i] = cutOff(values[i]);
                  }
                }
              }
            });
  }

  private static float cutOff(double x) {
    float nearest = (float) x;
    boolean beyond = Float.isFinite(nearest) && Math.abs(nearest) > Math.abs(x);
    return !beyond ? nearest : x > 0 ? Math.nextDown(nearest) : Math.nextUp(nearest);
  }

  private static Fault clearsBeforeOffset() {
    return Fault.of(
            "read",
            "read: what is before an offset beyond T becomes zero",
            "code that copies into a new array and this one over the caller's",
            NUMBERS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void read(Tensor a, int from, int to, double[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    if (offset > t) {
                      Arrays.fill(target, 0, offset, 0.0);
                    }
                  }
                })
        .inFloats();
  }
}
