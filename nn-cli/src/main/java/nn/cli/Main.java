package nn.cli;

import nn.cli.chart.PngWriter;

/** Entry point of the command-line tool. */
public final class Main {
  private Main() {}

  /** Runs the tool and ends the JVM with its exit code. */
  public static void main(String[] args) {
    // Pictures go to files; a JVM on a desktop would otherwise connect to the display.
    System.setProperty("java.awt.headless", "true");
    Screen screen = Screen.standard();
    int exitCode = Tool.commandLine(screen, new PngWriter()).execute(args);
    screen.out().flush();
    screen.err().flush();
    System.exit(exitCode);
  }
}
