package nn.io.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs in Python: by the interpreter that the environment variable {@code NN_PYTHON} names,
 * where a missing package is a failure, else by one that has the packages, or none.
 */
final class Python {
  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

  /** Whether all packages are there; importing them would take seconds. */
  private static final String HAS_ALL =
      "import importlib.util, sys; sys.exit(None in map(importlib.util.find_spec, sys.argv[1:]))";

  private final String interpreter;

  private Python(String interpreter) {
    this.interpreter = interpreter;
  }

  /** An interpreter that has packages; without one the test is skipped. */
  static Python with(String... packages) throws IOException, InterruptedException {
    String named = System.getenv("NN_PYTHON");
    if (named != null) {
      return new Python(named);
    }
    for (String interpreter : INTERPRETERS) {
      try {
        List<String> question = new ArrayList<>(List.of(interpreter, "-c", HAS_ALL));
        question.addAll(List.of(packages));
        if (run(question, Path.of("."), Redirect.DISCARD) == 0) {
          return new Python(interpreter);
        }
      } catch (IOException missing) {
        // The next one may be there.
      }
    }
    return abort("no Python with " + List.of(packages) + " is here; set NN_PYTHON to one");
  }

  /** Runs a program in a folder; it must end without an error. */
  void run(String program, Path folder) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("program.py"), program);
    Path output = folder.resolve("python.txt");
    int status = run(List.of(interpreter, file.toString()), folder, Redirect.to(output.toFile()));
    assertEquals(0, status, Files.readString(output));
  }

  private static int run(List<String> command, Path folder, Redirect output)
      throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output)
        .start()
        .waitFor();
  }
}
