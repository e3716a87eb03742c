package nn.tck.mutants;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of a mutant: a line of the log.
 *
 * @param id the mutant's
 * @param result what the suite said
 * @param rule the rule that failed; 0 if none did, or the JVM ended by itself
 * @param run the backend, the level and the path that computed, of the run that decided
 * @param seconds of all its runs
 * @param change what was changed, for readers
 * @param message of the rule that failed
 */
record Outcome(
    String id,
    String file,
    long line,
    Result result,
    int rule,
    String run,
    double seconds,
    String change,
    String message) {

  /** How it ended. */
  enum Result {
    KILLED,
    SURVIVED,
    TIMED_OUT,
    NOT_COMPILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private static final Pattern CELL = Pattern.compile("\"(\\w+)\": \"?((?:\\\\.|[^\"\\\\,}])*)");

  /** The operator, which the id names. */
  Operator operator() {
    int from = id.indexOf('/') + 1;
    return Operator.of(id.substring(from, id.indexOf('/', from)));
  }

  /** A line of JSON. */
  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"id\": \"%s\", \"result\": \"%s\", \"rule\": %d, \"run\": \"%s\", \"seconds\": %.1f,"
            + " \"file\": \"%s\", \"line\": %d, \"change\": \"%s\", \"message\": \"%s\"}",
        id,
        result,
        rule,
        run,
        seconds,
        file,
        line,
        escape(change),
        escape(message));
  }

  /** What the report needs of a line; the texts for readers are not read again. */
  static Outcome fromJson(String json) {
    return new Outcome(
        cell(json, "id"),
        cell(json, "file"),
        Long.parseLong(cell(json, "line")),
        Result.valueOf(cell(json, "result").toUpperCase(Locale.ROOT).replace(' ', '_')),
        Integer.parseInt(cell(json, "rule")),
        cell(json, "run"),
        Double.parseDouble(cell(json, "seconds")),
        "",
        "");
  }

  private static String cell(String json, String key) {
    Matcher cell = CELL.matcher(json);
    while (cell.find()) {
      if (cell.group(1).equals(key)) {
        return cell.group(2);
      }
    }
    throw new IllegalArgumentException("mutants: the log has a line without " + key + ": " + json);
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c < ' ' ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
