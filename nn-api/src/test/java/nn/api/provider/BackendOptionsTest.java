package nn.api.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.DType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendOptionsTest {
  private @Nullable String former;

  @BeforeEach
  void remember() {
    former = System.getProperty("nn.threads");
  }

  @AfterEach
  void restore() {
    if (former == null) {
      System.clearProperty("nn.threads");
    } else {
      System.setProperty("nn.threads", former);
    }
  }

  @Test
  void takesTheThreadsOfTheProperty() {
    System.setProperty("nn.threads", " 3 ");
    assertEquals(new BackendOptions(DType.FLOAT64, 3), BackendOptions.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "1.5", "99999999999"})
  void refusesAPropertyThatIsNoCount(String value) {
    System.setProperty("nn.threads", value);
    assertEquals(
        "options: threads must be a whole number of at least 1: system property nn.threads is '"
            + value
            + "'",
        assertThrows(IllegalArgumentException.class, BackendOptions::defaults).getMessage());
  }

  @Test
  void changesOneOptionAtATime() {
    BackendOptions options = new BackendOptions(DType.FLOAT64, 2);
    assertEquals(new BackendOptions(DType.FLOAT32, 2), options.dtype(DType.FLOAT32));
    assertEquals(new BackendOptions(DType.FLOAT64, 4), options.threads(4));
    assertEquals(
        "options: threads must be at least 1: 0",
        assertThrows(IllegalArgumentException.class, () -> options.threads(0)).getMessage());
  }
}
