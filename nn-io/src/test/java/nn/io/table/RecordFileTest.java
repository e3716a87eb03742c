package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
  @TempDir Path folder;

  /** More numbers than one buffer holds, and none of its ends where a record ends. */
  @Test
  void manyRecordsAreReadAsTheyWereWritten() {
    int width = 7;
    int records = 100_000;
    double[] written = new double[records * width];
    Arrays.setAll(written, i -> i);
    try (RecordFile file = RecordFile.create(folder, width)) {
      file.append(written);
      double[] read = new double[records * width];
      file.read(1, records - 2, read, 3);
      for (int i = 0; i < (records - 2) * width; i++) {
        assertEquals(width + i, read[3 + i]);
      }
      assertEquals(0, read[2]);
      assertEquals(0, read[3 + (records - 2) * width]);
    }
  }
}
