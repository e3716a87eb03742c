package nn.api.provider;

import org.jspecify.annotations.Nullable;

/** A value given from outside the program, and where it was given. */
record Setting(String value, String source) {

  /** The system property if it is set and not blank, else the environment variable, else null. */
  static @Nullable Setting find(String property, String variable) {
    String value = System.getProperty(property);
    if (value != null && !value.isBlank()) {
      return new Setting(value.trim(), "system property " + property);
    }
    value = System.getenv(variable);
    if (value != null && !value.isBlank()) {
      return new Setting(value.trim(), "environment variable " + variable);
    }
    return null;
  }
}
