package nn.bench;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import nn.api.provider.BackendException;
import picocli.CommandLine;

/** Entry point of {@code ./nn bench}. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    PrintWriter out = new PrintWriter(System.out, true, encoding("stdout.encoding"));
    PrintWriter err = new PrintWriter(System.err, true, encoding("stderr.encoding"));
    int exitCode = commandLine(out, err).execute(args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  private static Charset encoding(String property) {
    return Charset.forName(
        System.getProperty(property, System.getProperty("native.encoding", "UTF-8")));
  }

  /** The command, ready to execute arguments. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new RateCommand())
        .addSubcommand(new PeersCommand())
        .addSubcommand(new GuardCommand())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(
            (wrong, args) -> {
              String message = String.valueOf(wrong.getMessage()).replaceAll("\\.$", "");
              err.println("nn: " + message + "; see ./nn bench --help");
              return WRONG_USE;
            })
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              if (failure instanceof CommandLine.ParameterException wrong) {
                return commandLine
                    .getParameterExceptionHandler()
                    .handleParseException(wrong, args(parsed));
              }
              boolean known =
                  failure instanceof BackendException
                      || failure instanceof FileSystemException
                      || failure instanceof Refusal;
              err.println("nn: " + (known ? failure.getMessage() : "unexpected " + failure));
              return FAILED;
            });
  }

  private static String[] args(CommandLine.ParseResult parsed) {
    return parsed.originalArgs().toArray(String[]::new);
  }
}
