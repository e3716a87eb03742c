package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import nn.core.data.DataSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CellPoliciesTest {

  /** Goldens of scikit-learn's SimpleImputer. */
  @Test
  void missingNumbersAreFilledAsScikitLearnFillsThem() {
    CsvTable goldens = CsvTable.read(Path.of("src/test/resources/goldens/imputed.csv"));
    assertFilled(goldens, MissingPolicy.MEAN, "mean");
    assertFilled(goldens, MissingPolicy.MOST_FREQUENT, "frequent");
  }

  private static void assertFilled(CsvTable goldens, MissingPolicy policy, String name) {
    List<String> others =
        goldens.header().stream().filter(n -> !List.of("a", "b", "a-mean").contains(n)).toList();
    TableEncoding encoding =
        TableEncoding.fit(
            goldens,
            TableSpec.ofTarget("a-mean")
                .task(Task.REGRESSION)
                .ignored(others)
                .policies(policies -> policies.missing(policy)));
    assertEquals(List.of("a", "a (missing)", "b", "b (missing)"), encoding.inputs());
    double[][] inputs = encoding.encodeFeatures(goldens);
    List<String> expected = List.of("a-" + name, "no-a-" + name, "b-" + name, "no-b-" + name);
    for (int record = 0; record < inputs.length; record++) {
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(
            goldens.number(record, goldens.column(expected.get(i))), inputs[record][i], 1e-12);
      }
    }
  }

  @Test
  void missingCategoriesAreFilledWithTheMostFrequentOneAndTold() {
    CsvTable table = table("c,y\nred,1\nblue,2\n?,3\nblue,4\nNA,5\nred,6\n");
    TableEncoding encoding = fit(table, policies -> policies.missing("c", MissingPolicy.MEAN));
    assertEquals(List.of("c=blue", "c=red", "c (missing)"), encoding.inputs());
    assertArrayEquals(new double[] {0, 1, 0}, encoding.encodeFeatures(table)[0]);
    assertArrayEquals(new double[] {1, 0, 1}, encoding.encodeFeatures(table)[2]); // of two as often
  }

  @Test
  void aColumnWithoutMissingCellsGetsNoIndicatorAndFillsThoseOfLaterTables() {
    TableEncoding encoding =
        fit(table("x,y\n1,1\n3,2\n"), policies -> policies.missing(MissingPolicy.MEAN));
    assertEquals(List.of("x"), encoding.inputs());
    assertArrayEquals(new double[][] {{2}}, encoding.encodeFeatures(table("x\nNaN\n")));
  }

  @Test
  void whatCountsAsMissingIsSet() {
    CsvTable table = table("x,y\n1,1\n-,2\n,3\n5,4\n");
    TableEncoding encoding =
        fit(table, policies -> policies.missing(MissingPolicy.MEAN).missingCells(List.of("-")));
    assertArrayEquals(
        new double[][] {{1, 0}, {3, 1}, {3, 1}, {5, 0}}, encoding.encodeFeatures(table));
    assertEquals(
        List.of("x=NA", "x=n/a"),
        fit(table("x,y\nNA,1\nn/a,2\n"), policies -> policies.missingCells(List.of())).inputs());
  }

  /** 100 does not train; its column would otherwise have the mean 34.67. */
  @Test
  void whatIsFilledInIsLearntFromTheRecordsThatTrain() {
    CsvTable table = table("x,c,y\n1,red,1\n3,red,2\n,,3\n100,blue,4\n,blue,5\n100,blue,6\n");
    TableEncoding whole = fit(table, policies -> policies.missing(MissingPolicy.MEAN));
    DataSet records = whole.encode(table);
    DataSet train = records.select(0, 1, 2);
    TableEncoding refitted = whole.refit(train);
    assertEquals(new NumericFeature("x", MissingPolicy.MEAN, 2, true), refitted.features().get(0));
    assertEquals("red", ((CategoricalFeature) refitted.features().get(1)).fill());
    DataSet filled = refitted.fill(records);
    assertEquals(2, filled.feature(2, 0));
    assertEquals(1, filled.feature(2, 3)); // red
    assertEquals(2, filled.feature(4, 0));
    assertEquals(100, filled.feature(3, 0));
    TablePreparation preparation = TablePreparation.fit(whole, train);
    assertEquals(2, preparation.standardiser().means()[0]);
    assertEquals(2, preparation.apply(train.weighted(1, 2, 3)).weight(1));
  }

  @Test
  void unknownCategoriesAreNoneOfTheKnownOnes() {
    TableEncoding encoding =
        fit(table("c,y\nred,1\nblue,2\n"), policies -> policies.unknown("c", UnknownPolicy.ZEROS));
    assertArrayEquals(new double[][] {{0, 0}}, encoding.encodeFeatures(table("c\ngreen\n")));
  }

  @Test
  void aColumnWithoutAValueIsRefused() {
    assertMessage(
        () -> fit(table("x,y\nNA,1\n,2\n"), policies -> policies.missing(MissingPolicy.MEAN)),
        "table: t.csv: column 'x' has no value in any record; leave it out");
  }

  @Test
  void aMissingTargetIsRefusedWhateverThePolicy() {
    assertMessage(
        () -> fit(table("x,y\n1,1\n2,NA\n"), policies -> policies.missing(MissingPolicy.MEAN)),
        "table: t.csv, line 3, column 2 (y): the cell of the target is 'NA', which counts as missing;"
            + " fill it in or remove the record");
  }

  @Test
  void partsOfAFileMustFit() {
    assertWrong(() -> new NumericFeature("x", MissingPolicy.REFUSE, 1, false));
    assertWrong(() -> new NumericFeature("x", MissingPolicy.MEAN, Double.NaN, true));
    assertWrong(() -> feature(List.of("a", "a"), MissingPolicy.REFUSE, null));
    assertWrong(() -> feature(List.of("1", "1.0"), MissingPolicy.REFUSE, null));
    assertWrong(() -> feature(List.of(), MissingPolicy.REFUSE, null));
    assertWrong(() -> feature(List.of("a"), MissingPolicy.MOST_FREQUENT, "b"));
    assertWrong(() -> feature(List.of("a"), MissingPolicy.REFUSE, "a"));
    assertWrong(() -> feature(List.of("a"), MissingPolicy.MEAN, "a"));
    assertNull(feature(List.of("a"), MissingPolicy.REFUSE, null).fill());
    assertWrong(() -> TargetColumn.of("y", Task.BINARY, List.of("a")));
    assertWrong(() -> TargetColumn.of("y", Task.MULTICLASS, List.of("a")));
    assertWrong(() -> TargetColumn.of("y", Task.REGRESSION, List.of("a", "b")));
    TargetColumn y = TargetColumn.of("y", Task.REGRESSION, List.of());
    NumericFeature x = new NumericFeature("x");
    assertWrong(() -> TableEncoding.of(List.of(), y, List.of("")));
    assertWrong(() -> TableEncoding.of(List.of(x, x), y, List.of("")));
    assertWrong(() -> TableEncoding.of(List.of(new NumericFeature("y")), y, List.of("")));
    assertWrong(() -> TableEncoding.of(List.of(x), y, List.of("NA")));
    assertEquals(List.of("x"), TableEncoding.of(List.of(x), y, List.of("")).inputs());
  }

  @Test
  void policiesOfColumnsThatAreNotThereAreRefused() {
    assertWrong(
        () -> fit(table("x,y\n1,1\n2,2\n"), policies -> policies.missing("z", MissingPolicy.MEAN)));
    assertWrong(
        () ->
            fit(table("x,y\n1,1\n2,2\n"), policies -> policies.unknown("y", UnknownPolicy.ZEROS)));
  }

  private static CategoricalFeature feature(
      List<String> categories, MissingPolicy missing, @Nullable String fill) {
    return CategoricalFeature.of("c", categories, missing, fill, false, UnknownPolicy.REFUSE);
  }

  private static void assertWrong(Executable wrong) {
    assertThrows(IllegalArgumentException.class, wrong);
  }

  private static void assertMessage(Executable wrong, String expected) {
    TableException failure = assertThrows(TableException.class, wrong);
    assertEquals(expected, failure.getMessage());
  }

  private static TableEncoding fit(CsvTable table, UnaryOperator<CellPolicies> policies) {
    return TableEncoding.fit(
        table, TableSpec.ofTarget("y").task(Task.REGRESSION).policies(policies));
  }

  private static CsvTable table(String text) {
    try {
      return CsvTable.read(
          "t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
