package nn.api.heap;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;

/**
 * A tensor in one Java array, record after record: element {@code [i, j]} is at {@code j · rows +
 * i}.
 */
public class HeapTensor implements Tensor {
  private static final double[] NO_DOUBLES = {};
  private static final float[] NO_FLOATS = {};

  private final HeapBackend backend;
  private final HeapWorkspace workspace;
  private final Shape shape;
  private final double[] doubles;
  private final float[] floats;

  /** Allocates the array of the backend's dtype. */
  protected HeapTensor(HeapBackend backend, HeapWorkspace workspace, Shape shape) {
    this.backend = backend;
    this.workspace = workspace;
    this.shape = shape;
    boolean isDouble = backend.dtype() == DType.FLOAT64;
    doubles = isDouble ? new double[shape.size()] : NO_DOUBLES;
    floats = isDouble ? NO_FLOATS : new float[shape.size()];
  }

  @Override
  public final Shape shape() {
    return shape;
  }

  @Override
  public final DType dtype() {
    return backend.dtype();
  }

  @Override
  public final Backend backend() {
    return backend;
  }

  /** The values themselves in FLOAT64; empty in FLOAT32. */
  public final double[] doubles() {
    return doubles;
  }

  /** The values themselves in FLOAT32; empty in FLOAT64. */
  public final float[] floats() {
    return floats;
  }

  final boolean closed() {
    return workspace.closed();
  }

  /** For instance {@code naive FLOAT64 [2, 3]}. */
  @Override
  public String toString() {
    return backend.name() + " " + dtype() + " " + shape;
  }
}
