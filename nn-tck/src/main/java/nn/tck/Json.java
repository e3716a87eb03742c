package nn.tck;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON (RFC 8259). */
final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  /** Indented JSON that ends with a line feed; numbers that JSON does not have become null. */
  static String text(Map<String, ? extends @Nullable Object> value) {
    Json json = new Json();
    json.value(value, "");
    return json.text.append('\n').toString();
  }

  private void value(@Nullable Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      list('{', map.entrySet().iterator(), '}', indent);
    } else if (value instanceof List<?> values) {
      list('[', values.iterator(), ']', indent);
    } else if (value instanceof Map.Entry<?, ?> entry) {
      string(String.valueOf(entry.getKey()));
      text.append(": ");
      value(entry.getValue(), indent);
    } else if (value == null || (value instanceof Double d && !Double.isFinite(d))) {
      text.append("null");
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      string(value.toString());
    }
  }

  private void list(char open, Iterator<?> values, char close, String indent) {
    text.append(open);
    String inner = indent + "  ";
    boolean any = false;
    while (values.hasNext()) {
      text.append(any ? ",\n" : "\n").append(inner);
      value(values.next(), inner);
      any = true;
    }
    text.append(any ? "\n" + indent : "").append(close);
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        default -> {
          if (c < ' ') {
            text.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
