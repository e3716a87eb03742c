package nn.io.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a table's columns after one pass over its records, part by part. */
final class TableSummary {
  private final String table;
  private final List<String> header;
  private final TableSpec spec;
  private final @Nullable ColumnSummary[] columns; // null where a column is ignored
  private long records;

  /**
   * A table of which nothing has been read yet.
   *
   * @throws IllegalArgumentException if the specification names a column that is not there, or
   *     leaves no feature
   * @throws TableException if a column is not there because the header seems to be a record
   */
  TableSummary(String table, List<String> header, TableSpec spec) {
    this.table = table;
    this.header = header;
    this.spec = spec;
    requireColumns();
    columns = new @Nullable ColumnSummary[header.size()];
    for (int i = 0; i < columns.length; i++) {
      if (!spec.ignored().contains(header.get(i))) {
        columns[i] = new ColumnSummary(table, header.get(i), spec.policies().missingCells());
      }
    }
    if (header.stream().allMatch(n -> n.equals(spec.target()) || spec.ignored().contains(n))) {
      throw new IllegalArgumentException(
          "encode: at least one column must be a feature: the columns are "
              + Columns.shortened(header)
              + ", the target is "
              + spec.target());
    }
  }

  private void requireColumns() {
    if (spec.namedFeatures().contains(spec.target())) {
      throw new IllegalArgumentException(
          "encode: the target cannot be a categorical or ignored feature, nor have a policy for"
              + " missing or unknown cells: "
              + spec.target());
    }
    List<String> named = new ArrayList<>(spec.namedFeatures());
    named.add(spec.target());
    for (String name : named) {
      if (!header.contains(name) && Columns.looksLikeRecord(header)) {
        throw TableException.of(
            table,
            "there is no column '"
                + name
                + "'; if the first line, "
                + Columns.shortened(header)
                + ", is a record, say that there is no header",
            TableSetting.HEADER,
            null);
      }
      if (!header.contains(name)) {
        throw new IllegalArgumentException(
            "encode: "
                + table
                + " has no column '"
                + name
                + "'; its columns are "
                + Columns.shortened(header));
      }
    }
  }

  /** Looks at every cell of a table, or of a part of one with the same header. */
  void add(Table part) {
    records += part.records();
    for (int i = 0; i < columns.length; i++) {
      ColumnSummary column = columns[i];
      if (column != null) {
        column.add(part, i);
      }
    }
  }

  /**
   * The encoding of what has been read.
   *
   * @throws TableException if it cannot be encoded
   */
  TableEncoding encoding() {
    if (records == 0) {
      throw TableException.of(table, "there is no record; add some");
    }
    List<FeatureColumn> features = new ArrayList<>();
    TargetColumn target = null;
    for (ColumnSummary column : columns) {
      if (column == null) {
        continue;
      }
      if (column.name().equals(spec.target())) {
        target = TargetColumn.fit(column, spec.task());
      } else {
        features.add(feature(column));
      }
    }
    if (target == null) {
      throw new IllegalStateException("encode: the target was found before: " + spec.target());
    }
    return TableEncoding.fitted(features, target, spec.policies().missingCells());
  }

  private FeatureColumn feature(ColumnSummary column) {
    CellPolicies policies = spec.policies();
    MissingPolicy policy = policies.missing(column.name());
    ColumnSummary.Odd missing = column.firstMissing();
    boolean categorical = spec.categorical().contains(column.name());
    if (!categorical && column.texts() > 0 && column.numbers() > 0) {
      return NumericFeature.fit(column, policy); // which says what is wrong
    }
    if (missing != null && policy == MissingPolicy.REFUSE) {
      throw Cells.missing(
          missing.place(),
          missing.text(),
          column.name(),
          !categorical && column.numbers() > 0 ? "number" : "category");
    }
    if (column.missing() == column.records()) {
      throw column.problem("has no value in any record; leave it out", TableSetting.IGNORED);
    }
    if (categorical) {
      return CategoricalFeature.fit(column, policies);
    }
    ColumnSummary.Odd otherwise = column.firstOtherwiseWritten();
    if (column.numbers() == 0 && otherwise != null) {
      throw Cells.notANumber(
          otherwise.place(),
          otherwise.text(),
          column.name(),
          ", or declare the column categorical",
          TableSetting.DECIMAL);
    }
    return column.numbers() == 0
        ? CategoricalFeature.fit(column, policies)
        : NumericFeature.fit(column, policy);
  }
}
