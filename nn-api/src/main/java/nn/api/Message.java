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

  /**
   * A text with its control characters as {@code \\u000a}: what a file calls something may have
   * line ends, and what a terminal takes for a command.
   */
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? of("\\u%04x", (int) c) : String.valueOf(c));
    }
    return line.toString();
  }
}
