package nn.io.json;

import java.util.List;
import java.util.Map;
import nn.api.Message;

/**
 * Writes JSON: no white space, members in their order, numbers by {@link Decimal}; the same values
 * give the same text on every JVM.
 */
public final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /** The text of a value, as {@link JsonObject} has it. */
  static String of(Object value) {
    JsonText json = new JsonText();
    json.write(value);
    return json.text.toString();
  }

  /**
   * A text in quotation marks, with what must not be in one escaped.
   *
   * @throws IllegalArgumentException if it has half a surrogate pair
   */
  public static String quoted(String value) {
    return of(value);
  }

  private void write(Object value) {
    if (value instanceof JsonObject object) {
      writeObject(object.toMap());
    } else if (value instanceof List<?> list) {
      writeList(list);
    } else if (value instanceof Double number) {
      text.append(Decimal.text(number));
    } else if (value instanceof Boolean truth) {
      text.append(truth.booleanValue());
    } else {
      writeText((String) value);
    }
  }

  private void writeObject(Map<String, Object> members) {
    text.append('{');
    members.forEach(
        (name, value) -> {
          separate('{');
          writeText(name);
          text.append(':');
          write(value);
        });
    text.append('}');
  }

  private void writeList(List<?> list) {
    text.append('[');
    for (Object element : list) {
      separate('[');
      write(element);
    }
    text.append(']');
  }

  /** A comma, unless the array or object has just begun. */
  private void separate(char begin) {
    if (text.charAt(text.length() - 1) != begin) {
      text.append(',');
    }
  }

  private void writeText(String value) {
    int wrong = firstLoneSurrogate(value);
    if (wrong >= 0) {
      throw new IllegalArgumentException(
          Message.of(
              "json: a text must be Unicode, without half a surrogate pair: character %d is \\u%04x",
              wrong, (int) value.charAt(wrong)));
    }
    text.append('"');
    value.chars().forEach(c -> writeCharacter((char) c));
    text.append('"');
  }

  private void writeCharacter(char c) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (c < ' ' || c == 0x7f) {
          text.append(Message.of("\\u%04x", (int) c));
        } else {
          text.append(c);
        }
      }
    }
  }

  /** The place of the first half of a surrogate pair that is alone, or −1. */
  static int firstLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
