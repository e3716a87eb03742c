package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberArrayTest {
  private static final NumberArray SIX =
      NumberArray.ofDoubles(new double[] {0, 1, 2, 3, 4, 5}, 2, 3);

  @Test
  void transposedSwapsTheDimensions() {
    assertEquals("F64[3, 2]", SIX.transposed().toString());
    assertArrayEquals(new double[] {0, 3, 1, 4, 2, 5}, SIX.transposed().toDoubles());
    assertArrayEquals(SIX.toDoubles(), SIX.transposed().transposed().toDoubles());
    assertEquals(4, SIX.transposed().get(1, 1));
  }

  @Test
  void stridesReachElementsAnywhere() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 0, 1, 2, 3, 4, 5, 6, 7});
    bytes.position(1);
    NumberArray corner = NumberArray.strided(ElementType.I8, List.of(2, 2), bytes, 1, 4, 2);
    assertArrayEquals(new double[] {1, 3, 5, 7}, corner.toDoubles());
    assertThrows(IndexOutOfBoundsException.class, () -> corner.get(4));
  }

  @Test
  void bfloat16IsTheUpperHalfOfAFloat() {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(0, (short) 0xc049); // −3.140625
    assertEquals(-3.140625, NumberArray.of(ElementType.BF16, List.of(), bytes).get(0));
  }

  @Test
  void refusesShapesThatTheBytesDoNotHold() {
    ByteBuffer four = ByteBuffer.allocate(4);
    assertEquals(
        "array: the bytes must hold the elements: shape [5] of U8, 4 bytes",
        message(() -> NumberArray.of(ElementType.U8, List.of(5), four)));
    assertEquals(
        "array: extents must be at least 0, and their product below 2^31: [65536, 65536, 0]",
        message(() -> NumberArray.of(ElementType.U8, List.of(65536, 65536, 0), four)));
    assertEquals(
        "array: elements must be in the bytes: shape [2, 2] of U8, strides [2, 1], first 1, 4 bytes",
        message(() -> NumberArray.strided(ElementType.U8, List.of(2, 2), four, 1, 2, 1)));
    assertEquals(
        "array: elements must be in the bytes: shape [2] of U8, strides [-1], first 1, 4 bytes",
        message(() -> NumberArray.strided(ElementType.U8, List.of(2), four, 1, -1)));
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
