package nn.api;

/**
 * A handle on a rank-2 array of numbers that a backend stores as it likes.
 *
 * <p>A tensor has no kernels and no data of its own: kernels are methods of {@link Backend}, values
 * cross by {@link Backend#write} and {@link Backend#read}. There are no views, so two tensors alias
 * if and only if they are the same object. A tensor lives as long as the {@link Workspace} that
 * allocated it.
 */
public interface Tensor {

  /** The extents; they never change. */
  Shape shape();

  /** The number type, that of the backend. */
  DType dtype();

  /** The backend that stores this tensor and alone accepts it as an operand. */
  Backend backend();
}
