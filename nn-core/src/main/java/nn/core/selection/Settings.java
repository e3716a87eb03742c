package nn.core.selection;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import nn.api.Message;

/**
 * Values by name, in the order of a search space: one candidate of a search. Immutable. It can be
 * sent to another machine if its values are {@link Serializable}, as numbers and texts are.
 */
public final class Settings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, Object> values;

  Settings(Map<String, Object> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /** All values. */
  public Map<String, Object> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * A value of a type.
   *
   * @throws IllegalArgumentException if there is none of this name and type
   */
  public <T> T value(String name, Class<T> type) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          Message.of(
              "settings: there must be a %s of this name: '%s' in %s",
              type.getSimpleName(), name, this));
    }
    return type.cast(value);
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public double number(String name) {
    return value(name, Number.class).doubleValue();
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int whole(String name) {
    return value(name, Integer.class);
  }

  /**
   * A text.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public String text(String name) {
    return value(name, String.class);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** For instance <code>{units=25, learning-rate=0.1}</code>. */
  @Override
  public String toString() {
    return values.toString();
  }
}
