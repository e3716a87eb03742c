package nn.tck;

import java.util.Arrays;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 2xx: values in and out. */
@Title("2xx transfer")
abstract class TransferRules extends TensorRules {

  private static final Shape SHAPE = new Shape(5, 13);
  private static final int SIZE = 65;

  /** Numbers whose rounding to float is hard: ties, halves of MIN_VALUE, the overflow's edge. */
  private static final double[] HARD_TO_ROUND = {
    0.1,
    1 + 0x1p-24,
    1 + 0x3p-24,
    1 + 0x1p-24 + 0x1p-50,
    -1 - 0x1p-24,
    Float.MAX_VALUE + 0x1p102,
    Float.MAX_VALUE + 0x1p103,
    1e300,
    -1e300,
    0x1p-150,
    0x1.8p-150,
    0x1p-149,
    1e-320,
    Double.MIN_VALUE,
    Math.PI,
    -Math.E
  };

  /** Numbers, zeros of both signs, NaN and infinities, subnormal numbers. */
  private static final Values[] TRANSFERRED = {
    Values.UNIFORM, Values.SIGNED_ZEROS, Values.SPECIALS, Values.SUBNORMALS
  };

  private double[] hard(Fixture f) {
    double[] values = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] =
          i < HARD_TO_ROUND.length
              ? HARD_TO_ROUND[i]
              : Values.WIDE_EXPONENTS.draw(f.random, DType.FLOAT64);
    }
    return values;
  }

  @Test
  @Rule(201)
  void spec201_readsWhatWasWritten() {
    each(
        f -> {
          for (int size : new int[] {1, 2, 17, 65, 257}) {
            for (Shape shape : new Shape[] {new Shape(size, 3), new Shape(3, size)}) {
              for (Values kind : TRANSFERRED) {
                Matrix values = f.draw(shape, kind);
                Tensor tensor = f.tensor(values);
                f.equal("write, read", values, tensor, tensor);
              }
            }
          }
          for (int size : new int[] {1, 2, 17, 65, 257, 4_097, 30_001}) {
            partsInTurn(f, f.random.between((size + 1) / 2, size));
          }
        });
  }

  /** Parts one after the other, before each of which the rest is written again. */
  private static void partsInTurn(Fixture f, int size) {
    Matrix values = f.draw(new Shape(1, size), Values.UNIFORM);
    Tensor tensor = f.tensor(values);
    int length = f.random.between(1, Math.max(1, size / 5));
    for (int from = 0; from < size; from += length) {
      int to = Math.min(size, from + length);
      if (f.random.below(2) == 0) {
        for (int at = from; at < size; at++) {
          values.values()[at] = at + from;
        }
        f.backend.write(values.values(), from, tensor, from, size);
      }
      double[] part = new double[to - from];
      f.backend.read(tensor, from, to, part, 0);
      for (int at = from; at < to; at++) {
        Interval expected = Interval.exactly(values.values()[at]);
        f.within("read of a part", expected, part[at - from], at, tensor.shape(), tensor);
      }
    }
  }

  @Test
  @Rule(202)
  void spec202_countsRecordAfterRecord() {
    each(
        f -> {
          // three units, two records: the sums of the units of each record tell the order
          Tensor tensor = f.tensor(Matrix.of(3, 2, 1, 2, 4, 8, 16, 32));
          Tensor sums = f.dirty(new Shape(1, 2));
          f.backend.sumOverUnits(tensor, sums);
          f.equal("write", Matrix.of(1, 2, 7, 56), sums, tensor);
        });
  }

  @Test
  @Rule(203)
  void spec203_writeRoundsDoublesToTheDtype() {
    each(
        f -> {
          double[] source = hard(f);
          Tensor tensor = f.workspace().tensor(SHAPE);
          f.backend.write(source, 0, tensor, 0, SIZE);
          Matrix expected = new Matrix(SHAPE, source).map(v -> round(f.dtype, v));
          f.equal("write(double[])", expected, tensor, tensor);
        });
  }

  private static double round(DType dtype, double value) {
    return dtype == DType.FLOAT32 ? (float) value : value;
  }

  @Test
  @Rule(204)
  void spec204_writeKeepsFloats() {
    each(
        f -> {
          float[] source = new float[SIZE];
          double[] expected = new double[SIZE];
          for (int i = 0; i < SIZE; i++) {
            source[i] = (float) hard(f)[i];
            expected[i] = source[i];
          }
          Tensor tensor = f.workspace().tensor(SHAPE);
          f.backend.write(source, 0, tensor, 0, SIZE);
          f.equal("write(float[])", new Matrix(SHAPE, expected), tensor, tensor);
        });
  }

  @Test
  @Rule(205)
  void spec205_readRoundsToFloats() {
    each(
        f -> {
          double[] source = hard(f);
          Tensor tensor = f.tensor(new Matrix(SHAPE, source));
          float[] target = new float[SIZE];
          f.backend.read(tensor, 0, SIZE, target, 0);
          double[] actual = new double[SIZE];
          for (int i = 0; i < SIZE; i++) {
            actual[i] = target[i];
          }
          Matrix expected = new Matrix(SHAPE, source).map(v -> (float) v);
          f.equal("read(float[])", expected, new Matrix(SHAPE, actual), tensor);
        });
  }

  @Test
  @Rule(206)
  void spec206_writesItsRangeAlone() {
    each(
        f -> {
          for (int[] range : ranges()) {
            int from = range[0];
            int to = range[1];
            int offset = range[2];
            double[] doubles = hard(f);
            float[] floats = new float[SIZE];
            double[] expectedDoubles = new double[SIZE];
            double[] expectedFloats = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
              floats[i] = (float) doubles[i];
              boolean inside = from <= i && i < to;
              int s = offset + i - from;
              expectedDoubles[i] = inside ? round(f.dtype, doubles[s]) : 7.0;
              expectedFloats[i] = inside ? (float) doubles[s] : 7.0;
            }
            Tensor tensor = f.tensor(Matrix.filled(SHAPE, 7.0));
            f.backend.write(doubles, offset, tensor, from, to);
            String call = "[" + from + ", " + to + ") from " + offset;
            f.equal("write(double[]) " + call, new Matrix(SHAPE, expectedDoubles), tensor, tensor);
            tensor = f.tensor(Matrix.filled(SHAPE, 7.0));
            f.backend.write(floats, offset, tensor, from, to);
            f.equal("write(float[]) " + call, new Matrix(SHAPE, expectedFloats), tensor, tensor);
          }
        });
  }

  @Test
  @Rule(207)
  void spec207_readsItsRangeAlone() {
    each(
        f -> {
          Matrix values = f.draw(SHAPE, Values.UNIFORM);
          Tensor tensor = f.tensor(values);
          for (int[] range : ranges()) {
            int from = range[0];
            int to = range[1];
            int offset = range[2];
            double[] doubles = Matrix.filled(SHAPE, 7.0).values();
            float[] floats = new float[SIZE];
            Arrays.fill(floats, 7.0f);
            f.backend.read(tensor, from, to, doubles, offset);
            f.backend.read(tensor, from, to, floats, offset);
            double[] expected = Matrix.filled(SHAPE, 7.0).values();
            double[] widened = new double[SIZE];
            double[] rounded = Matrix.filled(SHAPE, 7.0).values();
            for (int i = from; i < to; i++) {
              expected[offset + i - from] = values.values()[i];
              rounded[offset + i - from] = (float) values.values()[i];
            }
            for (int i = 0; i < SIZE; i++) {
              widened[i] = floats[i];
            }
            String call = "[" + from + ", " + to + ") to " + offset;
            f.equal(
                "read(double[]) " + call,
                new Matrix(SHAPE, expected),
                new Matrix(SHAPE, doubles),
                tensor);
            f.equal(
                "read(float[]) " + call,
                new Matrix(SHAPE, rounded),
                new Matrix(SHAPE, widened),
                tensor);
          }
        });
  }

  /** First element, end, and offset in an array as long as the tensor. */
  private static int[][] ranges() {
    return new int[][] {
      {0, SIZE, 0},
      {0, 1, 0},
      {64, 65, 0},
      {3, 9, 0},
      {3, 9, 2},
      {4, 50, 15},
      {13, 26, 39},
      {0, 0, 0},
      {65, 65, 65},
      {7, 7, 3},
      {1, 65, 0},
      {0, 64, 1}
    };
  }

  @Test
  @Rule(208)
  void spec208_writeKeepsNoHoldOfTheArray() {
    each(
        f -> {
          Matrix values = f.draw(SHAPE, Values.UNIFORM);
          double[] doubles = values.values().clone();
          Tensor tensor = f.workspace().tensor(SHAPE);
          f.backend.write(doubles, 0, tensor, 0, SIZE);
          f.equal("write: its source", values, new Matrix(SHAPE, doubles.clone()), tensor);
          Arrays.fill(doubles, 9.0);
          f.equal("write: its source changed afterwards", values, tensor, tensor);
          double[] target = new double[SIZE];
          f.backend.read(tensor, 0, SIZE, target, 0);
          Arrays.fill(target, 9.0);
          f.equal("read: its target changed afterwards", values, tensor, tensor);
        });
  }

  @Test
  @Rule(209)
  void spec209_refusesARangeThatDoesNotFit() {
    each(
        f -> {
          Matrix before = f.draw(SHAPE, Values.UNIFORM);
          Tensor tensor = f.tensor(before);
          for (int[] wrong :
              new int[][] {
                {-1, 3, 0},
                {3, 2, 0},
                {60, 66, 0},
                {66, 66, 0},
                {0, 65, 1},
                {0, 1, 65},
                {0, 1, -1},
                {0, Integer.MAX_VALUE, 0},
                {1, 2, Integer.MAX_VALUE},
                {Integer.MIN_VALUE, 1, 0}
              }) {
            int from = wrong[0];
            int to = wrong[1];
            int offset = wrong[2];
            Backend b = f.backend;
            String what = "[" + from + ", " + to + ") at " + offset + " of an array of 65";
            Class<IndexOutOfBoundsException> type = IndexOutOfBoundsException.class;
            double[] doubles = new double[SIZE];
            float[] floats = new float[SIZE];
            f.refused("write", what, type, () -> b.write(doubles, offset, tensor, from, to));
            f.refused("write", what, type, () -> b.write(floats, offset, tensor, from, to));
            f.refused("read", what, type, () -> b.read(tensor, from, to, doubles, offset));
            f.refused("read", what, type, () -> b.read(tensor, from, to, floats, offset));
            f.unchanged("write", "out", before, tensor);
            Matrix zeros = Matrix.filled(SHAPE, 0.0);
            f.equal("read: its target", zeros, new Matrix(SHAPE, doubles), tensor);
          }
          double[] shorter = new double[SIZE - 1];
          f.refused(
              "write",
              "a short array",
              IndexOutOfBoundsException.class,
              () -> f.backend.write(shorter, tensor));
          f.refused(
              "read",
              "a short array",
              IndexOutOfBoundsException.class,
              () -> f.backend.read(tensor, shorter));
          f.unchanged("write", "out", before, tensor);
        });
  }

  @Test
  @Rule(210)
  void spec210_theShortFormsTransferTheWholeTensor() {
    each(
        f -> {
          double[] longer = Arrays.copyOf(hard(f), SIZE + 3);
          Tensor tensor = f.workspace().tensor(SHAPE);
          f.backend.write(longer, tensor);
          Matrix expected =
              new Matrix(SHAPE, Arrays.copyOf(longer, SIZE)).map(v -> round(f.dtype, v));
          f.equal("write", expected, tensor, tensor);
          double[] target = Matrix.filled(new Shape(1, SIZE + 3), 7.0).values();
          f.backend.read(tensor, target);
          f.equal("read", expected, new Matrix(SHAPE, Arrays.copyOf(target, SIZE)), tensor);
          f.check(target[SIZE] == 7 && target[SIZE + 2] == 7, "read", "wrote past the end", tensor);
        });
  }
}
