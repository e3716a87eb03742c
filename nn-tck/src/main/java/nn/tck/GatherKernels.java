package nn.tck;

import java.util.List;
import nn.api.Shape;

/** Ways to call the kernels that take units or records by their numbers, and reshape. */
final class GatherKernels {

  private static final int[] UNITS = {2, -1, 0, 2};

  private static final Shape SMALL = new Shape(3, 5);

  private static final Shape BY_UNITS = new Shape(UNITS.length, 5);

  private GatherKernels() {}

  /** Where a number points outside, shapes may fit: rule 624 is about that. */
  static List<Kernel> all() {
    return List.of(
        new Kernel(
            "gather",
            true,
            List.of(SMALL, BY_UNITS),
            s -> byUnits(s.get(0), s.get(1)),
            (backend, t) -> backend.gather(t[0], UNITS, t[1])),
        new Kernel(
            "scatterAdd",
            true,
            List.of(BY_UNITS, SMALL),
            s -> byUnits(s.get(1), s.get(0)),
            (backend, t) -> backend.scatterAdd(t[0], UNITS, t[1])),
        new Kernel(
            "gatherRecords",
            true,
            List.of(SMALL, new Shape(1, 4), new Shape(3, 4)),
            s -> byIndices(s.get(0), s.get(1), s.get(2)),
            (backend, t) -> backend.gatherRecords(t[0], t[1], t[2]),
            1),
        new Kernel(
            "scatterAddRecords",
            true,
            List.of(new Shape(3, 4), new Shape(1, 4), SMALL),
            s -> byIndices(s.get(2), s.get(1), s.get(0)),
            (backend, t) -> backend.scatterAddRecords(t[0], t[1], t[2]),
            1),
        new Kernel(
            "reshape",
            true,
            List.of(SMALL, new Shape(5, 3)),
            s -> s.get(0).size() == s.get(1).size(),
            (backend, t) -> backend.reshape(t[0], t[1])));
  }

  private static boolean byUnits(Shape all, Shape some) {
    return some.equals(new Shape(UNITS.length, all.columns()));
  }

  private static boolean byIndices(Shape all, Shape indices, Shape some) {
    return all.rows() == some.rows() && indices.equals(new Shape(1, some.columns()));
  }
}
