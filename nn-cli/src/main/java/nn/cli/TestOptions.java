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

  /** Refuses numbers out of their ranges. */
  void check(WrongUse wrongUse) {
    wrongUse.require(
        testShare >= 0 && testShare < 1,
        "--test-share must be at least 0 and below 1: " + testShare);
  }
}
