package nn.io.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import nn.api.Message;

/**
 * A JSON object: members by name, in the order in which they were added. Values are texts, finite
 * numbers, truth values, objects and lists of these; there is no null. Immutable.
 */
public final class JsonObject {

  /** Without a member. */
  public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

  /** Of a text whose caller does not say more. */
  private static final int MOST_TOKENS = 1 << 17;

  private final Map<String, Object> members;

  JsonObject(Map<String, Object> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  /**
   * Reads an object from its text.
   *
   * @throws JsonException if the text is none
   */
  public static JsonObject parse(String text) {
    return parse(text, MOST_TOKENS);
  }

  /**
   * {@link #parse(String)} with another limit.
   *
   * @param most tokens that the text may have, as {@link JsonTokens} counts them
   * @throws JsonException if the text is none
   */
  public static JsonObject parse(String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonTokens tokens = new JsonTokens(bytes, 0, bytes.length, most);
    JsonObject object = tokens.object();
    tokens.end();
    return object;
  }

  /**
   * An object of values that somebody gives. Members are sorted by name, since the order of many
   * maps is another in each JVM.
   *
   * @param members texts, numbers, truth values, maps and lists of these
   * @throws IllegalArgumentException if another value is among them, a name is no text or a number
   *     is not finite
   */
  public static JsonObject of(Map<?, ?> members) {
    Map<String, Object> sorted = new TreeMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (!(member.getKey() instanceof String name)) {
        throw new IllegalArgumentException("json: a name must be a text: " + member.getKey());
      }
      sorted.put(name, checked(member.getValue()));
    }
    return new JsonObject(sorted);
  }

  private static Object checked(Object value) {
    if (value instanceof Map<?, ?> map) {
      return of(map);
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(JsonObject::checked).toList();
    }
    if (value instanceof Number number) {
      return finite(number.doubleValue());
    }
    if (value instanceof String || value instanceof Boolean || value instanceof JsonObject) {
      return value;
    }
    throw new IllegalArgumentException(
        "json: a value must be a text, a number, a truth value, a map or a list: " + value);
  }

  private static Double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("json: a number must be finite: " + value);
    }
    return value;
  }

  /** With one more number; NaN and infinities are refused. */
  public JsonObject with(String name, double value) {
    return plus(name, finite(value));
  }

  /** With one more truth value. */
  public JsonObject with(String name, boolean value) {
    return plus(name, value);
  }

  /** With one more text. */
  public JsonObject with(String name, String value) {
    return plus(name, value);
  }

  /** With one more object. */
  public JsonObject with(String name, JsonObject value) {
    return plus(name, value);
  }

  /** With one more list, of values as {@link #of} takes them. */
  public JsonObject with(String name, List<?> value) {
    return plus(name, checked(value));
  }

  /**
   * With all members of another.
   *
   * @throws IllegalArgumentException if one is there already
   */
  public JsonObject withAll(JsonObject more) {
    JsonObject all = this;
    for (Map.Entry<String, Object> member : more.members.entrySet()) {
      all = all.plus(member.getKey(), member.getValue());
    }
    return all;
  }

  private JsonObject plus(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    if (more.put(name, value) != null) {
      throw new IllegalArgumentException("json: member given twice: " + name);
    }
    return new JsonObject(more);
  }

  /** The members' names, in their order. */
  public Set<String> names() {
    return members.keySet();
  }

  /** Whether there is such a member. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /**
   * Refuses members of other names.
   *
   * @throws JsonException if there is one
   */
  public void requireOnly(Collection<String> known) {
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw JsonException.at(-1, Message.of("unknown member '%s'; known are %s", name, known));
      }
    }
  }

  /**
   * A number.
   *
   * @throws JsonException if it is missing or none
   */
  public double number(String name) {
    return get(name, Double.class, "a number");
  }

  /**
   * A whole number.
   *
   * @throws JsonException if it is missing or no whole number of 32 bits
   */
  public int integer(String name) {
    double value = number(name);
    if (value != (int) value) {
      throw JsonException.at(
          -1, Message.of("member '%s' must be a whole number of 32 bits: %s", name, value));
    }
    return (int) value;
  }

  /**
   * A whole number.
   *
   * @throws JsonException if it is missing, no whole number, or beyond ±2⁵³
   */
  public long whole(String name) {
    double value = number(name);
    if (value != Math.rint(value) || Math.abs(value) > 0x1p53) {
      throw JsonException.at(
          -1, Message.of("member '%s' must be a whole number up to 2^53: %s", name, value));
    }
    return (long) value;
  }

  /**
   * A truth value.
   *
   * @throws JsonException if it is missing or none
   */
  public boolean flag(String name) {
    return get(name, Boolean.class, "true or false");
  }

  /**
   * A text.
   *
   * @throws JsonException if it is missing or none
   */
  public String text(String name) {
    return get(name, String.class, "a text");
  }

  /**
   * An object.
   *
   * @throws JsonException if it is missing or none
   */
  public JsonObject object(String name) {
    return get(name, JsonObject.class, "an object");
  }

  /**
   * A list of texts.
   *
   * @throws JsonException if it is missing or not all are texts
   */
  public List<String> texts(String name) {
    return list(name, String.class, "texts");
  }

  /**
   * A list of objects.
   *
   * @throws JsonException if it is missing or not all are objects
   */
  public List<JsonObject> objects(String name) {
    return list(name, JsonObject.class, "objects");
  }

  /** A member has the right type and is wrong still. */
  public JsonException wrong(String name) {
    return JsonException.at(
        -1, Message.of("member '%s' is unknown: '%s'", name, members.get(name)));
  }

  private <T> List<T> list(String name, Class<T> type, String what) {
    List<T> elements = new ArrayList<>();
    for (Object element : get(name, List.class, "a list of " + what)) {
      if (!type.isInstance(element)) {
        throw JsonException.at(-1, Message.of("member '%s' must be a list of %s", name, what));
      }
      elements.add(type.cast(element));
    }
    return List.copyOf(elements);
  }

  private <T> T get(String name, Class<T> type, String what) {
    Object value = members.get(name);
    if (value == null) {
      throw JsonException.at(
          -1, Message.of("member '%s' is missing, there are %s", name, members.keySet()));
    }
    if (!type.isInstance(value)) {
      throw JsonException.at(-1, Message.of("member '%s' must be %s", name, what));
    }
    return type.cast(value);
  }

  /**
   * All members; values are {@link String}, {@link Double}, {@link Boolean}, {@link JsonObject} or
   * {@link List}.
   */
  public Map<String, Object> toMap() {
    return members;
  }

  /** All members, with maps in place of objects. */
  public Map<String, Object> toPlainMap() {
    Map<String, Object> plain = new LinkedHashMap<>();
    members.forEach((name, value) -> plain.put(name, plain(value)));
    return Collections.unmodifiableMap(plain);
  }

  private static Object plain(Object value) {
    if (value instanceof JsonObject object) {
      return object.toPlainMap();
    }
    return value instanceof List<?> list ? list.stream().map(JsonObject::plain).toList() : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject object && members.equals(object.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /** The text: no white space, the same for equal members in the same order. */
  @Override
  public String toString() {
    return JsonText.of(this);
  }
}
