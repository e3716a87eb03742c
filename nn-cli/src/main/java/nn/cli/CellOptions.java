package nn.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nn.io.table.CellPolicies;
import nn.io.table.MissingPolicy;
import nn.io.table.UnknownPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what becomes of missing cells and unknown categories. */
final class CellOptions {

  @Option(
      names = "--missing",
      paramLabel = "[COLUMN=]POLICY",
      description =
          "What becomes of missing cells, of one column or of all others: refuse, mean or"
              + " most-frequent. The latter two add an input that tells which were missing. May be"
              + " repeated. Default: refuse.")
  List<String> missing = List.of();

  @Option(
      names = "--missing-cells",
      paramLabel = "TEXT,...",
      split = ",",
      description =
          "The cells that count as missing, beside the empty one. Default: ?, NA, N/A, n/a, #N/A,"
              + " NaN, nan, NULL, null.")
  @Nullable List<String> missingCells;

  @Option(
      names = "--unknown",
      paramLabel = "[COLUMN=]POLICY",
      description =
          "What becomes of categories that no record of the table has, in other tables: refuse or"
              + " zeros. May be repeated. Default: refuse.")
  List<String> unknown = List.of();

  /** What they say. */
  CellPolicies policies() {
    CellPolicies policies = CellPolicies.STRICT;
    for (Choice choice : choices("--missing", missing)) {
      MissingPolicy policy = choice.of(MissingPolicy.values());
      policies =
          choice.column == null
              ? policies.missing(policy)
              : policies.missing(choice.column, policy);
    }
    for (Choice choice : choices("--unknown", unknown)) {
      UnknownPolicy policy = choice.of(UnknownPolicy.values());
      policies =
          choice.column == null
              ? policies.unknown(policy)
              : policies.unknown(choice.column, policy);
    }
    return missingCells == null ? policies : policies.missingCells(missingCells);
  }

  private static List<Choice> choices(String option, List<String> texts) {
    List<Choice> choices = new ArrayList<>();
    for (String text : texts) {
      int equals = text.lastIndexOf('=');
      choices.add(
          new Choice(
              option, equals < 0 ? null : text.substring(0, equals), text.substring(equals + 1)));
    }
    return choices;
  }

  /** A policy by name, of a column or of all. */
  private record Choice(String option, @Nullable String column, String name) {
    <P extends Enum<P>> P of(P[] policies) {
      List<String> names =
          Arrays.stream(policies)
              .map(policy -> policy.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList();
      int index = names.indexOf(name);
      if (index < 0) {
        throw ToolException.wrongUse(
            option + ": a policy is one of " + String.join(", ", names) + ": '" + name + "'");
      }
      return policies[index];
    }
  }
}
