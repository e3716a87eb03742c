package nn.backend.naive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Java has no type parameter for numbers, so the product is written twice; it must stay one. */
class FloatProductTest {
  private static final Path FOLDER = Path.of("src", "main", "java", "nn", "backend", "naive");

  @Test
  void isDoubleProductInAnotherNumberType() throws IOException {
    String expected =
        Files.readString(FOLDER.resolve("DoubleProduct.java"))
            .replace("DoubleProduct", "FloatProduct")
            .replace("FLOAT64", "FLOAT32")
            .replace(".doubles()", ".floats()")
            .replaceAll("\\bdouble\\b", "float")
            .replaceAll("0\\.0([;)])", "0.0f$1");
    assertEquals(
        withoutLayout(expected),
        withoutLayout(Files.readString(FOLDER.resolve("FloatProduct.java"))));
  }

  private static String withoutLayout(String source) {
    return source.replaceAll("\\s+", "");
  }
}
