package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;

/** Faults of transfer, fourth set. */
final class FourthTransferFaults {

  private FourthTransferFaults() {}

  static List<Fault> all() {
    return List.of(wholeRecords(), vectorEndsAtTheEnd(), oneValue());
  }

  private static Fault wholeRecords() {
    return Fault.of(
        "write",
        "write: T doubles or more for some whole records are taken unit after unit",
        "code of copies of a rectangle in a library whose matrices are stored by rows",
        new Threshold(4, 8_192),
        WholeRecords::new);
  }

  private static final class WholeRecords extends FaultyBackend {
    private final int least;

    WholeRecords(Backend right, int least) {
      super(right);
      this.least = least;
    }

    @Override
    public void write(double[] source, int offset, Tensor out, int from, int to) {
      super.write(source, offset, out, from, to);
      int units = rows(out);
      boolean areWhole = from % units == 0 && to % units == 0 && to - from < size(out);
      if (areWhole && to - from >= least) {
        int records = (to - from) / units;
        double[] exchanged = new double[to - from];
        Arrays.setAll(exchanged, e -> source[offset + e % units * records + e / units]);
        delegate().write(exchanged, 0, out, from, to);
      }
    }
  }

  private static Fault vectorEndsAtTheEnd() {
    return Fault.of(
            "read",
            "read: fewer than 4 numbers from number T on or later come with those before them,"
                + " where there is room before the offset",
            "code whose last vector ends at a range's end, wherever the range begins",
            new Threshold(3, 1_024),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void read(Tensor a, int from, int to, double[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    int before = Math.min(4 - (to - from), offset);
                    if (from >= t && from < to && before > 0) {
                      delegate().read(a, from - before, from, target, offset - before);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault oneValue() {
    return Fault.of(
        "write",
        "write: a tensor of T elements or more whose first, middle and last number are equal is"
            + " filled with the first",
        "code that finds constants by samples, so as to fill on the device",
        new Threshold(8, 8_192),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void write(double[] source, int offset, Tensor out, int from, int to) {
                super.write(source, offset, out, from, to);
                int size = size(out);
                if (from > 0 || to < size || size < t) {
                  return;
                }
                double first = source[offset];
                if (first == source[offset + size / 2] && first == source[offset + size - 1]) {
                  delegate().fill(first, out);
                }
              }
            });
  }
}
