package nn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that name images to learn in place of a table. */
final class ImageOptions {

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description =
          "Images to learn in place of a table: an IDX file such as MNIST's, or its gzip.")
  @Nullable Path images;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Their classes, numbers from 0 on, in an IDX file.")
  @Nullable Path labels;

  @Option(names = "--test-images", paramLabel = "FILE", description = "Images that test.")
  @Nullable Path testImages;

  @Option(names = "--test-labels", paramLabel = "FILE", description = "Their classes.")
  @Nullable Path testLabels;

  @Option(
      names = "--held-out",
      paramLabel = "N",
      description =
          "So many images at the end of the files validate and do not train, in place of a share that"
              + " --validation draws.")
  @Nullable Integer heldOut;

  /** Whether images are learnt. */
  boolean isGiven() {
    return Stream.of(images, labels, testImages, testLabels).anyMatch(Objects::nonNull);
  }

  /** The files whose images train. */
  List<Path> trainingFiles() {
    return Stream.of(images, labels).filter(Objects::nonNull).toList();
  }

  /** Refuses what is said of images that are not given. */
  void requireNone(WrongUse wrongUse) {
    wrongUse.require(heldOut == null, "--held-out needs --images and --labels: " + heldOut);
  }

  /** Refuses what does not go together. */
  void check(WrongUse wrongUse, DataOptions table, TrainingOptions training) {
    List<String> ofTables = ofTables(wrongUse, table);
    wrongUse.require(
        ofTables.isEmpty(),
        "--images is in place of a table; leave out " + String.join(", ", ofTables));
    wrongUse.require(
        images != null && labels != null, "--images and --labels are needed, both of them");
    wrongUse.require(
        (testImages == null) == (testLabels == null),
        "--test-images and --test-labels are needed, both or none of them");
    wrongUse.require(heldOut == null || heldOut >= 1, "--held-out must be at least 1: " + heldOut);
    wrongUse.require(
        heldOut == null || training.validation == null,
        "--held-out and --validation both say which images validate; leave out one of them");
  }

  /** What was given and says something of a table alone. */
  private static List<String> ofTables(WrongUse wrongUse, DataOptions table) {
    ParseResult given = wrongUse.spec().commandLine().getParseResult();
    Stream<String> options =
        Stream.of(new DataOptions(), new TestOptions())
            .flatMap(all -> CommandSpec.forAnnotatedObject(all).options().stream())
            .map(OptionSpec::longestName)
            .filter(given::hasMatchedOption);
    return Stream.concat(Stream.of("FILE.csv").filter(file -> table.file != null), options)
        .toList();
  }
}
