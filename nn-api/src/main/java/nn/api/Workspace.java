package nn.api;

/**
 * An arena of tensors, which live until it is closed.
 *
 * <p>Thread-safe. Closing is idempotent. After it, every kernel refuses the arena's tensors with a
 * {@link ClosedException}; a close waits for running kernels wherever memory is native. Closing the
 * backend closes its workspaces.
 */
public interface Workspace extends AutoCloseable {

  /** The backend whose tensors this allocates. */
  Backend backend();

  /**
   * A new tensor, all {@code +0.0}.
   *
   * @throws ClosedException if this workspace or its backend is closed
   */
  Tensor tensor(Shape shape);

  /** A new tensor {@code [rows, columns]}, all {@code +0.0}; see {@link #tensor(Shape)}. */
  default Tensor tensor(int rows, int columns) {
    return tensor(new Shape(rows, columns));
  }

  /** Releases the tensors. */
  @Override
  void close();
}
