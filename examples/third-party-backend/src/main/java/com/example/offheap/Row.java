package com.example.offheap;

import java.util.stream.Stream;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;

/**
 * One row of an operand on the heap, where loops run.
 *
 * @param doubles its values in FLOAT64, else empty
 * @param floats its values in FLOAT32, else empty
 */
record Row(double[] doubles, float[] floats) {

  private static Row of(DType dtype, int columns) {
    boolean isDouble = dtype == DType.FLOAT64;
    return new Row(new double[isDouble ? columns : 0], new float[isDouble ? 0 : columns]);
  }

  /** A row for each operand; one row for a tensor that is given twice. */
  static Row[] of(DType dtype, Tensor[] operands) {
    Row[] rows = new Row[operands.length];
    for (int p = 0; p < operands.length; p++) {
      int first = 0;
      while (operands[first] != operands[p]) {
        first++;
      }
      rows[p] = first < p ? rows[first] : of(dtype, operands[p].shape().columns());
    }
    return rows;
  }

  void copyFrom(OffHeapTensor tensor, int i) {
    for (int j = 0; j < tensor.shape().columns(); j++) {
      if (tensor.dtype() == DType.FLOAT64) {
        doubles[j] = tensor.get(i, j);
      } else {
        floats[j] = (float) tensor.get(i, j);
      }
    }
  }

  void copyTo(OffHeapTensor tensor, int i) {
    for (int j = 0; j < tensor.shape().columns(); j++) {
      tensor.set(i, j, tensor.dtype() == DType.FLOAT64 ? doubles[j] : floats[j]);
    }
  }

  /** Runs a loop over whole rows, in its form for the dtype; scalars are rounded before use. */
  static void run(ElementwiseLoop loop, double[] scalars, Row[] rows) {
    if (rows[0].doubles.length > 0) {
      double[][] operands = Stream.of(rows).map(Row::doubles).toArray(double[][]::new);
      loop.apply(operands, scalars.clone(), 0, operands[0].length);
    } else {
      float[][] operands = Stream.of(rows).map(Row::floats).toArray(float[][]::new);
      float[] rounded = new float[scalars.length];
      for (int s = 0; s < scalars.length; s++) {
        rounded[s] = (float) scalars[s];
      }
      loop.apply(operands, rounded, 0, operands[0].length);
    }
  }
}
