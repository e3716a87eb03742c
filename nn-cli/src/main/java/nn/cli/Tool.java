package nn.cli;

import nn.cli.chart.PictureWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code nn} with its subcommands. */
@Command(
    name = "nn",
    description = "Trains neural networks on interchangeable matrix backends.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failure of input, backend, training or output",
      "2:wrong use: the command line has to be changed",
      "3:the network learnt nothing; its results are kept",
      "130:ended by Ctrl-C; the results of training are kept"
    },
    footer = {"", "In a checkout, ./nn bench measures backends side by side: ./nn bench --help"})
final class Tool implements Runnable {
  static final String VERBOSE = "--verbose";

  @Option(
      names = VERBOSE,
      description = "Show the stack trace of an error.",
      scope = CommandLine.ScopeType.INHERIT)
  boolean verbose;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  /** The tool, ready to execute arguments. */
  static CommandLine commandLine(Screen screen, PictureWriter pictures) {
    Tool tool = new Tool();
    CommandLine commandLine = new CommandLine(tool);
    commandLine.addSubcommand(new MoonsCommand(screen, pictures));
    commandLine.addSubcommand(new TrainCommand(screen, pictures));
    commandLine.addSubcommand(new PredictCommand(screen));
    commandLine.addSubcommand(new EvaluateCommand(screen));
    commandLine.addSubcommand(new DescribeCommand(screen));
    commandLine.addSubcommand(new ResumeCommand(screen, pictures));
    commandLine.addSubcommand(new ImportCommand(screen));
    commandLine.addSubcommand(new ExportCommand(screen));
    commandLine.addSubcommand(new CrossValidateCommand(screen));
    commandLine.addSubcommand(new SearchCommand(screen));
    commandLine.addSubcommand(new BackendsCommand(screen));
    commandLine.addSubcommand(new TckCommand(screen));
    commandLine.addSubcommand(new CompletionCommand(screen));
    commandLine.addSubcommand(new CommandLine.HelpCommand());
    ErrorLine errors = new ErrorLine(screen, tool);
    return commandLine
        .setOut(screen.out())
        .setErr(screen.err())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(errors::runWithinMemory)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command given; the commands are " + spec.subcommands().keySet());
  }
}
