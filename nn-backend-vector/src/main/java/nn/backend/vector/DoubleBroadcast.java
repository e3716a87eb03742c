// GenerateSources writes its twin FloatBroadcast.
package nn.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.CombineOperation;

/**
 * {@code out ← a op b} in FLOAT64 for a range of records of {@code units} numbers, where {@code b}
 * is a column used for every record, or a row whose number is used for every unit of its record.
 *
 * <p>{@code out} may be {@code a}. A record's last vector overlaps the one before it; it is
 * computed first, from operands that are not yet overwritten, and stored last.
 */
final class DoubleBroadcast {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;

  private DoubleBroadcast() {}

  /** Whether records are long enough: they must fill a vector. */
  static boolean fits(int units) {
    return units >= DOUBLES.length();
  }

  static void column(
      CombineOperation op,
      double[] a,
      double[] b,
      double[] out,
      int units,
      int fromRecord,
      int toRecord) {
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      switch (op) {
        case ADD -> addColumn(a, b, out, offset, units);
        case SUBTRACT -> subtractColumn(a, b, out, offset, units);
        case MULTIPLY -> multiplyColumn(a, b, out, offset, units);
        case DIVIDE -> divideColumn(a, b, out, offset, units);
      }
    }
  }

  private static void addColumn(double[] a, double[] b, double[] out, int offset, int units) {
    int last = units - DOUBLES.length();
    DoubleVector end =
        DoubleVector.fromArray(DOUBLES, a, offset + last)
            .add(DoubleVector.fromArray(DOUBLES, b, last));
    for (int i = 0; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, offset + i)
          .add(DoubleVector.fromArray(DOUBLES, b, i))
          .intoArray(out, offset + i);
    }
    end.intoArray(out, offset + last);
  }

  private static void subtractColumn(double[] a, double[] b, double[] out, int offset, int units) {
    int last = units - DOUBLES.length();
    DoubleVector end =
        DoubleVector.fromArray(DOUBLES, a, offset + last)
            .sub(DoubleVector.fromArray(DOUBLES, b, last));
    for (int i = 0; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, offset + i)
          .sub(DoubleVector.fromArray(DOUBLES, b, i))
          .intoArray(out, offset + i);
    }
    end.intoArray(out, offset + last);
  }

  private static void multiplyColumn(double[] a, double[] b, double[] out, int offset, int units) {
    int last = units - DOUBLES.length();
    DoubleVector end =
        DoubleVector.fromArray(DOUBLES, a, offset + last)
            .mul(DoubleVector.fromArray(DOUBLES, b, last));
    for (int i = 0; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, offset + i)
          .mul(DoubleVector.fromArray(DOUBLES, b, i))
          .intoArray(out, offset + i);
    }
    end.intoArray(out, offset + last);
  }

  private static void divideColumn(double[] a, double[] b, double[] out, int offset, int units) {
    int last = units - DOUBLES.length();
    DoubleVector end =
        DoubleVector.fromArray(DOUBLES, a, offset + last)
            .div(DoubleVector.fromArray(DOUBLES, b, last));
    for (int i = 0; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, offset + i)
          .div(DoubleVector.fromArray(DOUBLES, b, i))
          .intoArray(out, offset + i);
    }
    end.intoArray(out, offset + last);
  }

  static void row(
      CombineOperation op,
      double[] a,
      double[] b,
      double[] out,
      int units,
      int fromRecord,
      int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int offset = record * units;
      switch (op) {
        case ADD -> addNumber(a, b[record], out, offset, units);
        case SUBTRACT -> subtractNumber(a, b[record], out, offset, units);
        case MULTIPLY -> multiplyNumber(a, b[record], out, offset, units);
        case DIVIDE -> divideNumber(a, b[record], out, offset, units);
      }
    }
  }

  private static void addNumber(double[] a, double b, double[] out, int offset, int units) {
    DoubleVector numbers = DoubleVector.broadcast(DOUBLES, b);
    int last = offset + units - DOUBLES.length();
    DoubleVector end = DoubleVector.fromArray(DOUBLES, a, last).add(numbers);
    for (int i = offset; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, i).add(numbers).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  private static void subtractNumber(double[] a, double b, double[] out, int offset, int units) {
    DoubleVector numbers = DoubleVector.broadcast(DOUBLES, b);
    int last = offset + units - DOUBLES.length();
    DoubleVector end = DoubleVector.fromArray(DOUBLES, a, last).sub(numbers);
    for (int i = offset; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, i).sub(numbers).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  private static void multiplyNumber(double[] a, double b, double[] out, int offset, int units) {
    DoubleVector numbers = DoubleVector.broadcast(DOUBLES, b);
    int last = offset + units - DOUBLES.length();
    DoubleVector end = DoubleVector.fromArray(DOUBLES, a, last).mul(numbers);
    for (int i = offset; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, i).mul(numbers).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  private static void divideNumber(double[] a, double b, double[] out, int offset, int units) {
    DoubleVector numbers = DoubleVector.broadcast(DOUBLES, b);
    int last = offset + units - DOUBLES.length();
    DoubleVector end = DoubleVector.fromArray(DOUBLES, a, last).div(numbers);
    for (int i = offset; i < last; i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, i).div(numbers).intoArray(out, i);
    }
    end.intoArray(out, last);
  }
}
