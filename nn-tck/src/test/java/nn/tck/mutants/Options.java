package nn.tck.mutants;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param sample how many mutants; all if it is as large as an int can be
 * @param file only mutants of this source, without its ending
 * @param operator only mutants of this operator
 * @param id only this mutant
 * @param levels of the suite, one after the other until a rule fails
 * @param log where the outcomes are
 * @param jobs how many are tried at the same time
 * @param action what is done with the mutants
 */
record Options(
    Subject subject,
    int sample,
    long seed,
    @Nullable String file,
    @Nullable Operator operator,
    @Nullable String id,
    List<String> levels,
    @Nullable Path log,
    int jobs,
    Action action) {

  /** What is done. */
  enum Action {
    /** They are tried, and the report printed. */
    RUN,
    /** They are counted and printed. */
    LIST,
    /** The report on the log is printed. */
    REPORT
  }

  static final String HELP =
      """
      Usage: mutants [option value]...
        --subject S    vector, naive or heap; vector if not given
        --sample N     so many mutants, operators taking turns; all if not given
        --seed S       of the sample and of thresholds; 1 if not given
        --file F       only mutants of this source: DoubleProduct
        --operator O   only mutants of this operator: extent
        --id ID        only this mutant
        --levels L,L   levels of the suite, one after the other; smoke,standard if not given
        --log FILE     where outcomes go and are read: what is in it is not run again
        --jobs N       so many at the same time; 1 if not given
        --action A     run, list (the mutants, without running them) or report (on the log)
      """;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if something is not as in {@link #HELP}
   */
  static Options parse(String... args) {
    Options options =
        new Options(
            Subject.VECTOR,
            Integer.MAX_VALUE,
            1,
            null,
            null,
            null,
            List.of("smoke", "standard"),
            null,
            1,
            Action.RUN);
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("mutants: " + args[i] + " needs a value\n" + HELP);
      }
      options = options.with(args[i], args[i + 1]);
    }
    return options;
  }

  private Options with(String option, String value) {
    return new Options(
        option.equals("--subject") ? Subject.of(value) : subject,
        option.equals("--sample") ? Integer.parseInt(value) : sample,
        option.equals("--seed") ? Long.parseLong(value) : seed,
        option.equals("--file") ? value : file,
        option.equals("--operator") ? Operator.of(value) : operator,
        option.equals("--id") ? value : id,
        option.equals("--levels") ? Arrays.asList(value.split(",")) : levels,
        option.equals("--log") ? Path.of(value) : log,
        option.equals("--jobs") ? Integer.parseInt(value) : jobs,
        option.equals("--action")
            ? Action.valueOf(value.toUpperCase(Locale.ROOT))
            : action(option));
  }

  private Action action(String option) {
    if (!HELP.contains("\n  " + option + " ")) {
      throw new IllegalArgumentException("mutants: there is no option " + option + "\n" + HELP);
    }
    return action;
  }

  /** Whether a mutant is one of those that were asked for. */
  boolean wants(Mutant mutant) {
    return (file == null || mutant.id().startsWith(file + "#"))
        && (operator == null || mutant.operator() == operator)
        && (id == null || mutant.id().equals(id));
  }
}
