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

  @Test
  void productInFloat32IsThatInFloat64InOtherWords() throws IOException {
    assertEquals(inFloat32(source("DoubleProduct")), source("FloatProduct"));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void stripsAreAsTheyAreWritten(boolean isDouble, boolean fused) throws IOException {
    assertEquals(
        layoutRemoved(StripWriter.text(isDouble, fused)),
        source(StripWriter.name(isDouble, fused)));
  }
}
