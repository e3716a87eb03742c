package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargerThanMemoryTest {
  private static final boolean SOAK = Boolean.getBoolean("nn.soak");
  private static final long BYTES = SOAK ? 4L << 30 : 32 << 20;
  private static final String HEAP = SOAK ? "-Xmx256m" : "-Xmx24m";
  private static final int TOWNS = 1000;
  private static final String ENOUGH = SOAK ? "-Xmx10g" : "-Xmx256m";

  @TempDir Path folder;

  @Test
  void aFileLargerThanTheHeapSortedByClassTrainsAsInMemory() throws Exception {
    Path csv = folder.resolve("sorted.csv");
    int records = SortedCsv.write(csv, BYTES);
    double streamed = accuracy(HEAP, csv, "file", records);
    double held = accuracy(ENOUGH, csv, "memory", records);
    assertTrue(streamed > 0.85, "accuracy " + streamed);
    assertEquals(held, streamed, 0.01);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(csv), files.toList());
    }
  }

  /** Encoded, a part of the file would not fit into the heap: 80 MB of its 10,000 records. */
  @Test
  void aCategoryOfAThousandTakesNoMoreMemoryThanNumbers() throws Exception {
    StringBuilder lines = new StringBuilder("town,class\n");
    int records = 10_000;
    for (int record = 0; record < records; record++) {
      int town = record % TOWNS;
      lines.append("town ").append(town).append(2 * town < TOWNS ? ",no\n" : ",yes\n");
    }
    Path csv = folder.resolve("towns.csv");
    Files.writeString(csv, lines);
    double accuracy = accuracy("-Xmx48m", csv, "file", records);
    assertTrue(accuracy > 0.85, "accuracy " + accuracy);
  }

  private static double accuracy(String heap, Path csv, String where, int records)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    Process program =
        new ProcessBuilder(
                java,
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                LargeTableProgram.class.getName(),
                csv.toString(),
                where,
                String.valueOf(csv.getParent()))
            .redirectErrorStream(true)
            .start();
    String output =
        new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, program.waitFor(), output);
    List<String> words = List.of(output.split(" "));
    assertEquals(List.of(where, String.valueOf(records)), words.subList(0, 2), output);
    return Double.parseDouble(words.get(2));
  }
}
