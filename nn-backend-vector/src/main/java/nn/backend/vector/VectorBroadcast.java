package nn.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.CombineOperation;
import nn.api.DType;

/**
 * {@code out ← a op b} for a range of records of {@code units} numbers, where {@code b} is a column
 * used for every record, or a row whose number is used for every unit of its record.
 *
 * <p>{@code out} may be {@code a}. The units after a record's last whole vector are computed one by
 * one. Each operation has a loop over records of its own: a method with all four in one loop is
 * long enough for the compiler to make objects of its vectors in some runs.
 */
final class VectorBroadcast {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;

  private VectorBroadcast() {}

  /** Whether records are long enough: they must fill a vector. */
  static boolean fits(DType dtype, int units) {
    return units >= (dtype == DType.FLOAT64 ? DOUBLES.length() : FLOATS.length());
  }

  static void column(
      CombineOperation op,
      double[] a,
      double[] b,
      double[] out,
      int units,
      int fromRecord,
      int toRecord) {
    switch (op) {
      case ADD -> addColumns(a, b, out, units, fromRecord, toRecord);
      case SUBTRACT -> subtractColumns(a, b, out, units, fromRecord, toRecord);
      case MULTIPLY -> multiplyColumns(a, b, out, units, fromRecord, toRecord);
      case DIVIDE -> divideColumns(a, b, out, units, fromRecord, toRecord);
    }
  }

  private static void addColumns(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    int whole = DOUBLES.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, offset + i)
            .add(DoubleVector.fromArray(DOUBLES, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] + b[i];
      }
    }
  }

  private static void subtractColumns(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    int whole = DOUBLES.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, offset + i)
            .sub(DoubleVector.fromArray(DOUBLES, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] - b[i];
      }
    }
  }

  private static void multiplyColumns(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    int whole = DOUBLES.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, offset + i)
            .mul(DoubleVector.fromArray(DOUBLES, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] * b[i];
      }
    }
  }

  private static void divideColumns(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    int whole = DOUBLES.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, offset + i)
            .div(DoubleVector.fromArray(DOUBLES, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] / b[i];
      }
    }
  }

  static void row(
      CombineOperation op,
      double[] a,
      double[] b,
      double[] out,
      int units,
      int fromRecord,
      int toRecord) {
    switch (op) {
      case ADD -> addNumbers(a, b, out, units, fromRecord, toRecord);
      case SUBTRACT -> subtractNumbers(a, b, out, units, fromRecord, toRecord);
      case MULTIPLY -> multiplyNumbers(a, b, out, units, fromRecord, toRecord);
      case DIVIDE -> divideNumbers(a, b, out, units, fromRecord, toRecord);
    }
  }

  private static void addNumbers(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % DOUBLES.length();
      double number = b[record];
      DoubleVector numbers = DoubleVector.broadcast(DOUBLES, number);
      for (int i = record * units; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, i).add(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] + number;
      }
    }
  }

  private static void subtractNumbers(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % DOUBLES.length();
      double number = b[record];
      DoubleVector numbers = DoubleVector.broadcast(DOUBLES, number);
      for (int i = record * units; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, i).sub(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] - number;
      }
    }
  }

  private static void multiplyNumbers(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % DOUBLES.length();
      double number = b[record];
      DoubleVector numbers = DoubleVector.broadcast(DOUBLES, number);
      for (int i = record * units; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, i).mul(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] * number;
      }
    }
  }

  private static void divideNumbers(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % DOUBLES.length();
      double number = b[record];
      DoubleVector numbers = DoubleVector.broadcast(DOUBLES, number);
      for (int i = record * units; i < whole; i += DOUBLES.length()) {
        DoubleVector.fromArray(DOUBLES, a, i).div(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] / number;
      }
    }
  }

  static void column(
      CombineOperation op,
      float[] a,
      float[] b,
      float[] out,
      int units,
      int fromRecord,
      int toRecord) {
    switch (op) {
      case ADD -> addColumns(a, b, out, units, fromRecord, toRecord);
      case SUBTRACT -> subtractColumns(a, b, out, units, fromRecord, toRecord);
      case MULTIPLY -> multiplyColumns(a, b, out, units, fromRecord, toRecord);
      case DIVIDE -> divideColumns(a, b, out, units, fromRecord, toRecord);
    }
  }

  private static void addColumns(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    int whole = FLOATS.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, offset + i)
            .add(FloatVector.fromArray(FLOATS, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] + b[i];
      }
    }
  }

  private static void subtractColumns(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    int whole = FLOATS.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, offset + i)
            .sub(FloatVector.fromArray(FLOATS, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] - b[i];
      }
    }
  }

  private static void multiplyColumns(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    int whole = FLOATS.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, offset + i)
            .mul(FloatVector.fromArray(FLOATS, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] * b[i];
      }
    }
  }

  private static void divideColumns(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    int whole = FLOATS.loopBound(units);
    for (int offset = fromRecord * units; offset < toRecord * units; offset += units) {
      for (int i = 0; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, offset + i)
            .div(FloatVector.fromArray(FLOATS, b, i))
            .intoArray(out, offset + i);
      }
      for (int i = whole; i < units; i++) {
        out[offset + i] = a[offset + i] / b[i];
      }
    }
  }

  static void row(
      CombineOperation op,
      float[] a,
      float[] b,
      float[] out,
      int units,
      int fromRecord,
      int toRecord) {
    switch (op) {
      case ADD -> addNumbers(a, b, out, units, fromRecord, toRecord);
      case SUBTRACT -> subtractNumbers(a, b, out, units, fromRecord, toRecord);
      case MULTIPLY -> multiplyNumbers(a, b, out, units, fromRecord, toRecord);
      case DIVIDE -> divideNumbers(a, b, out, units, fromRecord, toRecord);
    }
  }

  private static void addNumbers(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % FLOATS.length();
      float number = b[record];
      FloatVector numbers = FloatVector.broadcast(FLOATS, number);
      for (int i = record * units; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, i).add(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] + number;
      }
    }
  }

  private static void subtractNumbers(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % FLOATS.length();
      float number = b[record];
      FloatVector numbers = FloatVector.broadcast(FLOATS, number);
      for (int i = record * units; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, i).sub(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] - number;
      }
    }
  }

  private static void multiplyNumbers(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % FLOATS.length();
      float number = b[record];
      FloatVector numbers = FloatVector.broadcast(FLOATS, number);
      for (int i = record * units; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, i).mul(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] * number;
      }
    }
  }

  private static void divideNumbers(
      float[] a, float[] b, float[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      int end = (record + 1) * units;
      int whole = end - units % FLOATS.length();
      float number = b[record];
      FloatVector numbers = FloatVector.broadcast(FLOATS, number);
      for (int i = record * units; i < whole; i += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, a, i).div(numbers).intoArray(out, i);
      }
      for (int i = whole; i < end; i++) {
        out[i] = a[i] / number;
      }
    }
  }
}
