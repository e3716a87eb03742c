package nn.core.training;

/** An exception that can say where in a network it was met. */
public interface Located {

  /**
   * The same exception with a place before its message.
   *
   * @param place for instance {@code step 3, layer 2 (dense, 100 units, relu), forward}
   */
  RuntimeException at(String place);
}
