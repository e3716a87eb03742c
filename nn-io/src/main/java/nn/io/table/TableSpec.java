package nn.io.table;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a table is the target, what its other columns are, and what becomes of missing
 * cells and unknown categories.
 *
 * @param target the name of the column to learn
 * @param task what to learn about it; null to recognise it
 * @param categorical names of columns whose cells are categories, even where they look like numbers
 * @param ignored names of columns that are no features
 * @param policies for missing cells and unknown categories
 */
public record TableSpec(
    String target,
    @Nullable Task task,
    Set<String> categorical,
    Set<String> ignored,
    CellPolicies policies) {

  /** Copies the sets. */
  public TableSpec {
    categorical = Set.copyOf(categorical);
    ignored = Set.copyOf(ignored);
  }

  /** Every other column is a feature, what can be recognised is, and missing cells are refused. */
  public static TableSpec ofTarget(String target) {
    return new TableSpec(target, null, Set.of(), Set.of(), CellPolicies.STRICT);
  }

  /** This with a task; null to recognise it. */
  public TableSpec task(@Nullable Task task) {
    return new TableSpec(target, task, categorical, ignored, policies);
  }

  /** This with other categorical columns. */
  public TableSpec categorical(Collection<String> names) {
    return new TableSpec(target, task, Set.copyOf(names), ignored, policies);
  }

  /** This with other columns that are no features. */
  public TableSpec ignored(Collection<String> names) {
    return new TableSpec(target, task, categorical, Set.copyOf(names), policies);
  }

  /** This with other policies, as in {@code policies(p -> p.missing(MissingPolicy.MEAN))}. */
  public TableSpec policies(UnaryOperator<CellPolicies> change) {
    return new TableSpec(target, task, categorical, ignored, change.apply(policies));
  }

  /** All columns that it names but the target, sorted. */
  Set<String> namedFeatures() {
    Set<String> named = new TreeSet<>(categorical);
    named.addAll(ignored);
    named.addAll(policies.missingOf().keySet());
    named.addAll(policies.unknownOf().keySet());
    return named;
  }
}
