package nn.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Elements, attributes and text, of which any may come from a stranger's file: nothing but this
 * class writes a mark. What comes out is HTML and well-formed XML alike.
 */
public final class Markup {
  private static final int REPLACEMENT = 0xfffd;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  Markup() {}

  /**
   * Begins an element.
   *
   * @param attributes names and values in turns
   */
  Markup open(String element, String... attributes) {
    start(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Ends the element that was begun last. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    if (open.size() <= 3) {
      out.append('\n');
    }
    return this;
  }

  /** An element that has no content, such as {@code meta} or {@code path}. */
  Markup empty(String element, String... attributes) {
    start(element, attributes);
    out.append("/>");
    return this;
  }

  /** An element that has text alone. */
  Markup leaf(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** Text, escaped. */
  Markup text(String text) {
    escape(text);
    return this;
  }

  private void start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    text.codePoints().forEach(this::escape);
  }

  private void escape(int character) {
    switch (character) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isAllowed(character) ? character : REPLACEMENT);
    }
  }

  /** <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, production 2</a>. */
  private static boolean isAllowed(int character) {
    return character == '\t'
        || character == '\n'
        || (character >= 0x20 && character <= 0xd7ff)
        || (character >= 0xe000 && character <= 0xfffd)
        || character >= 0x10000;
  }

  /** All of it; every element must have ended. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("markup: every element must be closed: " + open);
    }
    return out.toString();
  }
}
