package nn.io.table;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a table is the target, and what its other columns are.
 *
 * @param target the name of the column to learn
 * @param task what to learn about it; null to recognise it
 * @param categorical names of columns whose cells are categories, even where they look like numbers
 * @param ignored names of columns that are no features
 */
public record TableSpec(
    String target, @Nullable Task task, Set<String> categorical, Set<String> ignored) {

  /** Copies the sets. */
  public TableSpec {
    categorical = Set.copyOf(categorical);
    ignored = Set.copyOf(ignored);
  }

  /** Every other column is a feature, and all that can be recognised is. */
  public static TableSpec ofTarget(String target) {
    return new TableSpec(target, null, Set.of(), Set.of());
  }

  /** This with a task; null to recognise it. */
  public TableSpec task(@Nullable Task task) {
    return new TableSpec(target, task, categorical, ignored);
  }

  /** This with other categorical columns. */
  public TableSpec categorical(Collection<String> names) {
    return new TableSpec(target, task, Set.copyOf(names), ignored);
  }

  /** This with other columns that are no features. */
  public TableSpec ignored(Collection<String> names) {
    return new TableSpec(target, task, categorical, Set.copyOf(names));
  }
}
