package nn.tck.mutants;

import java.util.Comparator;
import java.util.List;

/**
 * A source with one fault.
 *
 * @param id names it in the log and among the equivalent ones: the method, the operator, and a hash
 *     of what stands there before and after; so it stays the same where other code changes
 * @param file the source's name
 * @param line of the fault
 * @param edits what makes the mutant out of the source
 */
record Mutant(String id, Operator operator, String file, long line, List<Edit> edits) {

  /** What stands between two places of the source, and what stands there instead. */
  record Edit(int start, int end, String text) {}

  /** The mutated source. */
  String apply(String source) {
    StringBuilder text = new StringBuilder(source);
    edits.stream() // from the last on, so that places before it stay where they are
        .sorted(Comparator.comparingInt(Edit::start).reversed())
        .forEach(edit -> text.replace(edit.start, edit.end, edit.text));
    return text.toString();
  }

  /** What was there, and what is there now, in one line. */
  String change(String source) {
    StringBuilder change = new StringBuilder();
    for (Edit edit : edits) {
      change.append(change.isEmpty() ? "" : "; ");
      change.append(source, edit.start, edit.end).append(" -> ").append(edit.text);
    }
    return change.toString().replaceAll("\\s+", " ").strip();
  }
}
