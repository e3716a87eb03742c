package nn.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A script by which a shell completes commands, options and files. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete commands and options with the tabulator.",
      "",
      "For this shell: source <(./nn completion)",
      "For all to come: ./nn completion > nn-completion, and source that file in ~/.bashrc; in"
          + " ~/.zshrc after autoload -U compinit bashcompinit; compinit; bashcompinit"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Screen screen;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec CommandSpec spec;

  CompletionCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    CommandSpec tool = spec.root();
    screen.out().print(AutoComplete.bash(tool.name(), tool.commandLine()));
    screen.out().flush();
    return ExitCode.DONE;
  }
}
