package nn.tck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nn.api.DType;
import org.jspecify.annotations.Nullable;

/**
 * Rules that a backend is known to break: the lines of {@value #FILE} on the class path of the
 * tests, each with a rule, a number type or {@code *} for all, the last day on which the line
 * holds, and the reason:
 *
 * <pre>
 * # rule  dtype    until       reason
 * 704     FLOAT32  2027-03-31  the library flushes subnormal numbers to zero; reported to its authors
 * </pre>
 *
 * <p>The list is strict: a rule that is listed and passes fails, as does a line that has expired or
 * cannot be read.
 */
record ExpectedFailures(List<Line> lines) {

  static final String FILE = "tck-expected-failures.txt";

  /**
   * One line.
   *
   * @param rule the rule's number
   * @param dtype null for all
   * @param until the last day
   * @param reason why it fails
   */
  record Line(int rule, @Nullable DType dtype, LocalDate until, String reason) {

    private boolean overlaps(Line other) {
      return rule == other.rule && (dtype == null || other.dtype == null || dtype == other.dtype);
    }

    @Override
    public String toString() {
      return "rule "
          + rule
          + (dtype == null ? "" : " in " + dtype)
          + " until "
          + until
          + ": "
          + reason;
    }
  }

  /** Reads the file that is named, else the one beside the tests, else nothing. */
  static ExpectedFailures load(
      @Nullable Path named, Class<?> tests, Set<Integer> rules, LocalDate today)
      throws IOException {
    if (named != null) {
      return parse(Files.readString(named), rules, today);
    }
    try (InputStream file = tests.getResourceAsStream("/" + FILE)) {
      return file == null
          ? new ExpectedFailures(List.of())
          : parse(new String(file.readAllBytes(), StandardCharsets.UTF_8), rules, today);
    }
  }

  /**
   * Reads such a file's text.
   *
   * @throws IllegalArgumentException if a line has expired, names a rule that there is not, is
   *     there twice, or is malformed
   */
  static ExpectedFailures parse(String text, Set<Integer> rules, LocalDate today) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String written : text.lines().toList()) {
      number++;
      if (!written.isBlank() && !written.stripLeading().startsWith("#")) {
        Line line = line(written.strip(), number);
        check(rules.contains(line.rule), number, "there is no rule " + line.rule);
        check(!line.until.isBefore(today), number, "it has expired: " + line);
        check(
            lines.stream().noneMatch(line::overlaps), number, "the rule is listed twice: " + line);
        lines.add(line);
      }
    }
    return new ExpectedFailures(List.copyOf(lines));
  }

  private static Line line(String written, int number) {
    String[] cells = written.split("\\s+", 4);
    check(cells.length == 4, number, "needed are rule, dtype or *, last day, reason: " + written);
    try {
      return new Line(
          Integer.parseInt(cells[0]),
          cells[1].equals("*") ? null : DType.valueOf(cells[1]),
          LocalDate.parse(cells[2]),
          cells[3]);
    } catch (DateTimeParseException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          FILE + ", line " + number + ": " + wrong.getMessage() + ": " + written, wrong);
    }
  }

  private static void check(boolean holds, int number, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(FILE + ", line " + number + ": " + problem);
    }
  }

  /** The line for a rule in a number type, or for a rule in all; null if there is none. */
  @Nullable Line of(int rule, @Nullable DType dtype) {
    return lines.stream()
        .filter(line -> line.rule == rule && line.dtype == dtype)
        .findFirst()
        .orElse(null);
  }
}
