package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir Path folder;

  @Test
  void readsHeaderQuotesAndAnyLineEnds() {
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
  void skipsAByteOrderMark() {
    assertEquals(List.of("a", "b"), read("\uFEFFa,b\n1,2\n").header());
  }

  @Test
  void readsCharactersThatCrossTheReadersBlocks() {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a;b!1;2!;",
        "a;b!1,5;2!;",
        "a;b!\"1;5\";2!;",
        "a|b!1|2!|",
        "a;b,c!1,2!,",
        "a,b!1;5,2!,",
        "a,b!\"1;1;1\",2!,",
        "a!1!,"
      })
  void recognisesTheSeparator(String header, String record, char separator) {
    CsvTable table = read(header + "\n" + record + "\n");
    assertEquals(separator, table.format().separator());
  }

  @Test
  void recognisesTabs() {
    CsvTable table = read("a\tb\n1\t2\n");
    assertEquals("2", table.cell(0, 1));
    assertEquals("cells separated by tabs, decimal points", table.particulars());
  }

  @Test
  void refusesToChooseBetweenTwoSeparators() {
    CsvException failure = failure("a,b;c\n1,2;3\n4,5;6\n");
    assertMessage(
        failure,
        "its cells could be separated by commas or by semicolons: every record has as many of one as"
            + " of the other; set the separator");
    assertEquals(TableSetting.SEPARATOR, failure.setting());
    assertEquals(List.of("a,b", "c"), read("a,b;c\n1,2;3\n", ';').header());
    assertEquals(List.of("a", "b;c"), read("a,b;c\n1,2;3\n", ',').header());
  }

  @Test
  void saysWhichSeparatorARaggedFileSeemsToHave() {
    assertMessage(
        failure("a;b\n1;2\n1;2;3\n"), "line 3: every record must have as many cells as the header");
    assertMessage(failure("a;b\n1;2\n1;2;3\n"), "this one has 3, separated by semicolons");
  }

  /** More than fits into what is looked at, cut off within a quoted cell. */
  @Test
  void recognisesTheSeparatorOfALargeFile() {
    String text = "a;b\n" + "\"x\ny\";2\n".repeat(20_000);
    assertEquals(20_000, read(text).records());
    assertEquals("x\ny", read(text).cell(19_999, 0));
    assertEquals(40_000, read(text).line(19_999));
  }

  @Test
  void recognisesEncodings() {
    String text = "name,size\ncaf\u00e9,\u00bd\n";
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1)) {
      CsvTable table = read(text.getBytes(charset));
      assertEquals("caf\u00e9", table.cell(0, 0));
      assertEquals("\u00bd", table.cell(0, 1));
    }
    CsvTable little = read(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(List.of("name", "size"), little.header());
    assertEquals("encoding UTF-16LE", little.particulars());
    CsvTable windows = read("a\n5 \u0080\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("5 €", windows.cell(0, 0));
    assertEquals("encoding windows-1252", windows.particulars());
  }

  @Test
  void takesAnEncodingThatIsGiven() {
    CsvTable table =
        read(
            "a\n\u0416\n".getBytes(Charset.forName("KOI8-R")),
            CsvFormat.RECOGNISED.encoding(Charset.forName("KOI8-R")));
    assertEquals("\u0416", table.cell(0, 0));
    assertMessage(
        assertThrows(
            CsvException.class,
            () ->
                read(
                    "a\nb\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1),
                    CsvFormat.RECOGNISED.encoding(StandardCharsets.UTF_8))),
        "line 3: this is not UTF-8 text; save the file as UTF-8, or set the encoding");
  }

  @Test
  void refusesBinaryFilesAndTwoEncodingsInOneWithTheLine() {
    assertMessage(failure("a,b\n1,\0\n"), "line 2: this is a binary file");
    assertMessage(
        failure("a,b\r\n1,2\r\ncaf\u0081,3\n".getBytes(StandardCharsets.ISO_8859_1)),
        "line 3: this is neither UTF-8 nor Windows-1252 text");
    assertMessage(
        failure(new byte[] {'a', '\n', (byte) 0xc3, (byte) 0xa9, '\n', (byte) 0xe9, '\n'}),
        "line 3: this is not UTF-8 text, as what stands before is");
    assertMessage(failure("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE)), "binary file");
  }

  @Test
  void readsGzip() throws IOException {
    byte[] compressed = gzip("a;b\n1;2\n");
    CsvTable table = read(compressed);
    assertEquals("2", table.cell(0, 1));
    assertEquals("cells separated by semicolons, decimal points, gzip", table.particulars());
    assertMessage(failure(Arrays.copyOf(compressed, 15)), "gzip data is damaged");
    compressed[12] ^= 0x55;
    assertMessage(failure(compressed), "gzip data is damaged");
  }

  @Test
  void recognisesDecimalCommas() {
    CsvTable table = read("a;b;c\n1,5;3;x\n;4;1,5\n-2,25e1;NA;y\n");
    assertEquals("cells separated by semicolons, decimal commas", table.particulars());
    assertEquals(1.5, table.number(0, 0));
    assertEquals(3, table.number(0, 1));
    assertEquals(-22.5, table.number(2, 0));
    assertTrue(Double.isNaN(table.number(0, 2)));
    assertTrue(Double.isNaN(read("a,b\n\"1,5\",2.5\n", ',', ',').number(0, 1)));
  }

  @Test
  void refusesToChooseBetweenDecimalMarks() {
    CsvException two = failure("a;b\n1,5;2.5\n");
    assertMessage(
        two,
        "some columns have decimal points ('2.5' at "
            + folder.resolve("t.csv")
            + ", line 2, column 2 (b)) and others decimal commas ('1,5'");
    assertEquals(TableSetting.DECIMAL, two.setting());
    assertMessage(
        failure("a,b\n\"1,500\",2\n"), "may be decimal commas or stand between thousands");
    assertEquals(1.5, read("a,b\n\"1,500\",2\n", ',', ',').number(0, 0));
    assertTrue(Double.isNaN(read("a,b\n\"1,500\",2\n", ',', '.').number(0, 0)));
    assertEquals(0.25, read("a,b\n\"0,250\",2\n").number(0, 0)); // no thousands begin with 0
  }

  @Test
  void namesColumnsOfAFileWithoutAHeader() {
    CsvFormat format = CsvFormat.RECOGNISED.header(false);
    CsvTable table = read("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8), format);
    assertEquals(List.of("column1", "column2"), table.header());
    assertEquals(2, table.records());
    assertEquals("no header", table.particulars());
    assertMessage(
        failure("1,1\n2,3\n"), "or, if the first line is a record, say that there is no header");
    assertEquals(TableSetting.HEADER, failure("1,1\n2,3\n").setting());
  }

  @Test
  void refusesMarksThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> CsvFormat.RECOGNISED.separator('"'));
    assertThrows(IllegalArgumentException.class, () -> CsvFormat.RECOGNISED.separator('x'));
    assertThrows(IllegalArgumentException.class, () -> CsvFormat.RECOGNISED.decimal(';'));
  }

  @Test
  void refusesRecordsThatDoNotEnd() {
    String cells = ("x".repeat(1 << 20) + ";").repeat(9);
    assertMessage(failure("a;b\n" + cells), "line 2: a record may have at most 8388608 characters");
    assertMessage(failure("a;b\n" + "x".repeat(5 << 20)), "t.csv");
  }

  @Test
  void refusesMoreColumnsThanATableHas() {
    assertMessage(failure(",".repeat(100_001)), "at most 100000 columns, this one has 100002");
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
  void saysWhatIsNoNumberAndWhereCellsAre() {
    CsvTable table = read("a,b\n1,2\n3,0x10\n,5\n");
    assertTrue(Double.isNaN(table.number(1, 1)));
    assertTrue(Double.isNaN(table.number(2, 0)));
    assertEquals("t.csv, line 3, column 2 (b)", table.place(1, 1));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static CsvTable read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CsvTable read(String text, char separator) {
    return read(text.getBytes(StandardCharsets.UTF_8), CsvFormat.RECOGNISED.separator(separator));
  }

  private static CsvTable read(String text, char separator, char decimal) {
    return read(
        text.getBytes(StandardCharsets.UTF_8),
        CsvFormat.RECOGNISED.separator(separator).decimal(decimal));
  }

  private static CsvTable read(byte[] bytes) {
    return read(bytes, CsvFormat.RECOGNISED);
  }

  private static CsvTable read(byte[] bytes, CsvFormat format) {
    try {
      return CsvTable.read("t.csv", new ByteArrayInputStream(bytes), format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
