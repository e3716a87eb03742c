package nn.tck.faults;

import nn.api.Tensor;

/** The elements of an operand: read when they are asked for, written back if they were changed. */
final class Cells {
  private final FaultyBackend backend;
  private final Tensor tensor;
  private double[] values = {};
  private boolean changed;

  Cells(FaultyBackend backend, Tensor tensor) {
    this.backend = backend;
    this.tensor = tensor;
  }

  int rows() {
    return tensor.shape().rows();
  }

  int columns() {
    return tensor.shape().columns();
  }

  int size() {
    return tensor.shape().size();
  }

  boolean isOf(Tensor other) {
    return tensor == other;
  }

  boolean isSameTensor(Cells other) {
    return tensor == other.tensor;
  }

  /** All of them, record after record; not to be modified. */
  double[] values() {
    if (values.length == 0) {
      values = backend.values(tensor);
    }
    return values;
  }

  double get(int e) {
    return values()[e];
  }

  double get(int i, int j) {
    return get(j * rows() + i);
  }

  void set(int e, double value) {
    values()[e] = value;
    changed = true;
  }

  void set(int i, int j, double value) {
    set(j * rows() + i, value);
  }

  /** The numbers of one record. */
  double[] record(int j) {
    double[] record = new double[rows()];
    System.arraycopy(values(), j * rows(), record, 0, rows());
    return record;
  }

  /** The numbers of one unit, record after record. */
  double[] unit(int i) {
    double[] unit = new double[columns()];
    for (int j = 0; j < unit.length; j++) {
      unit[j] = get(i, j);
    }
    return unit;
  }

  void setRecord(int j, double[] record) {
    for (int i = 0; i < record.length; i++) {
      set(i, j, record[i]);
    }
  }

  void store() {
    if (changed) {
      backend.set(tensor, values);
    }
  }
}
