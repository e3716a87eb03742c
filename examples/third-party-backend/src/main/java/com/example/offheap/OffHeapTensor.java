package com.example.offheap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;

/** A tensor in memory outside the Java heap, row after row: element [i, j] is number i·columns + j. */
final class OffHeapTensor implements Tensor {
  private final OffHeapBackend backend;
  private final OffHeapWorkspace workspace;
  private final Shape shape;
  private final ByteBuffer memory; // zeroed by the JVM, and freed when nothing refers to it

  OffHeapTensor(OffHeapBackend backend, OffHeapWorkspace workspace, Shape shape) {
    this.backend = backend;
    this.workspace = workspace;
    this.shape = shape;
    memory =
        ByteBuffer.allocateDirect(Math.multiplyExact(shape.size(), backend.dtype().bytes()))
            .order(ByteOrder.nativeOrder());
  }

  double get(int i, int j) {
    int index = i * shape.columns() + j;
    return dtype() == DType.FLOAT64
        ? memory.getDouble(index * Double.BYTES)
        : memory.getFloat(index * Float.BYTES);
  }

  /** Rounds to the dtype, as a cast does. */
  void set(int i, int j, double value) {
    int index = i * shape.columns() + j;
    if (dtype() == DType.FLOAT64) {
      memory.putDouble(index * Double.BYTES, value);
    } else {
      memory.putFloat(index * Float.BYTES, (float) value);
    }
  }

  boolean closed() {
    return workspace.closed();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public DType dtype() {
    return backend.dtype();
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public String toString() {
    return backend.name() + " " + dtype() + " " + shape;
  }
}
