package nn.io.table;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a CSV file of 100 numeric columns that is sorted by class: two normal distributions, whose
 * means are a quarter apart in each column, so that at best Φ(1.25) = 0.894 of the records are told
 * apart.
 */
final class SortedCsv {
  static final int COLUMNS = 100;
  private static final double APART = 0.25;
  private static final int DECIMALS = 10_000;

  private final Random random = new Random(1);

  /** Writes a file of at least so many bytes, and returns the number of its records. */
  static int write(Path file, long bytes) throws IOException {
    SortedCsv csv = new SortedCsv();
    int recordBytes = csv.record(0).length();
    int records = (int) (bytes / recordBytes);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      StringBuilder header = new StringBuilder();
      for (int column = 0; column < COLUMNS; column++) {
        header.append('x').append(column).append(',');
      }
      out.write(header.append("class\n").toString().getBytes(StandardCharsets.US_ASCII));
      for (int record = 0; record < records; record++) {
        String line = csv.record(2L * record < records ? 0 : 1);
        out.write(line.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return records;
  }

  private String record(int label) {
    StringBuilder line = new StringBuilder(8 * COLUMNS);
    for (int column = 0; column < COLUMNS; column++) {
      double x = random.nextGaussian() + APART * label;
      long scaled = Math.round(Math.abs(x) * DECIMALS);
      line.append(x < 0 ? "-" : "").append(scaled / DECIMALS).append('.');
      line.append(String.valueOf(DECIMALS + scaled % DECIMALS), 1, 5).append(',');
    }
    return line.append(label == 0 ? "no\n" : "yes\n").toString();
  }
}
