package nn.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which records test and do not train. */
final class TestOptions {
  private static final double USUAL_SHARE = 0.2;

  @Option(
      names = "--test-share",
      paramLabel = "X",
      description =
          "Share of the records, drawn from each class, that test and do not train. Default: 0.2.")
  @Nullable Double testShare;

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

  /** The share of the records that is drawn to test. */
  double share() {
    return testShare != null ? testShare : USUAL_SHARE;
  }

  /** Leaves the column that splits out of the features. */
  void ignoreSplitColumn(DataOptions options) {
    if (splitColumn != null) {
      options.ignore(splitColumn);
    }
  }

  /** Refuses numbers out of their ranges, and more than one way to split. */
  void check(WrongUse wrongUse) {
    wrongUse.require(
        share() >= 0 && share() < 1, "--test-share must be at least 0 and below 1: " + testShare);
    wrongUse.require(
        testShare == null || test == null,
        "--test-share and --test cannot both say which records test: " + testShare + ", " + test);
    wrongUse.require(
        testShare == null || splitColumn == null,
        "--test-share and --split-column cannot both say which records test: "
            + testShare
            + ", "
            + splitColumn);
    wrongUse.require(
        test == null || splitColumn == null,
        "--test and --split-column cannot both say which records test: "
            + test
            + ", "
            + splitColumn);
  }
}
