package nn.tck;

import nn.api.network.Config;

/**
 * Reads a plug-in's kind and settings: {@code elu{alpha=1}}, {@code
 * dense{units=5,activation=tanh{},initialiser=uniform{scale=1}}}. A value is a number, {@code true}
 * or {@code false}, a plug-in if braces follow, and else a text.
 */
final class PlugInText {
  private final String text;
  private int at;

  private PlugInText(String text) {
    this.text = text;
  }

  /**
   * The kind and the settings that a text gives.
   *
   * @throws IllegalArgumentException if it cannot be read, or gives a setting twice
   */
  static Config.Nested parse(String text) {
    PlugInText reader = new PlugInText(text.replaceAll("\\s", ""));
    String kind = reader.word();
    Config.Nested read = new Config.Nested(kind, reader.settings());
    if (kind.isEmpty() || reader.at < reader.text.length()) {
      throw reader.unreadable();
    }
    return read;
  }

  private Config settings() {
    Config config = Config.EMPTY;
    if (!skip('{') || skip('}')) {
      return config;
    }
    do {
      String name = word();
      if (name.isEmpty() || !skip('=')) {
        throw unreadable();
      }
      config = with(config, name, word());
    } while (skip(','));
    if (!skip('}')) {
      throw unreadable();
    }
    return config;
  }

  private Config with(Config config, String name, String value) {
    if (value.isEmpty()) {
      throw unreadable();
    }
    if (at < text.length() && text.charAt(at) == '{') {
      return config.with(name, new Config.Nested(value, settings()));
    }
    if (value.equals("true") || value.equals("false")) {
      return config.with(name, Boolean.parseBoolean(value));
    }
    try {
      return config.with(name, Double.parseDouble(value));
    } catch (NumberFormatException noNumber) {
      return config.with(name, value);
    }
  }

  private String word() {
    int from = at;
    while (at < text.length() && "{}=,".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private boolean skip(char expected) {
    boolean found = at < text.length() && text.charAt(at) == expected;
    at += found ? 1 : 0;
    return found;
  }

  private IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "tck: no plug-in can be read at character "
            + (at + 1)
            + " of '"
            + text
            + "'; one looks like relu, or elu{alpha=1}, or"
            + " dense{units=5,activation=tanh{},initialiser=zeros{}}");
  }
}
