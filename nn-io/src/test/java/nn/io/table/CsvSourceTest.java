package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
  @TempDir Path folder;

  private static List<String> cells(TableSource source, int most) {
    List<String> cells = new ArrayList<>();
    source.forEachPart(
        most,
        part -> {
          for (int record = 0; record < part.records(); record++) {
            cells.add(part.cell(record, 0) + "|" + part.number(record, 1));
          }
          cells.add(part.place(0, 1).substring(part.name().length()));
        });
    return cells;
  }

  @Test
  void readsAFileInPartsAsOftenAsItIsAsked() throws IOException {
    Path csv = Files.writeString(folder.resolve("t.csv"), "a;b\nx;1,5\n\n\"y\nz\";2\nw;-3,25\n");
    TableSource source = CsvTable.source(csv);
    assertEquals(List.of("a", "b"), source.header());
    List<String> expected =
        List.of("x|1.5", "y\nz|2.0", ", line 2, column 2 (b)", "w|-3.25", ", line 6, column 2 (b)");
    assertEquals(expected, cells(source, 2));
    assertEquals(expected, cells(source, 2));
  }

  @Test
  void readsACompressedFile() throws IOException {
    Path csv = folder.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(csv))) {
      out.write("a,b\nx,1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertEquals(List.of("x|1.0", ", line 2, column 2 (b)"), cells(CsvTable.source(csv), 9));
  }

  @Test
  void saysWhatIsWrongInALaterPart() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int record = 0; record < 2000; record++) {
      text.append(record == 1500 ? "x\n" : "x,1\n");
    }
    Path csv = Files.writeString(folder.resolve("t.csv"), text);
    TableSource source = CsvTable.source(csv);
    assertEquals(
        csv
            + ", line 1502: every record must have as many cells as the header, which has 2; this"
            + " one has 1, separated by commas; correct the line, or set the separator",
        String.valueOf(assertThrows(CsvException.class, () -> cells(source, 100)).getMessage())
            .replaceFirst("^\\w+: ", ""));
    Files.delete(csv);
    assertThrows(CsvException.class, () -> cells(source, 100));
    assertThrows(CsvException.class, () -> CsvTable.source(csv));
  }
}
