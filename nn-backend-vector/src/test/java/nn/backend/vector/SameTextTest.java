package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kernels exist for each number type and arithmetic, since C2 compiles each well only alone. One
 * text is all there is to read: the others are this one with other words.
 */
class SameTextTest {

  /** A source without its layout, which depends on the words' lengths. */
  private static String source(String name) throws IOException {
    String folder = "src/main/java/nn/backend/vector/";
    return layoutRemoved(Files.readString(Path.of(folder + name + ".java")));
  }

  private static String layoutRemoved(String text) {
    return text.replaceAll("\\s+\\*?\\s*", " ").replace("( ", "(");
  }

  private static String inFloat32(String text) {
    return text.replace("FLOAT64", "FLOAT32")
        .replace("Double", "Float")
        .replace("double", "float")
        .replaceAll("\\b0\\.0\\b(?!\\})", "0.0f");
  }

  @ParameterizedTest
  @CsvSource({
    "DoubleStrip, FloatStrip",
    "DoubleFusedStrip, FloatFusedStrip",
    "DoubleProduct, FloatProduct"
  })
  void float32IsFloat64InOtherWords(String float64, String float32) throws IOException {
    assertEquals(inFloat32(source(float64)), source(float32));
  }

  @Test
  void fusedIsSeparateInOtherWords() throws IOException {
    String fused =
        source("DoubleStrip")
            .replace("DoubleStrip", "DoubleFusedStrip")
            .replace("each product and each sum rounded", "each step one fused multiply-add")
            .replaceAll(
                "(s\\d\\d) = s\\d\\d\\.add\\((a\\d)\\.mul\\((b\\d)\\)\\)", "$1 = $2.fma($3, $1)");
    assertEquals(fused, source("DoubleFusedStrip"));
  }
}
