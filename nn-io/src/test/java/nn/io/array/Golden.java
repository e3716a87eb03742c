package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What another program says is in an array that it wrote: the line of a text, words between blanks.
 *
 * @param words what comes first, such as a name
 * @param elements in row-major order
 */
public record Golden(
    List<String> words, ElementType type, List<Integer> shape, List<Double> elements) {

  /**
   * The lines of a resource.
   *
   * @param words how many come before type, shape and elements
   */
  public static List<Golden> read(Class<?> beside, String name, int words) throws IOException {
    String text = new String(resource(beside, name), StandardCharsets.UTF_8);
    return text.lines().map(line -> golden(line.split(" "), words)).toList();
  }

  /** The bytes of a resource. */
  public static byte[] resource(Class<?> beside, String name) throws IOException {
    try (InputStream stream = beside.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }

  private static Golden golden(String[] line, int words) {
    String shape = line[words + 1];
    return new Golden(
        List.of(line).subList(0, words),
        ElementType.valueOf(line[words]),
        Stream.of(shape.split(","))
            .filter(word -> !word.equals("-"))
            .map(Integer::valueOf)
            .toList(),
        Arrays.stream(line).skip(words + 2L).map(Golden::number).toList());
  }

  private static double number(String word) {
    return Double.parseDouble(word.replace("inf", "Infinity").replace("nan", "NaN"));
  }

  /** The elements as an array. */
  public double[] toDoubles() {
    return elements.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Checks that an array is this one, bit for bit. */
  public void assertIs(NumberArray array) {
    assertEquals(type, array.type(), toString());
    assertEquals(shape, array.shape(), toString());
    assertArrayEquals(toDoubles(), array.toDoubles(), toString());
  }

  /** The first words. */
  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
