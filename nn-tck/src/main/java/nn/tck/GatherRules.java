package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 5xx: kernels that take units or records by their numbers, and reshape. */
@Title("5xx gather, scatter and reshape")
abstract class GatherRules extends CombineAndReductionRules {

  /** Of the tensor that numbers point into, then how many numbers there are. */
  private static final int[][] EXTENTS = {
    {1, 1, 1},
    {1, 5, 3},
    {5, 1, 8},
    {2, 3, 1},
    {3, 2, 257},
    {8, 13, 17},
    {17, 31, 5},
    {65, 33, 100},
    {127, 100, 64}
  };

  private static int[] numbers(Fixture f, int least, int most, int count) {
    return IntStream.range(0, count).map(i -> f.random.between(least, most)).toArray();
  }

  /** Each unit's window of 3 × 3 in an image, −1 beyond its edge: as a convolution asks. */
  private static int[] windows(int height, int width) {
    List<Integer> units = new ArrayList<>();
    for (int at = 0; at < height * width; at++) {
      for (int tap = 0; tap < 9; tap++) {
        int y = at / width + tap / 3 - 1;
        int x = at % width + tap % 3 - 1;
        boolean inside = y >= 0 && y < height && x >= 0 && x < width;
        units.add(inside ? y * width + x : -1);
      }
    }
    return units.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What a rule does with a tensor of {@code m} units and {@code n} records, and numbers. */
  private interface Check {
    void run(Fixture f, Values kind, int m, int n, int[] numbers);
  }

  private void eachOfUnits(Check check) {
    each(
        f -> {
          for (int[] e : EXTENTS) {
            for (Values kind : Values.of(f.tier)) {
              if (f.next()) {
                check.run(f, kind, e[0], e[1], numbers(f, -1, e[0] - 1, e[2]));
              }
            }
          }
          if (f.next()) {
            check.run(f, Values.UNIFORM, 35, 13, windows(5, 7));
          }
        });
  }

  private void eachOfRecords(Check check) {
    each(
        f -> {
          for (int[] e : EXTENTS) {
            for (Values kind : Values.of(f.tier)) {
              if (f.next()) {
                check.run(f, kind, e[0], e[1], numbers(f, 0, e[1] - 1, e[2]));
              }
            }
          }
        });
  }

  private static Tensor indices(Fixture f, int... numbers) {
    return f.tensor(Matrix.generate(1, numbers.length, (i, j) -> numbers[j]));
  }

  @Test
  @Rule(521)
  void spec521_gathersUnits() {
    eachOfUnits(
        (f, kind, m, n, units) -> {
          Matrix a = f.draw(new Shape(m, n), kind);
          Tensor ta = f.tensor(a);
          Tensor out = f.dirty(new Shape(units.length, n));
          f.backend.gather(ta, units, out);
          Matrix expected =
              Matrix.generate(units.length, n, (i, j) -> units[i] < 0 ? 0.0 : a.get(units[i], j));
          f.equal("gather of " + kind, expected, out, ta, out);
        });
  }

  /** Sums of the terms that each element of a destination is made of. */
  private interface Terms {
    double[] of(int i, int j);
  }

  private static void sums(Fixture f, String kernel, Terms terms, Tensor a, Tensor out) {
    Matrix found = f.values(out);
    int rows = found.rows();
    for (int at = 0; at < found.values().length; at++) {
      double[] x = terms.of(at % rows, at / rows);
      Interval expected = x.length == 0 ? Interval.exactly(0.0) : Oracle.sum(f.dtype, f.tier, x);
      f.within(kernel, expected, found.values()[at], at, out.shape(), a, out);
    }
  }

  /** Where each number below a limit stands, ascending. */
  private static int[][] places(int[] numbers, int limit) {
    int[][] places = new int[limit][];
    Arrays.setAll(
        places,
        number -> IntStream.range(0, numbers.length).filter(at -> numbers[at] == number).toArray());
    return places;
  }

  private static double[] elements(int[] places, IntToDoubleFunction element) {
    double[] elements = new double[places.length];
    Arrays.setAll(elements, at -> element.applyAsDouble(places[at]));
    return elements;
  }

  @Test
  @Rule(522)
  void spec522_scatterAddSumsUnits() {
    eachOfUnits(
        (f, kind, m, n, units) -> {
          Matrix a = f.draw(new Shape(units.length, n), kind);
          Tensor ta = f.tensor(a);
          Tensor out = f.dirty(new Shape(m, n));
          f.backend.scatterAdd(ta, units, out);
          int[][] places = places(units, m);
          Terms terms = (u, j) -> elements(places[u], i -> a.get(i, j));
          sums(f, "scatterAdd of " + kind, terms, ta, out);
        });
  }

  @Test
  @Rule(523)
  void spec523_gathersRecords() {
    eachOfRecords(
        (f, kind, m, k, records) -> {
          Matrix a = f.draw(new Shape(m, k), kind);
          Tensor ta = f.tensor(a);
          Tensor indices = indices(f, records);
          Tensor out = f.dirty(new Shape(m, records.length));
          f.backend.gatherRecords(ta, indices, out);
          Matrix expected = Matrix.generate(m, records.length, (i, j) -> a.get(i, records[j]));
          f.equal("gatherRecords of " + kind, expected, out, ta, indices, out);
        });
  }

  @Test
  @Rule(524)
  void spec524_scatterAddRecordsSumsRecords() {
    eachOfRecords(
        (f, kind, m, k, records) -> {
          Matrix a = f.draw(new Shape(m, records.length), kind);
          Tensor ta = f.tensor(a);
          Tensor out = f.dirty(new Shape(m, k));
          f.backend.scatterAddRecords(ta, indices(f, records), out);
          int[][] places = places(records, k);
          Terms terms = (i, r) -> elements(places[r], j -> a.get(i, j));
          sums(f, "scatterAddRecords of " + kind, terms, ta, out);
        });
  }

  @Test
  @Rule(525)
  void spec525_reshapeKeepsTheOrderOfTransfer() {
    each(
        f -> {
          for (int[] s : new int[][] {{1, 1}, {1, 7}, {6, 4}, {12, 65}, {64, 33}, {257, 8}}) {
            int size = s[0] * s[1];
            for (int rows = 1; rows <= size; rows++) {
              if (size % rows == 0 && f.next()) {
                reshape(f, new Shape(s[0], s[1]), new Shape(rows, size / rows));
              }
            }
          }
        });
  }

  private static void reshape(Fixture f, Shape shape, Shape to) {
    Matrix a = f.draw(shape, f.random.pick(Values.values()));
    Tensor ta = f.tensor(a);
    Tensor out = f.dirty(to);
    f.backend.reshape(ta, out);
    f.equal("reshape", new Matrix(to, a.values()), out, ta, out);
    f.backend.reshape(ta, ta);
    f.equal("reshape, out is a", a, ta, ta);
  }

  @Test
  @Rule(526)
  void spec526_doNotModifyTheirOperands() {
    each(
        f -> {
          Matrix a = f.draw(new Shape(5, 7), Values.SPECIALS);
          Tensor ta = f.tensor(a);
          int[] units = {4, -1, 0, 0, 3};
          f.backend.gather(ta, units, f.dirty(a.shape()));
          f.unchanged("gather", "a", a, ta);
          f.backend.scatterAdd(ta, units, f.dirty(a.shape()));
          f.unchanged("scatterAdd", "a", a, ta);
          Matrix numbers = Matrix.of(1, 7, 6, 5, 0, 0, 0, 2, 6);
          Tensor indices = f.tensor(numbers);
          f.backend.gatherRecords(ta, indices, f.dirty(a.shape()));
          f.unchanged("gatherRecords", "a", a, ta);
          f.unchanged("gatherRecords", "indices", numbers, indices);
          f.backend.scatterAddRecords(ta, indices, f.dirty(a.shape()));
          f.unchanged("scatterAddRecords", "a", a, ta);
          f.unchanged("scatterAddRecords", "indices", numbers, indices);
          f.backend.reshape(ta, f.dirty(new Shape(7, 5)));
          f.unchanged("reshape", "a", a, ta);
          boolean kept = Arrays.equals(units, new int[] {4, -1, 0, 0, 3});
          f.check(kept, "gather, scatterAdd", "the array of units was modified", ta);
        });
  }
}
