package nn.tck.faults;

import nn.api.Tensor;

/** What the fourth set's faults share: sums in another order. */
final class FourthKernels {

  private FourthKernels() {}

  /** Sums over units once more, in blocks. */
  static void sumUnitsInBlocks(FaultyBackend backend, Tensor a, Tensor out, int block) {
    Call.of(backend, a, out)
        .spoil(
            (call, size) -> {
              for (int j = 0; j < call.in(0).columns(); j++) {
                call.out().set(j, call.math().blockSum(call.in(0).record(j), size));
              }
            },
            block);
  }

  /** Whether a tensor is a column that is used for each of several records. */
  static boolean isColumn(Cells b, Cells out) {
    return b.columns() == 1 && b.rows() == out.rows() && out.columns() > 1;
  }

  /** Whether a tensor is a row that is used for each of several units. */
  static boolean isRow(Cells b, Cells out) {
    return b.rows() == 1 && b.columns() == out.columns() && out.rows() > 1;
  }
}
