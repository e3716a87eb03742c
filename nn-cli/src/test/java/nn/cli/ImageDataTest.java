package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.activation.Relu;
import nn.core.activation.Softmax;
import nn.core.data.DataSet;
import nn.core.metric.Metrics;
import nn.core.optimiser.Adam;
import nn.core.training.EarlyStopping;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images from IDX files on the command line. */
class ImageDataTest {
  private static final int SIDE = 4;
  private static final int PIXELS = SIDE * SIDE;
  private static final int CLASSES = 3;

  @TempDir Path folder;

  /** Each class has a bright row of its own. */
  private static int pixel(int record, int pixel) {
    int noise = (record * 31 + pixel * 17) % 60;
    return pixel / SIDE == record % CLASSES ? 180 + noise : noise;
  }

  private Path images(String name, int records, int side) throws IOException {
    return idx(name, new int[] {records, side, side});
  }

  private Path labels(String name, int records) throws IOException {
    return idx(name, new int[] {records});
  }

  /** Yann LeCun's format: two zeros, type 8, the number of extents, these, the bytes. */
  private Path idx(String name, int[] extents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      data.writeInt(0x0800 + extents.length);
      for (int extent : extents) {
        data.writeInt(extent);
      }
      int width = extents.length == 1 ? 1 : extents[1] * extents[2];
      for (int record = 0; record < extents[0]; record++) {
        for (int i = 0; i < width; i++) {
          data.writeByte(extents.length == 1 ? record % CLASSES : pixel(record, i));
        }
      }
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private String[] train(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--images",
                images("images", 90, SIDE).toString(),
                "--labels",
                labels("labels", 90).toString(),
                "--backend",
                "naive",
                "--no-pictures",
                "--out",
                folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** What is written here is what a program would. */
  @Test
  void theWeightsAreThoseOfAProgramWithTheSameSettings() throws IOException {
    Run run =
        Run.nn(
            train(
                "--held-out",
                "15",
                "--layers",
                "9",
                "--dropout",
                "0.2",
                "--optimizer",
                "adam",
                "--learning-rate",
                "0.01",
                "--schedule",
                "constant",
                "--batch",
                "8",
                "--epochs",
                "4",
                "--early-stopping",
                "2",
                "--monitor",
                "accuracy",
                "--dtype",
                "float32",
                "--seed",
                "3"));
    assertTrue(run.out().contains(programsWeights()), run.out() + run.err());
    assertTrue(
        run.err().contains("16 pixels, 3 classes; 75 train, 15 validate, 0 test"), run.err());
  }

  private static String programsWeights() {
    long sum = 0;
    long squares = 0;
    for (int i = 0; i < 90 * PIXELS; i++) {
      int pixel = pixel(i / PIXELS, i % PIXELS);
      sum += pixel;
      squares += (long) pixel * pixel;
    }
    double mean = sum / (90.0 * PIXELS);
    double deviation = Math.sqrt(squares / (90.0 * PIXELS) - mean * mean);
    float shift = (float) (Math.round(mean / 255 * 1e4) / 1e4);
    float scale = (float) (Math.round(deviation / 255 * 1e4) / 1e4);
    try (Backend backend = Backends.open("naive", BackendOptions.defaults().dtype(DType.FLOAT32));
        Network network =
            Network.inputs(PIXELS)
                .dense(9, new Relu())
                .dropout(0.2)
                .dense(CLASSES, new Softmax())
                .seed(3)
                .build(backend)) {
      network.fit(
          data(0, 75, shift, scale),
          Training.epochs(4)
              .batch(8)
              .seed(3)
              .optimiser(new Adam(0.01))
              .validation(data(75, 15, shift, scale))
              .earlyStopping(EarlyStopping.patience(2).monitor(Metrics.accuracy())));
      return network.weightsSha256();
    }
  }

  private static DataSet data(int first, int records, float shift, float scale) {
    return DataSet.ofFloats(
        records,
        PIXELS,
        CLASSES,
        (record, features, targets) -> {
          for (int i = 0; i < PIXELS; i++) {
            features[i] = (pixel(first + record, i) / 255f - shift) / scale;
          }
          targets[(first + record) % CLASSES] = 1;
        });
  }

  @Test
  void imagesThatTestAreJudgedByClass() throws IOException {
    Run run =
        Run.nn(
            train(
                "--test-images",
                images("test-images", 30, SIDE).toString(),
                "--test-labels",
                labels("test-labels", 30).toString(),
                "--epochs",
                "40"));
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    assertTrue(run.out().contains("accuracy          1.000       1.000 "), run.out());
    String report = Files.readString(folder.resolve("out/report.html"));
    assertTrue(report.contains("<h2>Confusion of test images</h2>"), report);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("--images and --labels are needed", new String[] {"--images", "IMAGES"}),
        Arguments.of("in place of a table", new String[] {"x.csv", "--images", "IMAGES"}),
        Arguments.of(
            "in place of a table; leave out FILE.csv, --test-share, --test",
            Stream.concat(
                    Stream.of("x.csv"), Stream.of(images("--test", "y.csv", "--test-share", "0.3")))
                .toArray(String[]::new)),
        Arguments.of("leave out --split-column", images("--split-column", "part")),
        Arguments.of("leave out --target, --task", images("--target", "x", "--task", "binary")),
        Arguments.of("leave out --categorical", images("--categorical", "pixel0")),
        Arguments.of("leave out --ignore", images("--ignore", "pixel0")),
        Arguments.of("leave out --missing", images("--missing", "mean")),
        Arguments.of("leave out --unknown", images("--unknown", "zeros")),
        Arguments.of("leave out --separator", images("--separator", "tab")),
        Arguments.of("leave out --no-header", images("--no-header")),
        Arguments.of(
            "--test-images and --test-labels are needed", images("--test-images", "IMAGES")),
        Arguments.of("--held-out must be at least 1: 0", images("--held-out", "0")),
        Arguments.of("--held-out must leave an image", images("--held-out", "90")),
        Arguments.of("leave out one of them", images("--held-out", "9", "--validation", "0.1")),
        Arguments.of("no such file", new String[] {"--images", "none", "--labels", "LABELS"}));
  }

  private static String[] images(String... more) {
    return Stream.concat(Stream.of("--images", "IMAGES", "--labels", "LABELS"), Stream.of(more))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongOptionsAreRefused(String part, String... options) throws IOException {
    Run run = run(options);
    assertEquals(ExitCode.WRONG_USE, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(part), run.err());
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("one label for each image", new String[] {"--labels", "FEWER"}),
        Arguments.of(
            "as many pixels as those that trained",
            images("--test-images", "LARGER", "--test-labels", "LABELS")),
        Arguments.of(
            "two classes or more", new String[] {"--images", "ONE", "--labels", "ONE-LABEL"}));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void filesThatDoNotFitAreRefused(String part, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains("--images")) {
      all.addAll(0, List.of("--images", "IMAGES"));
    }
    Run run = run(all.toArray(String[]::new));
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    assertTrue(run.err().startsWith("nn: train: "), run.err());
    assertTrue(run.err().contains(part), run.err());
  }

  private Run run(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train"));
    for (String option : options) {
      arguments.add(
          switch (option) {
            case "IMAGES" -> images("images", 90, SIDE).toString();
            case "LABELS" -> labels("labels", 90).toString();
            case "FEWER" -> labels("fewer", 89).toString();
            case "LARGER" -> images("larger", 90, SIDE + 1).toString();
            case "ONE" -> images("one", 1, SIDE).toString();
            case "ONE-LABEL" -> labels("one-label", 1).toString();
            default -> option;
          });
    }
    arguments.addAll(List.of("--backend", "naive", "--out", folder.resolve("out").toString()));
    return Run.nn(arguments.toArray(String[]::new));
  }

  /** {@code transforms.Normalize((0.2860,), (0.3530,))} of the files' 47,040,000 pixels. */
  @Test
  void theScaleOfFashionMnistIsTheOneThatIsPublished() {
    PixelScale scale = PixelScale.of(47_040_000, 3_431_114_169L, 631_470_052_347L);
    assertEquals(new PixelScale(0.2860f, 0.3530f), scale);
    for (int pixel = 0; pixel < 256; pixel++) {
      assertEquals((pixel / 255f - 0.2860f) / 0.3530f, scale.input(pixel));
    }
    assertEquals(72.93, scale.standardiser(2).means()[1], 1e-9);
    assertEquals(90.015, scale.standardiser(2).deviations()[1], 1e-9);
  }

  @Test
  void blackImagesAreNotDividedByZero() {
    assertEquals(new PixelScale(0, 1), PixelScale.of(10, 0, 0));
  }
}
