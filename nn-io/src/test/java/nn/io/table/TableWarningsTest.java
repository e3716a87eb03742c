package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import nn.core.random.RandomState;
import nn.io.table.TableWarning.Kind;
import org.junit.jupiter.api.Test;

class TableWarningsTest {
  private static final double[] NOISE = noise(60);

  private static double[] noise(int count) {
    RandomState random = new RandomState(1);
    return IntStream.range(0, count).mapToDouble(i -> random.normal()).toArray();
  }

  @Test
  void wellKnownTablesAreFine() {
    Path data = Path.of("../examples/data");
    Path others = Path.of("src/test/resources/tables");
    CsvFormat records = CsvFormat.RECOGNISED.header(false);
    assertFine(CsvTable.read(data.resolve("iris.csv")), "species");
    assertFine(CsvTable.read(data.resolve("wine.csv")), "cultivar");
    assertFine(CsvTable.read(data.resolve("diabetes.csv")), "progression");
    assertFine(CsvTable.read(others.resolve("breast-cancer.csv.gz"), records), "column31");
    assertFine(CsvTable.read(others.resolve("digits.csv.gz"), records), "column65");
  }

  @Test
  void identifiersAreNamed() {
    assertWarned(Kind.IDENTIFIER, i -> i + 1000);
    assertWarned(Kind.IDENTIFIER, i -> 5000 - 3 * i);
    assertWarned(Kind.IDENTIFIER, i -> i * 7 % 60);
    assertWarned(Kind.MANY_CATEGORIES, i -> "customer-" + i);
  }

  @Test
  void constantsAreNamed() {
    assertWarned(Kind.CONSTANT, i -> 3.5);
    assertWarned(Kind.CONSTANT, i -> "EUR");
    assertWarned(Kind.CONSTANT, i -> 0);
  }

  @Test
  void leaksOfClassesAreNamed() {
    assertWarned(Kind.LEAK, i -> i % 2 == 0 ? 1 + NOISE[i] / 100 : 2 + NOISE[i] / 100);
    assertWarned(Kind.LEAK, i -> i % 2 == 0 ? "paid" : i % 3 == 0 ? "late" : "never");
    assertWarned(Kind.LEAK, i -> i % 2 == 0 ? i % 4 : 1);
  }

  @Test
  void leaksOfNumbersAreNamed() {
    assertEquals(List.of(Kind.LEAK), kinds(i -> 3 * NOISE[i] + 1, i -> NOISE[i]));
    assertEquals(List.of(Kind.LEAK), kinds(i -> Math.pow(NOISE[i], 3), i -> NOISE[i]));
    assertEquals(List.of(), kinds(i -> NOISE[i] + 0.3 * NOISE[(i + 7) % 60], i -> NOISE[i]));
  }

  @Test
  void whatMayBeChanceIsNoLeak() {
    Table few = table(8, i -> NOISE[i], i -> NOISE[i] > 0 ? "a" : "b");
    assertEquals(List.of(), kinds(few));
    Table rare = table(60, i -> i == 7 ? "x" : "y", i -> i == 7 ? "a" : "b");
    assertEquals(List.of(Kind.IMBALANCE), kinds(rare));
  }

  @Test
  void heavyImbalanceIsNamed() {
    Table table = table(60, i -> NOISE[i], i -> i % 12 == 0 ? "fraud" : "ok");
    assertEquals(
        "of 60 records 55 are 'ok' and only 5 'fraud', so accuracy says little; look at"
            + " balanced-accuracy, and give rare classes more weight",
        TableWarnings.of(table, TableEncoding.fit(table, TableSpec.ofTarget("y")))
            .get(0)
            .sentence());
  }

  @Test
  void aHeaderThatLooksLikeARecordIsNamed() {
    Table table =
        MemoryTable.ofRows(
            "t",
            List.of("5.1", "y"),
            IntStream.range(0, 40).mapToObj(i -> List.of(NOISE[i], i % 2 == 0 ? "a" : "b")));
    assertEquals(List.of(Kind.HEADER), kinds(table));
  }

  private static void assertFine(Table table, String target) {
    assertEquals(
        List.of(),
        TableWarnings.of(table, TableEncoding.fit(table, TableSpec.ofTarget(target))),
        table.name());
  }

  private static void assertWarned(Kind kind, IntFunction<Object> feature) {
    assertEquals(List.of(kind), kinds(feature, i -> i % 2 == 0 ? "a" : "b"));
  }

  private static List<Kind> kinds(IntFunction<Object> feature, IntFunction<Object> target) {
    return kinds(table(60, feature, target));
  }

  private static List<Kind> kinds(Table table) {
    return TableWarnings.of(table, TableEncoding.fit(table, TableSpec.ofTarget("y"))).stream()
        .map(TableWarning::kind)
        .toList();
  }

  private static Table table(int records, IntFunction<Object> feature, IntFunction<Object> target) {
    return MemoryTable.ofRows(
        "t",
        List.of("x", "y"),
        IntStream.range(0, records).mapToObj(i -> List.of(feature.apply(i), target.apply(i))));
  }
}
