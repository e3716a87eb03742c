package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nn.api.Tensor;
import nn.api.Workspace;

/** A node of a golden file: an object, a list, a number or a text. */
record Golden(Object value) {

  static Golden json(String file) {
    try (InputStream stream = open(file);
        JsonParser parser = new JsonFactory().createParser(stream)) {
      parser.nextToken();
      return new Golden(parse(parser));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static List<String> lines(String file) {
    try (InputStream stream = open(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(Golden.class.getResourceAsStream("/goldens/" + file), file);
  }

  private static Object parse(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, parse(parser));
        }
        return object;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(parse(parser));
        }
        return list;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return parser.getDoubleValue();
      }
      default -> {
        return parser.getText();
      }
    }
  }

  Golden get(String name) {
    return new Golden(Objects.requireNonNull(((Map<?, ?>) value).get(name), name));
  }

  Golden get(int index) {
    return new Golden(Objects.requireNonNull(((List<?>) value).get(index)));
  }

  int size() {
    return ((List<?>) value).size();
  }

  double number() {
    return (Double) value;
  }

  String text() {
    return (String) value;
  }

  /** A list of numbers, or of lists of numbers, row after row. */
  double[] numbers() {
    List<Double> flat = new ArrayList<>();
    collect(value, flat);
    return flat.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(Object node, List<Double> flat) {
    if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, flat));
    } else {
      flat.add((Double) node);
    }
  }

  /** A matrix as a tensor. */
  Tensor tensor(Workspace workspace) {
    int rows = size();
    int columns = get(0).size();
    Tensor tensor = workspace.tensor(rows, columns);
    workspace.backend().write(columnMajor(), tensor);
    return tensor;
  }

  private double[] columnMajor() {
    int rows = size();
    int columns = get(0).size();
    double[] numbers = numbers();
    double[] transposed = new double[numbers.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = numbers[i * columns + j];
      }
    }
    return transposed;
  }

  /** Asserts that a tensor is this matrix, each element within {@code tolerance}. */
  void assertMatches(String what, Tensor actual, double tolerance) {
    assertEquals(size(), actual.shape().rows(), what + ": rows");
    assertEquals(get(0).size(), actual.shape().columns(), what + ": columns");
    double[] values = new double[actual.shape().size()];
    actual.backend().read(actual, values);
    double[] expected = columnMajor();
    for (int i = 0; i < values.length; i++) {
      assertEquals(expected[i], values[i], tolerance, what + ": element " + i);
    }
  }
}
