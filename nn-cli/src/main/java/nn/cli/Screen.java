package nn.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where the tool prints.
 *
 * @param out results
 * @param err progress, warnings and errors
 * @param interactive whether {@code err} is a terminal on which a line can be drawn again
 * @param columns how many characters a line of the terminal has
 */
record Screen(PrintWriter out, PrintWriter err, boolean interactive, int columns) {

  /** Of the usual width. */
  Screen(PrintWriter out, PrintWriter err, boolean interactive) {
    this(out, err, interactive, Terminal.USUAL_COLUMNS);
  }

  static Screen standard() {
    return new Screen(
        new PrintWriter(System.out, true, encoding("stdout.encoding")),
        new PrintWriter(System.err, true, encoding("stderr.encoding")),
        Terminal.isStandardError(),
        Terminal.columns(System.getenv("COLUMNS")));
  }

  /** What the terminal expects; JDK 17 only tells what the machine's locale does. */
  private static Charset encoding(String property) {
    return Charset.forName(
        System.getProperty(property, System.getProperty("native.encoding", "UTF-8")));
  }

  void warn(String message) {
    err.println("nn: warning: " + message);
  }
}
