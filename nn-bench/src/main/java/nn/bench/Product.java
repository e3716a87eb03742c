package nn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import nn.api.DType;
import nn.api.Shape;

/**
 * A product to be timed: {@code [m, n]} from sums of k terms.
 *
 * @param dtype the number type
 * @param form which operand is transposed
 * @param m rows of the result
 * @param n columns of the result
 * @param k terms of each of its elements
 */
record Product(DType dtype, Form form, int m, int n, int k) {
  private static final long SEED = 1;

  Product {
    if (m < 1 || n < 1 || k < 1) {
      throw new IllegalArgumentException(
          "product: m, n and k must be at least 1: " + m + ", " + n + ", " + k);
    }
  }

  /**
   * The products of one full-batch training step: of each dense layer {@code Z = W·X}, {@code dW =
   * dZ·Xᵀ} and, but for the first layer, {@code dX = Wᵀ·dZ}.
   *
   * @param units of the inputs and of each layer
   */
  static List<Product> ofTraining(DType dtype, int records, int... units) {
    List<Product> products = new ArrayList<>();
    for (int layer = 1; layer < units.length; layer++) {
      int inputs = units[layer - 1];
      int outputs = units[layer];
      products.add(new Product(dtype, Form.PLAIN, outputs, records, inputs));
      products.add(new Product(dtype, Form.TRANS_B, outputs, inputs, records));
      if (layer > 1) {
        products.add(new Product(dtype, Form.TRANS_A, inputs, records, outputs));
      }
    }
    return products;
  }

  /** Reads what {@link #toString} writes. */
  static Product parse(String text) {
    String[] words = text.split(" ", -1);
    String[] extents = words[2].split("x", -1);
    return new Product(
        DType.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Form.parse(words[1]),
        Integer.parseInt(extents[0]),
        Integer.parseInt(extents[1]),
        Integer.parseInt(extents[2]));
  }

  Shape shapeOfA() {
    return form == Form.TRANS_A ? new Shape(k, m) : new Shape(m, k);
  }

  Shape shapeOfB() {
    return form == Form.TRANS_B ? new Shape(n, k) : new Shape(k, n);
  }

  /** The first operand, column after column: random numbers of the dtype in [-1, 1). */
  double[] a() {
    return draw(shapeOfA(), SEED);
  }

  /** The second operand, column after column. */
  double[] b() {
    return draw(shapeOfB(), SEED + 1);
  }

  private double[] draw(Shape shape, long seed) {
    double[] values = new Random(seed).doubles(shape.size(), -1, 1).toArray();
    if (dtype == DType.FLOAT32) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) values[i];
      }
    }
    return values;
  }

  /** Floating-point operations. */
  long operations() {
    return 2L * m * n * k;
  }

  @Override
  public String toString() {
    return dtype.name().toLowerCase(Locale.ROOT) + " " + form + " " + m + "x" + n + "x" + k;
  }
}
