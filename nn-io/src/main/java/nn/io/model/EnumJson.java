package nn.io.model;

import java.util.Locale;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;

/** Constants as texts: {@code exact-separate}. */
final class EnumJson {

  private EnumJson() {}

  static String write(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant that a member names.
   *
   * @throws JsonException if it names none
   */
  static <E extends Enum<E>> E read(Class<E> type, JsonObject json, String member) {
    for (E constant : type.getEnumConstants()) {
      if (write(constant).equals(json.text(member))) {
        return constant;
      }
    }
    throw json.wrong(member);
  }
}
