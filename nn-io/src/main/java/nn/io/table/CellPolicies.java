package nn.io.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which cells are missing, and what becomes of those and of unknown categories.
 *
 * @param missing of columns that have no policy of their own
 * @param missingOf by the names of columns
 * @param unknown of columns that have no policy of their own
 * @param unknownOf by the names of columns
 * @param missingCells the texts of cells that count as missing; the empty one always does
 */
public record CellPolicies(
    MissingPolicy missing,
    Map<String, MissingPolicy> missingOf,
    UnknownPolicy unknown,
    Map<String, UnknownPolicy> unknownOf,
    Set<String> missingCells) {

  /** What counts as missing unless something else is said: the empty cell and these. */
  public static final List<String> USUAL_MISSING_CELLS =
      List.of("", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null");

  /** Refuses what is missing or unknown. */
  public static final CellPolicies STRICT =
      new CellPolicies(
          MissingPolicy.REFUSE,
          Map.of(),
          UnknownPolicy.REFUSE,
          Map.of(),
          Set.copyOf(USUAL_MISSING_CELLS));

  /** Copies, and adds the empty cell to the missing ones. */
  public CellPolicies {
    missingOf = Map.copyOf(missingOf);
    unknownOf = Map.copyOf(unknownOf);
    Set<String> cells = new TreeSet<>(missingCells);
    cells.add("");
    missingCells = Set.copyOf(cells);
  }

  /** These with a policy for missing cells of all columns that have none of their own. */
  public CellPolicies missing(MissingPolicy policy) {
    return new CellPolicies(policy, missingOf, unknown, unknownOf, missingCells);
  }

  /** These with a policy for missing cells of a column. */
  public CellPolicies missing(String column, MissingPolicy policy) {
    return new CellPolicies(
        missing, with(missingOf, column, policy), unknown, unknownOf, missingCells);
  }

  /** These with a policy for unknown categories of all columns that have none of their own. */
  public CellPolicies unknown(UnknownPolicy policy) {
    return new CellPolicies(missing, missingOf, policy, unknownOf, missingCells);
  }

  /** These with a policy for unknown categories of a column. */
  public CellPolicies unknown(String column, UnknownPolicy policy) {
    return new CellPolicies(
        missing, missingOf, unknown, with(unknownOf, column, policy), missingCells);
  }

  /** These with other texts that count as missing, beside the empty cell. */
  public CellPolicies missingCells(Collection<String> texts) {
    return new CellPolicies(missing, missingOf, unknown, unknownOf, Set.copyOf(texts));
  }

  /** What becomes of a column's missing cells. */
  public MissingPolicy missing(String column) {
    return missingOf.getOrDefault(column, missing);
  }

  /** What becomes of a column's unknown categories. */
  public UnknownPolicy unknown(String column) {
    return unknownOf.getOrDefault(column, unknown);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
