package nn.tck.faults;

import java.util.List;
import nn.api.Tensor;

/** Faults of transfer, third set. */
final class ThirdTransferFaults {

  private ThirdTransferFaults() {}

  static List<Fault> all() {
    return List.of(oddOffset(), secondPartIsFirst(), offsetForBeginning(), readsToTheEnd());
  }

  private static Fault oddOffset() {
    return Fault.of(
        "write",
        "write: T doubles or more are taken from the even number below an odd offset",
        "code of loads that are aligned to 16 bytes",
        new Threshold(2, 16_384),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void write(double[] source, int offset, Tensor out, int from, int to) {
                super.write(source, offset, out, from, to);
                if (to - from >= t && offset % 2 == 1) {
                  delegate().write(source, offset - 1, out, from, to);
                }
              }
            });
  }

  private static Fault secondPartIsFirst() {
    return Fault.of(
            "write",
            "write: of a range over the end of a record of T units or more, the second part is as"
                + " the first",
            "code that writes record by record and forgets to go on in the array",
            new Threshold(4, 8_192),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    super.write(source, offset, out, from, to);
                    int rows = rows(out);
                    int end = (from / rows + 1) * rows;
                    boolean inTwoRecords = from % rows != 0 && end < to && to < end + rows;
                    if (rows >= t && inTwoRecords) {
                      delegate().write(source, offset, out, end, to);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault offsetForBeginning() {
    return Fault.of(
        "read",
        "read: numbers are taken from the offset on where that and the range's beginning are T or"
            + " more",
        "code that counts in one index for both sides",
        new Threshold(1, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void read(Tensor a, int from, int to, double[] target, int offset) {
                super.read(a, from, to, target, offset);
                int end = offset + to - from;
                if (from >= t && offset >= t && end <= size(a)) {
                  delegate().read(a, offset, end, target, offset);
                }
              }
            });
  }

  private static Fault readsToTheEnd() {
    return Fault.of(
            "read",
            "read: a range of T or more that ends one short of the tensor's end reads to the end,"
                + " where there is room",
            "code that takes a range's end for its last number at one of two places",
            new Threshold(2, 8_192),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void read(Tensor a, int from, int to, double[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    int end = offset + to - from;
                    if (to - from >= t && to == size(a) - 1 && end < target.length) {
                      delegate().read(a, to, to + 1, target, end);
                    }
                  }
                })
        .inFloats();
  }
}
