package nn.io.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsPageTest {

  @ParameterizedTest
  @EnumSource(FileProblem.class)
  void everyCodeIsExplained(FileProblem problem) throws IOException {
    String page = Files.readString(Path.of("../docs/errors.md"));
    assertTrue(page.contains("\n## " + problem.code() + "\n"), problem.code());
    assertTrue(
        page.contains("| [" + problem.code() + "](#" + problem.code().replace("NN", "nn") + ") |"),
        problem.code());
    assertTrue(page.contains(" [" + problem.code() + "]\n"), "an example of " + problem.code());
  }
}
