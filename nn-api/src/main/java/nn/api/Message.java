package nn.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Texts of messages, with the same digits and letters everywhere. */
public final class Message {

  private Message() {}

  /**
   * {@link String#format} in {@link Locale#ROOT}, for instance {@code Message.of("matmul: a is %s",
   * a)}.
   */
  public static String of(String format, @Nullable Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
