package nn.api.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An immutable set of named settings: numbers, truth values, texts, and nested plug-ins.
 *
 * <p>Settings keep the order in which they were added; equality ignores it.
 */
public final class Config {

  /** No settings. */
  public static final Config EMPTY = new Config(new LinkedHashMap<>());

  private final Map<String, Object> settings;

  private Config(Map<String, Object> settings) {
    this.settings = Collections.unmodifiableMap(settings);
  }

  /** The settings of a nested plug-in: its kind and its own configuration. */
  public record Nested(String kind, Config config) {}

  /** These settings and one more number; NaN and infinities are refused. */
  public Config with(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "config: a setting must be a finite number: " + name + " is " + value);
    }
    return plus(name, value);
  }

  /** These settings and one more truth value. */
  public Config with(String name, boolean value) {
    return plus(name, value);
  }

  /** These settings and one more text. */
  public Config with(String name, String value) {
    return plus(name, value);
  }

  /** These settings and one more nested plug-in. */
  public Config with(String name, PlugIn plugIn) {
    return with(name, new Nested(plugIn.kind(), plugIn.config()));
  }

  /** These settings and one more nested plug-in, by kind and configuration. */
  public Config with(String name, Nested nested) {
    return plus(name, nested);
  }

  private Config plus(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(settings);
    if (more.put(name, value) != null) {
      throw new IllegalArgumentException("config: setting given twice: " + name);
    }
    return new Config(more);
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException if it is missing or not a number
   */
  public double number(String name) {
    return get(name, Double.class, "a number");
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if it is missing or not a whole number of 32 bits
   */
  public int integer(String name) {
    double value = number(name);
    if (value != (int) value) {
      throw new IllegalArgumentException(
          "config: setting must be a whole number: " + name + " is " + value);
    }
    return (int) value;
  }

  /**
   * A truth value.
   *
   * @throws IllegalArgumentException if it is missing or not a truth value
   */
  public boolean flag(String name) {
    return get(name, Boolean.class, "true or false");
  }

  /**
   * A text.
   *
   * @throws IllegalArgumentException if it is missing or not a text
   */
  public String text(String name) {
    return get(name, String.class, "a text");
  }

  /**
   * A nested plug-in.
   *
   * @throws IllegalArgumentException if it is missing or not a plug-in
   */
  public Nested plugIn(String name) {
    return get(name, Nested.class, "a kind with its settings");
  }

  private <T> T get(String name, Class<T> type, String what) {
    Object value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "config: setting is missing: " + name + ", given are " + settings.keySet());
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "config: setting must be " + what + ": " + name + " is " + value);
    }
    return type.cast(value);
  }

  /**
   * All settings, in the order in which they were added; values are {@link Double}, {@link
   * Boolean}, {@link String} or {@link Nested}.
   */
  public Map<String, Object> settings() {
    return settings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Config config && settings.equals(config.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  /** For instance {@code {slope=0.01}}. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
