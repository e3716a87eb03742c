package nn.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where tables go, of a command that draws nothing. */
final class FolderChoice {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results. Default: nn-out/ and the command's name.")
  @Nullable Path folder;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  ResultFolder open(String command) {
    return ResultFolder.open(folder != null ? folder : Path.of("nn-out", command));
  }
}
