package nn.tck.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcomes so far, a line of JSON each: what has been run is not run again. */
final class MutantLog {
  private final Path file;
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

  private MutantLog(Path file) {
    this.file = file;
  }

  static MutantLog open(Path file) throws IOException {
    MutantLog log = new MutantLog(file);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          Outcome outcome = Outcome.fromJson(line);
          log.outcomes.put(outcome.id(), outcome);
        }
      }
    }
    return log;
  }

  synchronized boolean has(Mutant mutant) {
    return outcomes.containsKey(mutant.id());
  }

  /** Adds an outcome, at once in the file. */
  synchronized void add(Outcome outcome) throws IOException {
    outcomes.put(outcome.id(), outcome);
    Files.writeString(
        file, outcome.toJson() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  synchronized List<Outcome> outcomes() {
    return new ArrayList<>(outcomes.values());
  }
}
