package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir Path folder;

  @Test
  void readsHeaderQuotesAndAnyLineEnds() throws IOException {
    CsvTable table = read("a,\"b, c\"\r\n1,\"x \"\"y\"\"\"\n\r 2 ,\"two\nlines\"\r3,z");

    assertEquals(List.of("a", "b, c"), table.header());
    assertEquals(3, table.records());
    assertEquals("x \"y\"", table.cell(0, 1));
    assertEquals("2", table.cell(1, 0));
    assertEquals("two\nlines", table.cell(1, 1));
    assertEquals(3.0, table.number(2, 0));
    assertEquals(2, table.line(0));
    assertEquals(4, table.line(1));
    assertEquals(6, table.line(2));
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    assertEquals(List.of("a", "b"), read("\uFEFFa,b\n1,2\n").header());
  }

  @Test
  void readsCharactersThatCrossTheReadersBlocks() throws IOException {
    String wide = "ä€😀".repeat(30_000);
    assertEquals(wide, read("a,b\n" + wide + ",1\n").cell(0, 0));
  }

  @Test
  void refusesAMissingFileAndAFolder() {
    assertMessage(failure(folder.resolve("none.csv")), "none.csv: there is no such file");
    assertMessage(failure(folder), "this is a folder");
  }

  @Test
  void refusesAnEmptyFileAndOneWithoutRecords() {
    assertMessage(failure(""), "the file is empty");
    assertMessage(failure("\n\n"), "the file is empty");
    assertMessage(failure("a,b\n"), "no record below the header");
  }

  @Test
  void refusesRaggedRecordsWithTheirLine() {
    CsvException fewer = failure("a,b\n1,2\n\n\"x\ny\"\n");
    assertMessage(fewer, "line 4: every record must have as many cells as the header, which has 2");
    assertMessage(fewer, "this one has 1");
    assertEquals(4, fewer.line());
    assertMessage(failure("a,b\n1,2,3\n"), "line 2: every record");
  }

  @Test
  void refusesHeadersWithoutOrWithEqualNames() {
    assertMessage(failure("a,,c\n1,2,3\n"), "line 1: column 2 has no name");
    assertMessage(failure("a,b, a\n1,2,3\n"), "columns 1 and 3 have the same name 'a'");
  }

  @Test
  void refusesOtherSeparators() throws IOException {
    assertMessage(failure("\uFEFFa;b;c\n1,5;2;3\n"), "line 1: cells must be separated by commas");
    assertMessage(
        failure("a;b\n1;2\n"), "here semicolons seem to do it; save the table with commas");
    assertMessage(failure("a\tb\n1\t2\n"), "here tabs seem to do it");
    assertEquals(List.of("a;b", "c"), read("a;b,c\n1,2\n").header());
  }

  @Test
  void refusesBinaryFilesAndOtherEncodingsWithTheLine() throws IOException {
    assertMessage(failure("a,b\n1,\0\n"), "line 2: this is a binary file");
    assertMessage(
        failure("a,b\r\n1,2\r\ncaf\u00e9,3\n".getBytes(StandardCharsets.ISO_8859_1)),
        "line 3: this is not UTF-8 text");
    assertMessage(failure("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16)), "not UTF-8 text");
    assertMessage(failure(new byte[] {'a', '\n', (byte) 0xe2, (byte) 0x82}), "not UTF-8 text");
  }

  @Test
  void refusesQuotesThatDoNotEndWithTheLine() {
    assertMessage(failure("a,b\n1,\"x\n"), "line 2");
    assertMessage(failure("a,b\n1,\"x\"y\n"), "line 2");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "-1.5,-1.5", "+.5,0.5", "5.,5", "2e3,2000", "1E-2,0.01", "-0,-0.0"})
  void takesDecimalNumbers(String cell, double value) {
    assertEquals(value, Numbers.parse(cell));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "Infinity",
        "-Infinity",
        "1d",
        "1f",
        "0x1p3",
        "1,5",
        "1e400",
        "",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "1 2",
        "١",
        "--1"
      })
  void takesNothingElseForANumber(String cell) {
    assertTrue(Double.isNaN(Numbers.parse(cell)));
  }

  @Test
  void saysWhatIsNoNumberAndWhereCellsAre() throws IOException {
    CsvTable table = read("a,b\n1,2\n3,0x10\n,5\n");
    assertTrue(Double.isNaN(table.number(1, 1)));
    assertTrue(Double.isNaN(table.number(2, 0)));
    assertEquals("t.csv, line 3, column 2 (b)", table.place(1, 1));
  }

  private static CsvTable read(String text) throws IOException {
    return CsvTable.read("t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private CsvException failure(String text) {
    return failure(text.getBytes(StandardCharsets.UTF_8));
  }

  private CsvException failure(byte[] bytes) {
    Path file = folder.resolve("t.csv");
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return failure(file);
  }

  private static CsvException failure(Path file) {
    return assertThrows(CsvException.class, () -> CsvTable.read(file));
  }

  private static void assertMessage(CsvException failure, String part) {
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count(), message);
  }
}
