package nn.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where results go. */
final class OutputChoice {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for history.csv, summary.json and the pictures. Default: nn-out/ and the command's"
              + " name.")
  @Nullable Path folder;

  @Option(names = "--no-pictures", description = "Draw no pictures.")
  boolean noPictures;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  ResultFolder open(String command) {
    return ResultFolder.open(folder != null ? folder : Path.of("nn-out", command));
  }
}
