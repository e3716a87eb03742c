package nn.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nn.io.table.MemoryTable;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class RowTableTest {
  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          "",
          " x ",
          "1.5",
          " 2e3 ",
          "1d",
          "NaN",
          true,
          false,
          0,
          -7,
          Integer.MIN_VALUE,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          (1L << 53) + 1,
          (short) -3,
          (byte) 9,
          0.0,
          -0.0,
          0.1,
          1e300,
          Double.MIN_VALUE,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          0.1f,
          16777216f,
          -0.0f,
          1e-40f,
          3.3e38f,
          Float.NaN,
          Float.NEGATIVE_INFINITY,
          new BigDecimal("0.000"),
          new BigDecimal("1.10"),
          new BigDecimal("1E+3"),
          new BigDecimal("0E-18"),
          new BigDecimal("12345678901234567890.123456789012345678"),
          new BigDecimal("99999999999999999999999999999999999999"),
          new BigDecimal("-4503599.627371"),
          Date.valueOf("2026-01-31"),
          LocalDate.of(2026, 1, 31));

  @Test
  void cellsAreThoseOfATableInMemory() {
    assertSame(VALUES);
  }

  @Test
  void numbersOfAllSizesHaveTheBitsOfTheirText() {
    Random random = new Random(1);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      values.add(Double.longBitsToDouble(random.nextLong()));
      values.add(Float.intBitsToFloat(random.nextInt()));
      values.add(random.nextLong() >> random.nextInt(64));
      values.add(BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(19)));
    }
    assertSame(values);
  }

  @Test
  void textIsNeverSaidToHoldANumber() {
    RowTable table = new RowTable(List.of(RowFactory.create("1.5", true)), columns(0, 1));
    assertFalse(table.holdsNumber(0, 0));
    assertFalse(table.holdsNumber(0, 1));
  }

  @Test
  void aPlaceHasTheRowsValuesAndItsColumn() {
    RowTable table = new RowTable(List.of(RowFactory.create(5.1, null, "x\ny")), columns(1));
    assertEquals("row [5.1,null,x\\u000ay], column 2 (c1)", table.place(0, 0));
    RowTable wide = new RowTable(List.of(RowFactory.create("x".repeat(1000))), columns(0));
    assertEquals("row [" + "x".repeat(199) + "…, column 1 (c0)", wide.place(0, 0));
  }

  private static void assertSame(List<Object> values) {
    MemoryTable memory =
        MemoryTable.ofRows("m", List.of("c0"), values.stream().map(value -> row(value)));
    RowTable table = new RowTable(values.stream().map(RowFactory::create).toList(), columns(0));
    assertEquals(memory.records(), table.records());
    for (int i = 0; i < values.size(); i++) {
      assertEquals(memory.cell(i, 0), table.cell(i, 0));
      double expected = memory.number(i, 0);
      assertEquals(
          Double.doubleToRawLongBits(expected),
          Double.doubleToRawLongBits(table.number(i, 0)),
          memory.cell(i, 0));
      if (table.holdsNumber(i, 0)) {
        assertFalse(Double.isNaN(expected), memory.cell(i, 0));
      }
    }
  }

  private static List<Object> row(Object value) {
    return Arrays.asList(value);
  }

  private static InputColumns columns(Integer... indices) {
    return new InputColumns(
        Arrays.stream(indices).map(index -> "c" + index).toList(), List.of(indices));
  }
}
