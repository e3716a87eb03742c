package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
  @TempDir Path folder;

  @Test
  void nothingIsInPlaceBeforeAllIsWritten() throws IOException {
    Path out = folder.resolve("a/b");
    try (ResultFolder results = ResultFolder.open(out)) {
      results.stage("one.txt", "1");
      assertFalse(Files.exists(out.resolve("one.txt")));
      results.stage("two.txt", "2");
      results.publish();
      assertEquals(List.of("one.txt", "two.txt"), MoonsCommandTest.files(out));
    }
    assertEquals("1", Files.readString(out.resolve("one.txt")));
  }

  @Test
  void aFailureLeavesNoFileAndNoFolderThatWasMadeForIt() throws IOException {
    try (ResultFolder results = ResultFolder.open(folder.resolve("a/b"))) {
      results.stage("one.txt", "1");
      assertThrows(
          ToolException.class,
          () ->
              results.stage(
                  "two.txt",
                  stream -> {
                    stream.write(2);
                    throw new IOException("No space left on device");
                  }));
    }
    assertEquals(List.of(), MoonsCommandTest.files(folder));
  }

  @Test
  void aFailureKeepsTheResultsOfAnEarlierRun() throws IOException {
    Files.writeString(folder.resolve("one.txt"), "before");
    try (ResultFolder results = ResultFolder.open(folder)) {
      results.stage("one.txt", "after");
    }
    assertTrue(Files.isDirectory(folder));
    assertEquals("before", Files.readString(folder.resolve("one.txt")));
    assertEquals(List.of("one.txt"), MoonsCommandTest.files(folder));
  }
}
