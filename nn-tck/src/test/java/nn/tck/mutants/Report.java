package nn.tck.mutants;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nn.tck.mutants.Outcome.Result;

/** The figures, as a table of Markdown. */
final class Report {
  private static final String HEAD =
      """
      | operator | run | killed | survived | rate | timed out | not compiled | equivalent |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      """;

  private Report() {}

  /** By operator and overall, then what survived. */
  static String of(List<Outcome> outcomes, Equivalents equivalents) {
    StringBuilder report = new StringBuilder(HEAD);
    for (Operator operator : Operator.values()) {
      List<Outcome> of = outcomes.stream().filter(o -> o.operator() == operator).toList();
      if (!of.isEmpty()) {
        report.append(row(operator.toString(), of, equivalents));
      }
    }
    report.append(row("all", outcomes, equivalents));
    report.append("\nKilled by rule: ").append(rules(outcomes)).append("\n\nSurvived:\n\n");
    outcomes.stream()
        .filter(o -> o.result() == Result.SURVIVED && !equivalents.has(o.id()))
        .forEach(o -> report.append("- `").append(o.id()).append("`, line " + o.line() + "\n"));
    return report.toString();
  }

  /** Those that are equivalent, do not compile or do not end are in no rate. */
  private static String row(String name, List<Outcome> outcomes, Equivalents equivalents) {
    List<Outcome> judged = outcomes.stream().filter(o -> !equivalents.has(o.id())).toList();
    long killed = count(judged, Result.KILLED);
    long survived = count(judged, Result.SURVIVED);
    String rate =
        killed + survived == 0
            ? ""
            : String.format(Locale.ROOT, "%.1f %%", 100.0 * killed / (killed + survived));
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %s | %d | %d | %d |%n",
        name,
        outcomes.size(),
        killed,
        survived,
        rate,
        count(judged, Result.TIMED_OUT),
        count(judged, Result.NOT_COMPILED),
        outcomes.size() - judged.size());
  }

  private static long count(List<Outcome> outcomes, Result result) {
    return outcomes.stream().filter(outcome -> outcome.result() == result).count();
  }

  private static String rules(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.result() == Result.KILLED)
        .collect(Collectors.groupingBy(Outcome::rule, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(rule -> (rule.getKey() == 0 ? "the JVM" : rule.getKey()) + " " + rule.getValue())
        .collect(Collectors.joining(", "));
  }
}
