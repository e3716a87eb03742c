package nn.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which records test and do not train. */
final class TestOptions {

  @Option(
      names = "--test-share",
      paramLabel = "X",
      defaultValue = "0.2",
      description =
          "Share of the records, drawn from each class, that test and do not train. Default:"
              + " ${DEFAULT-VALUE}.")
  double testShare;

  @Option(
      names = "--test",
      paramLabel = "FILE.csv",
      description = "Records that test, in a file of their own with the same columns.")
  @Nullable Path test;

  @Option(
      names = "--split-column",
      paramLabel = "COLUMN",
      description = "The column whose cells say train or test; it is no feature.")
  @Nullable String splitColumn;

  /** Leaves the column that splits out of the features. */
  void ignoreSplitColumn(DataOptions options) {
    if (splitColumn != null) {
      options.ignore(splitColumn);
    }
  }

  /** Refuses numbers out of their ranges. */
  void check(WrongUse wrongUse) {
    wrongUse.require(
        testShare >= 0 && testShare < 1,
        "--test-share must be at least 0 and below 1: " + testShare);
    wrongUse.require(
        test == null || splitColumn == null,
        "--test and --split-column cannot both say which records test: "
            + test
            + ", "
            + splitColumn);
  }
}
