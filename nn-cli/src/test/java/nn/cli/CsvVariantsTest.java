package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as people have them: each trains, or is refused with the option that helps. */
class CsvVariantsTest {
  private static final String HEADER = "sepal_length,sepal_width,petal_length,petal_width,species";

  @TempDir Path folder;
  private List<String> iris;
  private Path table;

  @BeforeEach
  void setUp() throws IOException {
    iris = new ArrayList<>(Files.readAllLines(Path.of("../examples/data/iris.csv")));
    table = folder.resolve("table.csv");
  }

  @Test
  void emptyCell() throws IOException {
    iris.set(2, "4.9,,1.4,0.2,Iris-setosa");
    write(iris);
    refused(
        "line 3, column 2 (sepal_width): the cell is empty; fill it in, remove the record, or choose a"
            + " policy for missing cells (--missing sepal_width=mean or most-frequent)");
    trains("--missing", "sepal_width=mean");
    assertTrue(summary().contains("\"sepal_width (missing)\""), summary());
  }

  @Test
  void na() throws IOException {
    iris.set(2, "4.9,NA,1.4,0.2,Iris-setosa");
    write(iris);
    refused("this is 'NA', which counts as missing", "--missing sepal_width=mean");
    trains("--missing", "most-frequent");
    refused(
        "a number is needed (such as -1.5 or 2e3), this is 'NA'",
        "(--categorical sepal_width)",
        "--missing-cells",
        "unknown");
  }

  @Test
  void semicolons() throws IOException {
    write(changed(line -> line.replace(',', ';')));
    Run run = trains();
    assertTrue(
        run.err().contains("table.csv: cells separated by semicolons, decimal points"), run.err());
    assertSameWeightsAsIris();
  }

  @Test
  void tabs() throws IOException {
    write(changed(line -> line.replace(',', '\t')));
    assertTrue(trains().err().contains("cells separated by tabs"));
    assertSameWeightsAsIris();
  }

  @Test
  void gz() throws IOException {
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(table))) {
      stream.write(String.join("\n", iris).getBytes(StandardCharsets.UTF_8));
    }
    assertTrue(trains().err().contains("table.csv: gzip"));
    assertSameWeightsAsIris();
  }

  @Test
  void latin1() throws IOException {
    List<String> lines = changed(line -> line.replace("Iris-setosa", "Sch\u00f6n"));
    Files.write(table, lines, StandardCharsets.ISO_8859_1);
    assertTrue(trains().err().contains("encoding windows-1252"));
    assertTrue(summary().contains("\"Sch\u00f6n\""), summary());
    trains("--encoding", "ISO-8859-1");
    refused("line 2: this is not UTF-8 text", "(--encoding NAME)", "--encoding", "UTF-8");
  }

  /** As a spreadsheet writes it where a comma is the decimal mark. */
  @Test
  void decimalComma() throws IOException {
    write(changed(line -> line.replace(',', ';').replace('.', ',')));
    assertTrue(trains().err().contains("cells separated by semicolons, decimal commas"));
    assertSameWeightsAsIris();
  }

  /** Which once became an input for each different number. */
  @Test
  void decimalCommaInQuotes() throws IOException {
    write(
        changed(
            line ->
                line.equals(HEADER)
                    ? line
                    : "\"" + line.replace(",", "\",\"").replace('.', ',') + "\""));
    Run run = trains();
    assertTrue(run.err().contains("decimal commas"), run.err());
    assertSameWeightsAsIris();
  }

  @Test
  void ambiguousDecimalMarksAreRefused() throws IOException {
    write(List.of("price;size;kind", "1,5;2.5;a", "2,5;3.5;b", "3,5;4.5;a"));
    refused(
        "some columns have decimal points ('2.5'",
        "(--decimal point or comma)",
        "--target",
        "kind");
    write(List.of("price;kind", "1,500;a", "12,250;b"));
    refused("or stand between thousands", "(--decimal point or comma)", "--target", "kind");
    write(List.of("price;kind", "1.234,50;a", "1.500,00;b"));
    refused(
        "this is '1.234,50'; write it with a decimal point and without marks between thousands",
        "(--decimal point or comma, or --categorical price)",
        "--target",
        "kind");
  }

  @Test
  void noHeader() throws IOException {
    write(iris.subList(1, iris.size()));
    refused(
        "there is no column 'species'; if the first line, 5.1, 3.5, 1.4, 0.2, Iris-setosa, is a record",
        "(--no-header)");
    Run run = trains("--no-header", "--target", "column5");
    assertTrue(run.err().contains("table.csv: no header"), run.err());
    assertSameWeightsAsIris();
    run = trains("--target", "Iris-setosa");
    assertTrue(
        run.err().contains("the first line looks like a record (5.1, 3.5, 1.4, 0.2, Iris-setosa)"),
        run.err());
    assertTrue(run.err().contains("say so with --no-header"), run.err());
  }

  @Test
  void byteOrderMarkAndCarriageReturns() throws IOException {
    Files.writeString(table, "\uFEFF" + String.join("\r\n", iris) + "\r\n");
    assertFalse(trains().err().contains("read "));
    assertSameWeightsAsIris();
  }

  @Test
  void utf16() throws IOException {
    Files.writeString(table, "\uFEFF" + String.join("\r\n", iris), StandardCharsets.UTF_16LE);
    assertTrue(trains().err().contains("encoding UTF-16LE"));
    assertSameWeightsAsIris();
    Files.writeString(table, String.join("\r\n", iris), StandardCharsets.UTF_16LE);
    refused("this is a binary file, not text", "(--encoding NAME)");
    trains("--encoding", "UTF-16LE");
  }

  @Test
  void rareCategory() throws IOException {
    write(withColumn("place", i -> i == 7 ? "attic" : i % 2 == 0 ? "garden" : "field"));
    trains();
    assertTrue(summary().contains("\"place=attic\""), summary());
    Path other = folder.resolve("other.csv");
    Files.write(other, List.of("place," + HEADER, "cellar,5.1,3.5,1.4,0.2,Iris-setosa"));
    refused(
        "'cellar' is none of the known values attic, field, garden",
        "(--unknown place=zeros)",
        "--test",
        other.toString());
    trains("--test", other.toString(), "--unknown", "place=zeros");
  }

  @Test
  void twoHundredLevels() throws IOException {
    List<String> twice = new ArrayList<>(iris);
    for (int i = 0; i < 3; i++) {
      twice.addAll(iris.subList(1, iris.size()));
    }
    iris = twice; // 600 records
    write(withColumn("place", i -> "place-" + i % 200));
    assertTrue(
        trains()
            .err()
            .contains(
                "column 'place' has 200 categories, an input for each; group them, or leave it out with"
                    + " --ignore place"));
    write(withColumn("place", i -> "" + (i % 200)));
    trains("--categorical", "place");
  }

  @Test
  void aColumnMaySayWhatTests() throws IOException {
    write(withColumn("part", i -> i % 3 == 0 ? "test" : "train"));
    trains("--split-column", "part");
    assertTrue(summary().contains("\"trainRecords\" : 100"), summary());
    assertTrue(summary().contains("\"testRecords\" : 50"), summary());
    refused("the cell must say train or test", "this is '5.1'", "--split-column", "sepal_length");
  }

  private interface Cell {
    String of(int record);
  }

  private List<String> withColumn(String name, Cell cell) {
    List<String> lines = new ArrayList<>(List.of(name + "," + HEADER));
    for (int i = 1; i < iris.size(); i++) {
      lines.add(cell.of(i - 1) + "," + iris.get(i));
    }
    return lines;
  }

  private List<String> changed(UnaryOperator<String> change) {
    return iris.stream().map(change).toList();
  }

  private void write(List<String> lines) throws IOException {
    Files.write(table, lines);
  }

  private Run trains(String... more) {
    Run run = nn(more);
    assertEquals(ExitCode.DONE, run.exitCode(), run.err());
    return run;
  }

  /** Says the part of the message, and the option, which may be followed by further arguments. */
  private void refused(String part, String... optionAndMore) {
    String option = optionAndMore.length > 0 ? optionAndMore[0] : "";
    String[] more =
        optionAndMore.length > 0
            ? java.util.Arrays.copyOfRange(optionAndMore, 1, optionAndMore.length)
            : optionAndMore;
    Run run = nn(more);
    assertEquals(ExitCode.FAILED, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertTrue(run.err().contains(option), run.err());
  }

  private void assertSameWeightsAsIris() throws IOException {
    String hash = hash();
    List<String> arguments = arguments(Path.of("../examples/data/iris.csv"));
    arguments.addAll(List.of("--target", "species"));
    assertEquals(ExitCode.DONE, Run.nn(arguments.toArray(String[]::new)).exitCode());
    assertEquals(hash(), hash);
  }

  private String hash() throws IOException {
    return summary()
        .lines()
        .filter(line -> line.contains("weightsSha256"))
        .findFirst()
        .orElseThrow();
  }

  private Run nn(String... more) {
    List<String> arguments = arguments(table);
    if (!List.of(more).contains("--target")) {
      arguments.addAll(List.of("--target", "species"));
    }
    arguments.addAll(List.of(more));
    return Run.nn(arguments.toArray(String[]::new));
  }

  private List<String> arguments(Path file) {
    return new ArrayList<>(
        List.of(
            "train",
            file.toString(),
            "--backend",
            "naive",
            "--layers",
            "8",
            "--epochs",
            "20",
            "--no-pictures",
            "--out",
            folder.resolve("out").toString()));
  }

  private String summary() throws IOException {
    return Files.readString(folder.resolve("out/summary.json"));
  }
}
