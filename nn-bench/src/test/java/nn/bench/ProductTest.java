package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import nn.api.DType;
import nn.api.Shape;
import org.junit.jupiter.api.Test;

class ProductTest {

  @Test
  void isReadAsItIsWritten() {
    Product product = new Product(DType.FLOAT32, Form.TRANS_B, 25, 2, 1000);
    assertEquals("float32 matmulTransB 25x2x1000", product.toString());
    assertEquals(product, Product.parse(product.toString()));
  }

  @Test
  void operandsHaveTheShapesOfTheForm() {
    assertEquals(new Shape(4, 2), new Product(DType.FLOAT64, Form.TRANS_A, 2, 3, 4).shapeOfA());
    assertEquals(new Shape(4, 3), new Product(DType.FLOAT64, Form.TRANS_A, 2, 3, 4).shapeOfB());
    assertEquals(new Shape(3, 4), new Product(DType.FLOAT64, Form.TRANS_B, 2, 3, 4).shapeOfB());
  }

  @Test
  void operandsOfFloat32AreFloats() {
    double[] a = new Product(DType.FLOAT32, Form.PLAIN, 7, 1, 5).a();
    assertTrue(Arrays.stream(a).allMatch(value -> value == (float) value));
  }

  /** By hand: a network of 2 inputs, 5 units and 1 output on 3 records. */
  @Test
  void productsOfATrainingStep() {
    assertEquals(
        List.of(
            "float64 matmul 5x3x2", // Z = W·X
            "float64 matmulTransB 5x2x3", // dW = dZ·Xᵀ
            "float64 matmul 1x3x5",
            "float64 matmulTransB 1x5x3",
            "float64 matmulTransA 5x3x1"), // dX = Wᵀ·dZ, not for the first layer
        Product.ofTraining(DType.FLOAT64, 3, 2, 5, 1).stream().map(Product::toString).toList());
  }
}
