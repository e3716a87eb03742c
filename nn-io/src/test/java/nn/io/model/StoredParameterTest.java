package nn.io.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.DType;
import org.junit.jupiter.api.Test;

class StoredParameterTest {

  @Test
  void numbersThatNoFileHoldsAreRefused() {
    assertEquals(2_147_483_632, StoredParameter.bytes((1 << 28) - 2, DType.FLOAT64));
    assertEquals(1 << 30, StoredParameter.bytes(1 << 28, DType.FLOAT32));
    assertEquals(
        "save: a file must have less than 2^31 bytes; use smaller layers, or FLOAT32: 268435456"
            + " numbers of FLOAT64 alone have 2147483648",
        assertThrows(
                IllegalArgumentException.class, () -> StoredParameter.bytes(1 << 28, DType.FLOAT64))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> StoredParameter.bytes(Integer.MAX_VALUE, DType.FLOAT64));
  }
}
