package nn.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import nn.api.network.Config;
import nn.api.network.PlugIn;
import org.jspecify.annotations.Nullable;

/**
 * Reads plug-ins as people write them: {@code relu}, {@code leaky-relu(0.1)}, {@code
 * momentum(momentum=0.8, nesterov=true)}, {@code warm-up(100, cosine)}. Values without a name take
 * the settings in their order; what is not given stays as usual.
 *
 * @param <T> what is read, for instance an activation
 */
final class PlugInReader<T extends PlugIn> {
  private final String what;
  private final SortedSet<String> kinds;
  private final Map<String, Config> usual;
  private final Function<Config.Nested, T> factory;

  /**
   * A reader.
   *
   * @param what how messages call it, such as {@code activation}
   * @param kinds all that the factory knows
   * @param usual plug-ins with the settings that are meant where none are given
   * @param factory makes one
   */
  PlugInReader(
      String what,
      SortedSet<String> kinds,
      List<? extends T> usual,
      Function<Config.Nested, T> factory) {
    this.what = what;
    this.kinds = kinds;
    this.usual = usual.stream().collect(Collectors.toMap(PlugIn::kind, PlugIn::config));
    this.factory = factory;
  }

  /**
   * The plug-in that a text describes.
   *
   * @throws IllegalArgumentException if there is none, with a message that says what to write
   */
  T read(String text) {
    return read(text, Map.of());
  }

  /**
   * The plug-in that a text describes.
   *
   * @param given settings that options of their names give
   * @throws IllegalArgumentException also if the text gives one of these, or there is none of them
   */
  T read(String text, Map<String, Double> given) {
    Text reader = new Text(text);
    Config.Nested nested = nested(reader, given);
    reader.requireEnd();
    T made = made(text, nested);
    // A factory may leave settings alone that it does not know.
    if (!made.config().settings().keySet().containsAll(given.keySet())) {
      throw new IllegalArgumentException(
          Message.settings(what, nested.kind(), made.config().settings().keySet())
              + "; leave out "
              + Message.options(given.keySet()));
    }
    return made;
  }

  private T made(String text, Config.Nested nested) {
    try {
      return factory.apply(nested);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "'" + text + "' cannot be made: " + refused.getMessage(), refused);
    }
  }

  private Config.Nested nested(Text text, Map<String, Double> given) {
    String kind = text.word();
    if (!kinds.contains(kind)) {
      throw new IllegalArgumentException(
          "no " + what + " has the name '" + kind + "'; choose one of " + String.join(", ", kinds));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    Config known = usual.get(kind);
    if (known != null) {
      settings.putAll(known.settings());
    }
    if (text.skip('(')) {
      Iterator<String> inOrder = new ArrayList<>(settings.keySet()).iterator();
      do {
        requireNotGiven(readSetting(kind, text, settings, inOrder, known != null), text, given);
      } while (text.skip(','));
      text.require(')');
    }
    settings.putAll(given);
    return new Config.Nested(kind, config(settings));
  }

  private void requireNotGiven(String name, Text text, Map<String, Double> given) {
    if (given.containsKey(name)) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " and --"
              + name
              + " both give the "
              + name
              + "; leave it out of one of them: "
              + text
              + ", "
              + given.get(name));
    }
  }

  /** The name of the setting that was read. */
  private String readSetting(
      String kind,
      Text text,
      Map<String, Object> settings,
      Iterator<String> inOrder,
      boolean closed) {
    String name = text.nameBeforeEquals();
    if (name == null) {
      if (!inOrder.hasNext()) {
        throw new IllegalArgumentException(
            Message.settings(what, kind, settings.keySet()) + "; write (name=value): " + text);
      }
      name = inOrder.next();
    } else if (closed && !settings.containsKey(name)) {
      throw new IllegalArgumentException(
          Message.settings(what, kind, settings.keySet()) + ", not '" + name + "': " + text);
    }
    settings.put(name, value(text, settings.get(name)));
    return name;
  }

  private Object value(Text text, @Nullable Object usualValue) {
    if (usualValue instanceof Config.Nested) {
      return nested(text, Map.of());
    }
    String word = text.word();
    if (usualValue instanceof Double) {
      return number(word, text);
    }
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    if (usualValue == null) {
      try {
        return Double.valueOf(word);
      } catch (NumberFormatException noNumber) {
        return word;
      }
    }
    return word;
  }

  private static Double number(String word, Text text) {
    try {
      return Double.valueOf(word);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(
          "a number is needed where '" + word + "' is, in " + text, noNumber);
    }
  }

  private static Config config(Map<String, Object> settings) {
    Config config = Config.EMPTY;
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      Object value = setting.getValue();
      if (value instanceof Double number) {
        config = config.with(setting.getKey(), number.doubleValue());
      } else if (value instanceof Boolean flag) {
        config = config.with(setting.getKey(), flag.booleanValue());
      } else if (value instanceof Config.Nested nested) {
        config = config.with(setting.getKey(), nested);
      } else {
        config = config.with(setting.getKey(), String.valueOf(value));
      }
    }
    return config;
  }

  /** What several messages say alike. */
  private static final class Message {
    static String settings(String what, String kind, Iterable<String> names) {
      String all = String.join(", ", names);
      return "the " + what + " " + kind + " has " + (all.isEmpty() ? "no settings" : all);
    }

    static String options(Collection<String> names) {
      return names.stream().map(name -> "--" + name).collect(Collectors.joining(", "));
    }
  }

  /** A text and how far it has been read. */
  private static final class Text {
    private static final String MARKS = "(),=";

    private final String text;
    private int at;

    Text(String text) {
      this.text = text.replaceAll("\\s", "");
    }

    String word() {
      int from = at;
      while (at < text.length() && MARKS.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    /** The name in {@code name=value}; null, and nothing is read, if there is none. */
    @Nullable String nameBeforeEquals() {
      int from = at;
      String name = word();
      if (skip('=')) {
        return name;
      }
      at = from;
      return null;
    }

    boolean skip(char expected) {
      boolean found = at < text.length() && text.charAt(at) == expected;
      at += found ? 1 : 0;
      return found;
    }

    void require(char expected) {
      if (!skip(expected)) {
        throw new IllegalArgumentException(
            "'" + expected + "' is needed at character " + (at + 1) + " of " + this);
      }
    }

    void requireEnd() {
      if (at < text.length()) {
        throw new IllegalArgumentException(
            "nothing can follow character " + at + " of " + this + "; one looks like name(0.1)");
      }
    }

    /** In quotation marks. */
    @Override
    public String toString() {
      return "'" + text + "'";
    }
  }
}
