package nn.core.check;

import java.util.List;
import nn.api.Shape;
import nn.core.training.Located;

/** Two backends gave different results for the same kernel and the same operands. */
public final class DifferenceException extends RuntimeException implements Located {
  private static final long serialVersionUID = 1L;

  private final String kernel;
  private final transient List<Shape> shapes;
  private final int element;
  private final double actual;
  private final double expected;

  DifferenceException(
      String message,
      String kernel,
      List<Shape> shapes,
      int element,
      double actual,
      double expected) {
    super(message);
    this.kernel = kernel;
    this.shapes = List.copyOf(shapes);
    this.element = element;
    this.actual = actual;
    this.expected = expected;
  }

  private DifferenceException(String place, DifferenceException difference) {
    super(place + ": " + difference.getMessage(), difference);
    kernel = difference.kernel;
    shapes = difference.shapes;
    element = difference.element;
    actual = difference.actual;
    expected = difference.expected;
  }

  @Override
  public DifferenceException at(String place) {
    return new DifferenceException(place, this);
  }

  /** The kernel, for instance {@code matmul}. */
  public String kernel() {
    return kernel;
  }

  /** The shapes of its operands, the destination last. */
  public List<Shape> shapes() {
    return shapes;
  }

  /** The number of the element of the destination, counted record after record. */
  public int element() {
    return element;
  }

  /** What the backend under check gave. */
  public double actual() {
    return actual;
  }

  /** What the reference gave. */
  public double expected() {
    return expected;
  }
}
