package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import nn.io.file.FileFormatException;
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

  @Test
  void anInterruptedThreadWritesAndReadsAndStaysInterrupted() {
    double[] read = new double[3];
    try (RecordFile file = RecordFile.create(folder, 3)) {
      Thread.currentThread().interrupt();
      file.append(new double[] {1, 2, 3});
      file.append(new double[] {4, 5, 6});
      file.read(1, 1, read, 0);
      assertTrue(Thread.interrupted(), "it is still interrupted");
      assertArrayEquals(new double[] {4, 5, 6}, read);
      file.read(0, 1, read, 0);
      assertArrayEquals(new double[] {1, 2, 3}, read);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void anInterruptWhileOthersReadDisturbsNobody() throws InterruptedException {
    int records = 1000;
    double[] written = new double[records];
    Arrays.setAll(written, i -> i);
    try (RecordFile file = RecordFile.create(folder, 1)) {
      file.append(written);
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      Thread[] readers = new Thread[3];
      for (int i = 0; i < readers.length; i++) {
        readers[i] = new Thread(() -> readAll(file, records));
        readers[i].setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        readers[i].start();
      }
      while (Arrays.stream(readers).anyMatch(Thread::isAlive)) {
        readers[0].interrupt();
        Thread.sleep(1);
      }
      assertEquals(List.of(), failures);
    }
  }

  private static void readAll(RecordFile file, int records) {
    double[] read = new double[1];
    for (int i = 0; i < 30 * records; i++) {
      file.read(i % records, 1, read, 0);
      assertEquals(i % records, read[0]);
    }
  }

  @Test
  void whatFailsWithoutAMessageIsNamedByItsClass() {
    RecordFile file = RecordFile.create(folder, 1);
    file.close();
    String message =
        String.valueOf(
            assertThrows(FileFormatException.class, () -> file.read(0, 1, new double[1], 0))
                .getMessage());
    assertTrue(
        message.endsWith(
            ": the temporary file of encoded records cannot be read (ClosedChannelException);"
                + " encode the table again [NN-201]"),
        message);
    FileFormatException notWritten =
        assertThrows(FileFormatException.class, () -> file.append(new double[1]));
    assertTrue(
        String.valueOf(notWritten.getMessage())
            .endsWith(
                ": the temporary file of encoded records cannot be written"
                    + " (ClosedChannelException); make room, or name another folder [NN-210]"));
  }
}
