package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private static final Path IRIS = Path.of("../examples/data/iris.csv");

  @TempDir Path folder;

  @Test
  void irisIsLearntWithTheDefaults() throws IOException {
    Run run = train(IRIS, "species");

    assertTrue(number("holdoutAccuracy") > 0.93, run.out());
    assertTrue(summary().contains("\"layers\" : [ 4, 200, 3 ]"), summary());
    assertTrue(summary().contains("\"task\" : \"multiclass\""), summary());
    assertEquals(
        List.of(
            "accuracy.png", "cost.png", "data.png", "history.csv", "report.html", "summary.json"),
        MoonsCommandTest.files(folder.resolve("out")));
    assertTrue(summary().contains("\"epochs\" : 500"), summary());
    assertTrue(summary().contains("\"iterations\" : 2000"), summary()); // 120 records by 32: 4
    assertTrue(run.out().contains("balanced-accuracy 0.9"), run.out());
    assertTrue(
        run.out().contains("  Iris-setosa     1.0000     1.0000     1.0000         10"), run.out());
    assertTrue(run.err().contains("3 classes (Iris-setosa"), run.err());
    assertEquals(501, Files.readAllLines(folder.resolve("out").resolve("history.csv")).size());
  }

  @Test
  void aColumnOfIdentifiersIsWarnedOf() throws IOException {
    Run run =
        nn(
            table("x,id,kind", i -> number(i) + ",record-" + i + "," + (i < 20)),
            "kind",
            "--epochs",
            "1");
    assertTrue(
        run.err()
            .contains(
                "nn: warning: column 'id' has 40 categories in 40 records, so the network may learn"
                    + " them by heart; leave it out with --ignore id"),
        run.err());
  }

  @Test
  void theReportShowsRecordsAsTheyStandInTheFile() throws IOException {
    Path table =
        table("size,town,price", i -> number(i) + (i % 2 == 0 ? ",Oslo," : ",<Bergen>,") + i);
    train(table, "price", "--test-share", "0.5", "--no-pictures");
    String report = Files.readString(folder.resolve("out/report.html"));
    assertTrue(report.contains("<td class=\"text\">&lt;Bergen&gt;</td>"), report);
    assertTrue(report.contains("<h2>Residuals</h2>"), report);
    assertTrue(report.contains("<h2>Largest errors</h2>"), report);
    assertTrue(report.contains(text("weightsSha256")), report);
  }

  @Test
  void twoNumericFeaturesGetABoundary() throws IOException {
    train(table("x,y,kind", i -> number(i) + "," + number(i * 7 % 40) + "," + (i < 20)), "kind");
    assertTrue(MoonsCommandTest.files(folder.resolve("out")).contains("boundary.png"));
    assertTrue(summary().contains("\"classes\" : [ \"false\", \"true\" ]"), summary());
    assertTrue(summary().contains("\"layers\" : [ 2, 200, 1 ]"), summary());
    String report = Files.readString(folder.resolve("out/report.html"));
    assertTrue(report.contains("<h2>Decision boundary</h2>"), report);
    assertTrue(report.contains("<h2>Confusion of test records</h2>"), report);
    assertTrue(report.contains("<h2>Sample predictions</h2>"), report);
  }

  @Test
  void theBoundaryOfAnEarlierRunGoes() throws IOException {
    twoNumericFeaturesGetABoundary();
    train(IRIS, "species", "--epochs", "1");
    assertTrue(!MoonsCommandTest.files(folder.resolve("out")).contains("boundary.png"));
  }

  @Test
  void numbersAreJudgedInTheirOwnUnit() throws IOException {
    Path table =
        table(
            "size,town,price",
            i -> number(i) + "," + (i % 2 == 0 ? "Oslo" : "\"Mo, i Rana\"") + "," + 1000 * i);
    Run run = train(table, "price");

    assertTrue(summary().contains("\"task\" : \"regression\""), summary());
    assertTrue(summary().contains("\"town=Mo, i Rana\""), summary());
    assertTrue(summary().contains("\"accuracy\" : null"), summary());
    assertTrue(number("r2") > 0.98, run.out());
    assertTrue(number("rmse") > 1 && number("rmse") < 2000, run.out());
    assertTrue(number("mae") <= number("rmse"), run.out());
    assertTrue(run.out().lines().anyMatch(line -> line.startsWith("r2 ")), run.out());
    assertEquals(
        List.of("cost.png", "data.png", "history.csv", "report.html", "summary.json"),
        MoonsCommandTest.files(folder.resolve("out")));
    assertTrue(Files.readAllLines(folder.resolve("out/history.csv")).get(1).endsWith(","));
  }

  /** In the unit of the prices, as at the end. */
  @Test
  void numbersAreValidatedInTheirOwnUnit() throws IOException {
    Path table = table("size,price", i -> number(i) + "," + 1000 * i);
    train(table, "price", "--validation", "0.3", "--epochs", "30", "--no-pictures");
    List<String> lines = Files.readAllLines(folder.resolve("out/history.csv"));
    assertEquals(
        "iteration,cost,accuracy,validation-cost,validation-rmse,validation-mae,validation-r2",
        lines.get(0));
    double mae = Double.parseDouble(lines.get(1).split(",", -1)[5]);
    assertTrue(mae > 100 && mae < 40_000, lines.get(1));
  }

  @Test
  void optionsReachTheTraining() throws IOException {
    Run run =
        nn(
            IRIS,
            "species",
            "--layers",
            "7",
            "--activation",
            "leaky-relu",
            "--epochs",
            "3",
            "--batch",
            "all",
            "--test-share",
            "0",
            "--ignore",
            "sepal_width",
            "--dtype",
            "float32",
            "--no-pictures");
    assertTrue(summary().contains("\"layers\" : [ 3, 7, 3 ]"), summary());
    assertTrue(summary().contains("\"dtype\" : \"float32\""), summary());
    assertTrue(summary().contains("\"test\" : null"), summary());
    assertTrue(run.err().contains("iteration 3/3"), run.err());
    assertEquals(
        List.of("history.csv", "report.html", "summary.json"),
        MoonsCommandTest.files(folder.resolve("out")));
  }

  @Test
  void everyOptionOfTrainingIsTaken() throws IOException {
    Run run =
        train(
            IRIS,
            "species",
            "--epochs",
            "40",
            "--optimizer",
            "momentum(nesterov=true)",
            "--learning-rate",
            "0.02",
            "--schedule",
            "warm-up(10, cosine)",
            "--dropout",
            "0.1",
            "--batch-norm",
            "--l2",
            "0.001",
            "--l1",
            "0.0001",
            "--clip",
            "1",
            "--validation",
            "0.2",
            "--early-stopping",
            "10",
            "--class-weight",
            "1,2,3",
            "--metrics",
            "f1-macro,matthews",
            "--activation",
            "leaky-relu(0.1)",
            "--no-pictures");
    assertTrue(run.out().contains("matthews"), run.out());
    assertTrue(run.out().contains("bestEpoch"), run.out());
    String header = Files.readAllLines(folder.resolve("out/history.csv")).get(0);
    assertEquals(
        "iteration,cost,accuracy,validation-cost,validation-accuracy,validation-f1-macro,"
            + "validation-matthews",
        header);
    assertTrue(summary().contains("\"schedule\" : \"warm-up(10, cosine)\""), summary());
    assertTrue(summary().contains("\"earlyStopping\" : 10"), summary());
  }

  @Test
  void recordsOfAFileOfTheirOwnMayTest() throws IOException {
    train(IRIS, "species", "--test", IRIS.toString(), "--epochs", "1", "--no-pictures");
    assertTrue(summary().contains("\"trainRecords\" : 150"), summary());
    assertTrue(summary().contains("\"testRecords\" : 150"), summary());
  }

  /** Its 430,000 records of 5,000 inputs are more numbers than an array holds. */
  @Test
  void aFileThatTestsIsNamedIfItCannotBeUsed() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,c,d,e,kind"));
    for (int i = 0; i < 1000; i++) {
      lines.add(String.join(",", Collections.nCopies(5, "c" + i)) + "," + (i < 500));
    }
    Path table = Files.write(folder.resolve("table.csv"), lines);
    Path large =
        Files.writeString(
            folder.resolve("large.csv"),
            "a,b,c,d,e,kind\n" + "c0,c0,c0,c0,c0,true\n".repeat(430_000));
    Run run = nn(table, "kind", "--test", large.toString(), "--epochs", "1", "--layers", "1");
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    assertTrue(
        run.err()
            .startsWith("nn: train: --test " + large + ": encode: all inputs must fit in an array"),
        run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  /** The target has nothing to do with the feature. */
  @Test
  void aNetworkThatLearntNothingIsKeptAndSaidSo() throws IOException {
    Path table = table("x,kind", i -> number(i * 7 % 40) + "," + (i % 2 == 0));
    Run run = nn(table, "kind", "--epochs", "3", "--test-share", "0.5", "--no-pictures");
    assertEquals(ExitCode.LEARNT_NOTHING, run.exitCode(), run.out());
    assertTrue(run.err().contains("nn: warning: "), run.err());
    assertTrue(summary().contains("\"findings\" : ["), summary());
  }

  @Test
  void twoRunsGiveTheSameWeights() throws IOException {
    train(IRIS, "species", "--epochs", "5", "--no-pictures");
    String first = text("weightsSha256");
    train(IRIS, "species", "--epochs", "5", "--no-pictures");
    assertEquals(first, text("weightsSha256"));
    train(IRIS, "species", "--epochs", "5", "--no-pictures", "--seed", "1");
    assertTrue(!first.equals(text("weightsSha256")));
  }

  /** Forty records. */
  private Path table(String header, IntFunction<String> record) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    for (int i = 0; i < 40; i++) {
      lines.add(record.apply(i));
    }
    return Files.write(folder.resolve("table.csv"), lines);
  }

  private static String number(int i) {
    return String.format(Locale.ROOT, "%.2f", i / 3.0);
  }

  private Run train(Path file, String target, String... more) {
    Run run = nn(file, target, more);
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    return run;
  }

  private Run nn(Path file, String target, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                file.toString(),
                "--target",
                target,
                "--backend",
                "naive",
                "--out",
                folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return Run.nn(arguments.toArray(String[]::new));
  }

  private String summary() throws IOException {
    return Files.readString(folder.resolve("out/summary.json"));
  }

  private double number(String key) throws IOException {
    return Double.parseDouble(text(key));
  }

  /** The last value of a key: of the test records where train and test have it. */
  private String text(String key) throws IOException {
    Matcher matcher = Pattern.compile("\"" + key + "\" : \"?([^\",\\s\\[]+)").matcher(summary());
    String found = "";
    while (matcher.find()) {
      found = String.valueOf(matcher.group(1));
    }
    return found;
  }
}
