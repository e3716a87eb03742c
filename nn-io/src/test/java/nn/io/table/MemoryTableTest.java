package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryTableTest {

  /** A house as a program has it. */
  record House(double size, @Nullable String colour, boolean sold) {}

  @Test
  void recordsAreTables() {
    Table table =
        MemoryTable.ofRecords(
            House.class,
            Stream.of(
                new House(1.5, "red", true),
                new House(2, "blue", false),
                new House(3, "red", true)));
    assertEquals(List.of("size", "colour", "sold"), table.header());
    TableEncoding encoding = TableEncoding.fit(table, TableSpec.ofTarget("sold"));
    assertArrayEquals(
        new double[][] {{1.5, 0, 1}, {2, 1, 0}, {3, 0, 1}}, encoding.encodeFeatures(table));
    assertEquals(List.of("false", "true"), encoding.target().classes());
  }

  @Test
  void nullIsAMissingCellAndMessagesNameTheRecord() {
    Table table =
        MemoryTable.ofRecords(
            House.class, Stream.of(new House(1, "red", true), new House(2, null, false)));
    TableException failure =
        assertThrows(
            TableException.class, () -> TableEncoding.fit(table, TableSpec.ofTarget("sold")));
    assertEquals(
        "table: House, record 2, column 2 (colour): the cell is empty; fill it in, remove the record,"
            + " or choose a policy for missing cells",
        failure.getMessage());
  }

  @Test
  void mapsAreTablesAndMayLackKeys() {
    Map<String, Object> second = new LinkedHashMap<>();
    second.put("y", 4.5f);
    second.put("x", Double.NaN);
    Table table = MemoryTable.ofMaps("measured", Stream.of(Map.of("x", 1), second));
    assertEquals(List.of("x", "y"), table.header());
    assertEquals("", table.cell(0, 1));
    assertEquals("NaN", table.cell(1, 0)); // which counts as missing
    assertEquals(4.5, table.number(1, 1));
  }

  @Test
  void resultSetsAreTables() throws SQLException {
    Table table =
        ResultSetTable.read(
            "query",
            resultSet(
                List.of("PRICE", "town"),
                Arrays.asList(new BigDecimal("12.50"), " Oslo "),
                Arrays.asList(null, "Bergen")));
    assertEquals(List.of("PRICE", "town"), table.header());
    assertEquals(12.5, table.number(0, 0));
    assertEquals("Oslo", table.cell(0, 1));
    assertEquals("", table.cell(1, 0));
    assertEquals("query, record 2, column 1 (PRICE)", table.place(1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> ResultSetTable.read("query", resultSet(List.of("a", "a"))));
  }

  @Test
  void rowsMustFitTheHeader() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> MemoryTable.ofRows("t", List.of("a", "b"), Stream.of(List.of(1))));
    assertEquals(
        "table: t: each record must have a value for each of 2 columns: record 1 has 1",
        failure.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> MemoryTable.ofRows("t", List.of("a", "a"), Stream.of()));
    assertThrows(
        IllegalArgumentException.class, () -> MemoryTable.ofRows("t", List.of(), Stream.of()));
  }

  @Test
  void aTableWithoutRecordsPredictsNothingAndTeachesNothing() {
    Table none = MemoryTable.ofRows("none", List.of("x", "y"), Stream.of());
    TableException failure =
        assertThrows(TableException.class, () -> TableEncoding.fit(none, TableSpec.ofTarget("y")));
    assertTrue(String.valueOf(failure.getMessage()).contains("there is no record"));
  }

  @Test
  void manyRecordsStayInOrder() {
    Table table =
        MemoryTable.ofRows(
            "t",
            List.of("i", "square"),
            Stream.iterate(0, i -> i + 1).limit(50_000).map(i -> List.of(i, (long) i * i)));
    for (int i = 0; i < 50_000; i += 777) {
      assertEquals(i, table.number(i, 0));
      assertEquals((double) i * i, table.number(i, 1));
    }
  }

  private static ResultSet resultSet(List<String> labels, List<?>... rows) {
    ResultSetMetaData columns =
        (ResultSetMetaData)
            Proxy.newProxyInstance(
                MemoryTableTest.class.getClassLoader(),
                new Class<?>[] {ResultSetMetaData.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getColumnCount" -> labels.size();
                      case "getColumnLabel" -> labels.get((int) arguments[0] - 1);
                      default -> throw new SQLException("not asked for: " + method);
                    });
    int[] row = {-1};
    return (ResultSet)
        Proxy.newProxyInstance(
            MemoryTableTest.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMetaData" -> columns;
                  case "next" -> ++row[0] < rows.length;
                  case "getObject" -> rows[row[0]].get((int) arguments[0] - 1);
                  default -> throw new SQLException("not asked for: " + method);
                });
  }
}
