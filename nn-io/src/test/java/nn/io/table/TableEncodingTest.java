package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableEncodingTest {

  @Test
  void numbersStayAndCategoriesBecomeOneHot() {
    CsvTable table = table("size,colour,kind\n1.5,red,yes\n2,blue,no\n-1,red,no\n");
    TableEncoding encoding = TableEncoding.fit(table, TableSpec.ofTarget("kind"));

    assertEquals(List.of("size", "colour=blue", "colour=red"), encoding.inputs());
    assertArrayEquals(
        new double[][] {{1.5, 0, 1}, {2, 1, 0}, {-1, 0, 1}}, encoding.encodeFeatures(table));
    assertEquals(Task.BINARY, encoding.target().task());
    assertEquals(List.of("no", "yes"), encoding.target().classes());
    assertArrayEquals(new double[][] {{1}, {0}, {0}}, encoding.encodeTargets(table));
  }

  @Test
  void severalClassesBecomeOneTargetEach() {
    CsvTable table = table("x,k\n1,b\n2,a\n3,c\n");
    TableEncoding encoding = TableEncoding.fit(table, TableSpec.ofTarget("k"));

    assertEquals(Task.MULTICLASS, encoding.target().task());
    assertArrayEquals(
        new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}}, encoding.encodeTargets(table));
    assertEquals(2, encoding.target().classOf(new double[] {0.1, 0.2, 0.7}));
    assertEquals(0, encoding.target().classOf(new double[] {0.4, 0.4, 0.2}));
  }

  @Test
  void recognisesTheTaskFromNumbers() {
    assertEquals(Task.BINARY, task("0", "1", "1.0", "0"));
    assertEquals(Task.REGRESSION, task("1", "2", "3"));
    assertEquals(Task.REGRESSION, task("0.5", "1.5", "2.5"));
    String digits =
        IntStream.range(0, 60).mapToObj(i -> "7," + i % 10 + "\n").collect(Collectors.joining());
    TableEncoding encoding = TableEncoding.fit(table("x,y\n" + digits), TableSpec.ofTarget("y"));
    assertEquals(Task.MULTICLASS, encoding.target().task());
    assertEquals("9", encoding.target().classes().get(9));
  }

  @Test
  void numberedClassesAreSortedAsNumbersWhateverTheirSpelling() {
    TableEncoding encoding =
        TableEncoding.fit(
            table("x,y\n1,10\n2,9\n3,9.0\n4,-1\n"), TableSpec.ofTarget("y").task(Task.MULTICLASS));
    assertEquals(List.of("-1", "9", "10"), encoding.target().classes());
  }

  @Test
  void declaredCategoriesMayLookLikeNumbers() {
    CsvTable table = table("zip,y\n10,a\n9,b\n");
    TableEncoding encoding =
        TableEncoding.fit(table, TableSpec.ofTarget("y").categorical(List.of("zip")));
    assertEquals(List.of("zip=9", "zip=10"), encoding.inputs());
  }

  @Test
  void ignoredColumnsAreNoFeatures() {
    CsvTable table = table("id,x,y\na1,1,a\na2,2,b\n");
    TableEncoding encoding =
        TableEncoding.fit(table, TableSpec.ofTarget("y").ignored(List.of("id")));
    assertEquals(List.of("x"), encoding.inputs());
  }

  @Test
  void oneOddCellMakesANumericColumnFailAtThatCell() {
    TableException failure =
        assertThrows(TableException.class, () -> fit("x,y\n1,a\nabc,b\n", TableSpec.ofTarget("y")));
    assertTrue(String.valueOf(failure.getMessage()).contains("line 3, column 1 (x): a number"));
    assertEquals("x", failure.column());
    assertEquals(TableSetting.CATEGORICAL, failure.setting());
    assertMessage("x,y\n1,\n2,b\n", null, "line 2, column 2 (y): the cell of the target is empty");
  }

  @Test
  void mixedTargetsAskForTheTask() {
    TableException failure =
        assertThrows(TableException.class, () -> fit("x,y\n1,1\n2,two\n", TableSpec.ofTarget("y")));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("choose the task"), failure.getMessage());
    assertEquals(
        List.of("1", "two"),
        fit("x,y\n1,1\n2,two\n", TableSpec.ofTarget("y").task(Task.BINARY)).target().classes());
  }

  @Test
  void unknownColumnsAreTheCallersMistakeAndTheMessageListsThem() {
    for (TableSpec spec :
        List.of(
            TableSpec.ofTarget("z"),
            TableSpec.ofTarget("y").categorical(List.of("z")),
            TableSpec.ofTarget("y").ignored(List.of("z")))) {
      IllegalArgumentException failure =
          assertThrows(IllegalArgumentException.class, () -> fit("x,y\n1,a\n2,b\n", spec));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("has no column 'z'; its columns are x, y"),
          failure.getMessage());
    }
  }

  @Test
  void aTargetAloneIsNoData() {
    assertThrows(IllegalArgumentException.class, () -> fit("y\na\nb\n", TableSpec.ofTarget("y")));
  }

  @Test
  void targetsMustFitTheirTask() {
    assertMessage("x,y\n1,a\n2,a\n", null, "needs at least two classes, it has only 'a'");
    assertMessage("x,y\n1,5\n2,5\n", null, "needs at least two classes, it has only '5'");
    assertMessage("x,y\n1,5\n2,5\n", Task.REGRESSION, "the same number in every record");
    assertMessage("x,y\n1,a\n2,b\n3,c\n", Task.BINARY, "it has 3: a, b, c");
    assertMessage("x,y\n1,2\n2,b\n", Task.REGRESSION, "line 3, column 2 (y)");
  }

  @Test
  void identifiersAreRefusedAsCategories() {
    String rows =
        IntStream.range(0, 1001).mapToObj(i -> "n" + i + ",1\n").collect(Collectors.joining());
    assertMessage("x,y\n" + rows + "n,2\n", null, "is it an identifier?");
  }

  @Test
  void anotherTableIsEncodedByNameAndUnknownCategoriesAreRefused() {
    TableEncoding encoding = fit("size,colour,k\n1,red,a\n2,blue,b\n", TableSpec.ofTarget("k"));
    assertArrayEquals(
        new double[][] {{7, 1, 0}}, encoding.encodeFeatures(table("colour,size\nblue,7\n")));
    TableException failure =
        assertThrows(
            TableException.class, () -> encoding.encodeFeatures(table("colour,size\ngreen,7\n")));
    assertTrue(
        String.valueOf(failure.getMessage())
            .contains("'green' is none of the known values blue, red"),
        failure.getMessage());
  }

  @Test
  void aSplitIsStratifiedRepeatableAndComplete() {
    TableSplit split = TableSplit.stratified(50, record -> record < 40 ? 0 : 1, 0.2, 100);
    assertEquals(10, split.test().length);
    assertEquals(8, IntStream.of(split.test()).filter(record -> record < 40).count());
    assertArrayEquals(
        IntStream.range(0, 50).toArray(),
        IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test()))
            .sorted()
            .toArray());
    assertArrayEquals(
        split.test(), TableSplit.stratified(50, record -> record < 40 ? 0 : 1, 0.2, 100).test());
    assertEquals(1, TableSplit.stratified(2, record -> 0, 0.9, 1).train().length);
    assertEquals(0, TableSplit.stratified(2, record -> record, 0.5, 1).test().length);
  }

  @Test
  void aColumnMaySayWhatTrainsAndTests() {
    TableSplit split = TableSplit.byColumn(table("x,part\n1,train\n2,Test\n3,train\n"), "part");
    assertArrayEquals(new int[] {0, 2}, split.train());
    assertArrayEquals(new int[] {1}, split.test());
    TableException odd =
        assertThrows(
            TableException.class, () -> TableSplit.byColumn(table("x,part\n1,valid\n"), "part"));
    assertEquals(
        "table: t.csv, line 2, column 2 (part): the cell must say train or test, this is 'valid'",
        odd.getMessage());
    assertThrows(
        TableException.class, () -> TableSplit.byColumn(table("x,part\n1,test\n"), "part"));
    assertThrows(
        IllegalArgumentException.class, () -> TableSplit.byColumn(table("x\n1\n"), "part"));
  }

  /** Texts are made only of cells that hold no number, or where a number may be missing. */
  @Test
  void aNumberNeedsNoTextUnlessOneCountsAsMissing() {
    Table numbers = new TextlessTable();
    TableEncoding usual =
        TableEncoding.of(
            List.of(new NumericFeature("x")),
            TargetColumn.of("y", Task.REGRESSION, List.of()),
            List.of("", "NA"));
    assertArrayEquals(new double[][] {{-999}}, usual.encodeFeatures(numbers));
    TableEncoding coded =
        TableEncoding.of(
            List.of(new NumericFeature("x", MissingPolicy.MEAN, 7, false)),
            TargetColumn.of("y", Task.REGRESSION, List.of()),
            List.of("", "-999"));
    assertThrows(AssertionError.class, () -> coded.encodeFeatures(numbers));
    Table text = MemoryTable.ofRows("t", List.of("x"), Stream.of(List.of(-999)));
    assertArrayEquals(new double[][] {{7}}, coded.encodeFeatures(text));
  }

  /** A cell that holds −999 and gives no text. */
  private static final class TextlessTable implements Table {
    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public List<String> header() {
      return List.of("x");
    }

    @Override
    public int records() {
      return 1;
    }

    @Override
    public String cell(int record, int column) {
      throw new AssertionError("text was asked for");
    }

    @Override
    public double number(int record, int column) {
      return -999;
    }

    @Override
    public boolean holdsNumber(int record, int column) {
      return true;
    }

    @Override
    public String place(int record, int column) {
      return "numbers";
    }
  }

  private static void assertMessage(String text, @Nullable Task task, String part) {
    TableException failure =
        assertThrows(TableException.class, () -> fit(text, TableSpec.ofTarget("y").task(task)));
    assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.getMessage());
  }

  private static Task task(String... targets) {
    StringBuilder text = new StringBuilder("x,y\n");
    for (String target : targets) {
      text.append("1,").append(target).append('\n');
    }
    return fit(text.toString(), TableSpec.ofTarget("y")).target().task();
  }

  private static TableEncoding fit(String text, TableSpec spec) {
    return TableEncoding.fit(table(text), spec);
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
