package nn.cli;

import java.util.Arrays;
import java.util.List;
import nn.api.provider.BackendException;
import nn.core.check.DifferenceException;
import nn.core.selection.SelectionException;
import nn.core.training.DivergedException;
import nn.io.file.FileFormatException;
import nn.io.table.TableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command into one line that says what to do, and an exit code. */
final class ErrorLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Screen screen;
  private final Tool tool;

  ErrorLine(Screen screen, Tool tool) {
    this.screen = screen;
    this.tool = tool;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    ParameterException first = misspelt(wrong);
    String message = String.valueOf(first.getMessage()).replaceAll("\\.$", "");
    if (first instanceof UnmatchedArgumentException unknown) {
      message += advice(unknown);
    }
    print(message + "; see ./nn help" + commandOf(wrong.getCommandLine()));
    // Parsing may have ended before it came to the option.
    tool.verbose |= Arrays.asList(args).contains(Tool.VERBOSE);
    trace(wrong);
    return ExitCode.WRONG_USE;
  }

  /**
   * An option that nobody knows is the one to tell of: it may be meant for the one that is missing,
   * and what follows it for its value.
   */
  private static ParameterException misspelt(ParameterException wrong) {
    CommandLine commandLine = wrong.getCommandLine();
    List<String> unknown =
        commandLine.getUnmatchedArguments().stream().filter(word -> word.startsWith("-")).toList();
    boolean explained =
        wrong instanceof MissingParameterException || wrong instanceof UnmatchedArgumentException;
    return explained && !unknown.isEmpty()
        ? new UnmatchedArgumentException(commandLine, unknown)
        : wrong;
  }

  /** What may have been meant, and else what there is. */
  private static String advice(UnmatchedArgumentException unknown) {
    List<String> similar = unknown.getSuggestions();
    CommandLine commandLine = unknown.getCommandLine();
    String meant = similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    return isTop(commandLine)
        ? meant + "; the commands are " + commandLine.getSubcommands().keySet()
        : meant;
  }

  /** Runs the command; too little memory is no fault of the tool's and ends like other failures. */
  int runWithinMemory(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError full) {
      print(
          "out of memory ("
              + full.getMessage()
              + "): choose smaller layers or a smaller batch, or give Java more, such as"
              + " NN_JAVA_OPTS=-Xmx8g");
      trace(full);
      return ExitCode.FAILED;
    }
  }

  private static boolean isTop(CommandLine commandLine) {
    return commandLine.getParent() == null;
  }

  private static String commandOf(CommandLine commandLine) {
    return isTop(commandLine) ? "" : " " + commandLine.getCommandName();
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    int exitCode = ExitCode.FAILED;
    if (failure instanceof ParameterException wrong) {
      return handleParseException(wrong, new String[0]);
    }
    if (failure instanceof ToolException known) {
      print(known.getMessage());
      exitCode = known.exitCode();
    } else if (failure instanceof BackendException backend) {
      exitCode = print(backend);
    } else if (failure instanceof TableException table) {
      print(TableHint.message(table));
    } else if (failure instanceof FileFormatException
        || failure instanceof DivergedException
        || failure instanceof DifferenceException) {
      print(failure.getMessage());
    } else if (failure instanceof SelectionException
        && failure.getCause() instanceof IllegalArgumentException) {
      print(failure.getMessage() + "; choose other settings");
    } else {
      print(
          "unexpected "
              + failure
              + (tool.verbose ? "" : "; run again with --verbose to see where, and report it"));
    }
    trace(failure);
    return exitCode;
  }

  /** The first line says it all where the name is wrong; else the other backends are of use. */
  private int print(BackendException failure) {
    List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
    print(lines.get(0));
    boolean unknownName = failure.code().equals("NN-102");
    if (!unknownName) {
      lines.subList(1, lines.size()).forEach(screen.err()::println);
    }
    return unknownName ? ExitCode.WRONG_USE : ExitCode.FAILED;
  }

  private void print(@Nullable String message) {
    screen.err().println("nn: " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
  }

  private void trace(Throwable failure) {
    if (tool.verbose) {
      failure.printStackTrace(screen.err());
    }
    screen.err().flush();
  }
}
