package nn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import nn.io.table.CsvTable;
import nn.io.table.Table;
import nn.io.table.TableModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A saved model, and which records it is to look at. */
final class JudgedOptions {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model that 'train --save' or a program has saved.")
  Path model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA.csv",
      description = "The table, or - for standard input.")
  @Nullable Path file;

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "Images in place of a table, in an IDX file.")
  @Nullable Path images;

  @Option(names = "--labels", paramLabel = "FILE", description = "Their classes.")
  @Nullable Path labels;

  @Mixin CsvOptions csvOptions;
  @Mixin BackendChoice backendChoice;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Refuses what does not go together. */
  void check(WrongUse wrongUse, boolean needsLabels) {
    wrongUse.require(
        (file == null) != (images == null), "one of DATA.csv and --images is needed, not both");
    wrongUse.require(
        labels == null || images != null, "--labels are those of --images, which are not given");
    wrongUse.require(
        !needsLabels || images == null || labels != null, "--images need their --labels");
  }

  boolean isImages() {
    return images != null;
  }

  /**
   * The table, or the images as one.
   *
   * @param command for messages
   * @param judge for which they are
   */
  Table table(String command, TableModel judge) throws IOException {
    if (images != null) {
      ImageTable table = LabelledImages.table(command, images);
      LabelledImages.requirePixels(
          command, table.images().width(), judge.encoding().inputs().size());
      return table;
    }
    Path table = Objects.requireNonNull(file, "file");
    return table.equals(STANDARD_INPUT)
        ? CsvTable.read("standard input", System.in, csvOptions.format(command))
        : csvOptions.read(command, table);
  }
}
