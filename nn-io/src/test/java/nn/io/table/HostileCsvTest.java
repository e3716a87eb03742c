package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Whatever is in a file, it is a table or refused by the one exception, in one line. */
class HostileCsvTest {
  private static final int FILES = Boolean.getBoolean("nn.full") ? 50_000 : 3_000;
  private static final String MARKS = ",;\t|\"'\r\n \0.-+eE0123456789abcNA?\uFEFFé€😀";

  @Test
  void damagedFilesAreTablesOrRefused() throws IOException {
    Random random = new Random(1);
    List<byte[]> good = good();
    int read = 0;
    for (int i = 0; i < FILES; i++) {
      read += isRead(damaged(good.get(random.nextInt(good.size())), random)) ? 1 : 0;
    }
    assertTrue(read > FILES / 20 && read < FILES, read + " of " + FILES); // both happen
  }

  @Test
  void randomTextsAreTablesOrRefused() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < FILES; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        text.appendCodePoint(
            MARKS.codePointAt(
                MARKS.offsetByCodePoints(
                    0, random.nextInt(MARKS.codePointCount(0, MARKS.length())))));
      }
      isRead(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void randomBytesAreRefused() throws IOException {
    byte[] bytes = new byte[1 << 16];
    new Random(3).nextBytes(bytes);
    assertFalse(isRead(bytes));
  }

  @Test
  void longCellsAndManyQuotesDoNotOverflow() throws IOException {
    String digits = "1,234".repeat(20_000).replace("4", "4 ");
    isRead(("a;b\n" + digits + ";1\n").getBytes(StandardCharsets.UTF_8));
    isRead(("a\n" + "\"\"".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
    isRead("\"".repeat(100_001).getBytes(StandardCharsets.UTF_8));
    isRead("\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
  }

  /** A gigabyte of nothing, in a megabyte. */
  @Test
  void aCompressedBombIsRefusedForItsFirstLongCell() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      byte[] block = new byte[1 << 20];
      Arrays.fill(block, (byte) 'a');
      for (int i = 0; i < 64; i++) {
        stream.write(block);
      }
    }
    assertFalse(isRead(bytes.toByteArray()));
  }

  private static List<byte[]> good() throws IOException {
    List<byte[]> files = new ArrayList<>();
    String plain = "a,b,kind\n1.5,2,x\n3.5,4,\"y\n1\"\n5,\"6\",x\n";
    files.add(plain.getBytes(StandardCharsets.UTF_8));
    files.add(plain.replace(',', ';').getBytes(StandardCharsets.UTF_8));
    files.add(plain.replace("x", "é").getBytes(StandardCharsets.ISO_8859_1));
    files.add(("\uFEFF" + plain).getBytes(StandardCharsets.UTF_16LE));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(plain.getBytes(StandardCharsets.UTF_8));
    }
    files.add(bytes.toByteArray());
    return files;
  }

  /** Bytes changed, cut off, and doubled. */
  private static byte[] damaged(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    int from = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : 0;
    int to = random.nextInt(4) == 0 ? from + random.nextInt(bytes.length - from) : bytes.length;
    return Arrays.copyOfRange(bytes, from, random.nextInt(8) == 0 ? to + 3 : to);
  }

  /** Reads, and encodes with the last column as target. */
  private static boolean isRead(byte[] bytes) throws IOException {
    try {
      CsvTable table = CsvTable.read("t.csv", new ByteArrayInputStream(bytes));
      TableEncoding encoding =
          TableEncoding.fit(
              table, TableSpec.ofTarget(table.header().get(table.header().size() - 1)));
      encoding.encode(table);
      TableWarnings.of(table, encoding);
      return true;
    } catch (TableException refused) {
      assertEquals(1, String.valueOf(refused.getMessage()).lines().count(), refused.getMessage());
      assertTrue(String.valueOf(refused.getMessage()).length() < 5000);
      return false;
    } catch (IllegalArgumentException singleColumn) {
      assertTrue(
          String.valueOf(singleColumn.getMessage())
              .contains("at least one column must be a feature"),
          singleColumn.getMessage());
      return false;
    }
  }
}
