package nn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import nn.cli.chart.PictureWriter;
import nn.cli.chart.PngWriter;

/**
 * One execution of the tool with what it printed.
 *
 * @param exitCode its exit code
 * @param out standard output
 * @param err standard error
 */
record Run(int exitCode, String out, String err) {

  static Run nn(String... arguments) {
    return nn(new PngWriter(), false, arguments);
  }

  static Run nn(PictureWriter pictures, boolean interactive, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), interactive);
    int exitCode = Tool.commandLine(screen, pictures).execute(arguments);
    screen.out().flush();
    screen.err().flush();
    return new Run(exitCode, out.toString(), err.toString());
  }
}
