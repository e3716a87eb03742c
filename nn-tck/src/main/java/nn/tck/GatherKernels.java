package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Shape;

/** Ways to call the kernels that take units or records by their numbers, and reshape. */
final class GatherKernels {

  private static final int UNITS = 4;

  private static final Shape SMALL = new Shape(3, 5);

  private GatherKernels() {}

  /** Where a number points outside, shapes may fit: rule 624 is about that. */
  static List<Kernel> all() {
    List<Kernel> all = new ArrayList<>(byUnits(SMALL, UNITS));
    all.addAll(others());
    return all;
  }

  /** With so many numbers of the units of a tensor, which has three or more. */
  static List<Kernel> byUnits(Shape all, int count) {
    int[] units = new int[count];
    Arrays.setAll(units, i -> i % UNITS - 1);
    Shape some = new Shape(count, all.columns());
    return List.of(
        new Kernel(
            "gather",
            true,
            List.of(all, some),
            s -> s.get(1).equals(new Shape(count, s.get(0).columns())),
            (backend, t) -> backend.gather(t[0], units, t[1])),
        new Kernel(
            "scatterAdd",
            true,
            List.of(some, all),
            s -> s.get(0).equals(new Shape(count, s.get(1).columns())),
            (backend, t) -> backend.scatterAdd(t[0], units, t[1])));
  }

  private static List<Kernel> others() {
    return List.of(
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

  private static boolean byIndices(Shape all, Shape indices, Shape some) {
    return all.rows() == some.rows() && indices.equals(new Shape(1, some.columns()));
  }
}
