package com.example.offheap;

import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/** Tensors that live until this is closed. */
final class OffHeapWorkspace implements Workspace {
  private final OffHeapBackend backend;
  private volatile boolean closed;

  OffHeapWorkspace(OffHeapBackend backend) {
    this.backend = backend;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Tensor tensor(Shape shape) {
    if (closed()) {
      throw new ClosedException("tensor: the workspace or its backend is closed: " + shape);
    }
    return new OffHeapTensor(backend, this, shape);
  }

  boolean closed() {
    return closed || backend.closed();
  }

  @Override
  public void close() {
    closed = true;
  }
}
