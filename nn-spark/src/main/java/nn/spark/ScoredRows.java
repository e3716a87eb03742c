package nn.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Rows with predictions, in their order. It reads a batch when its first row is asked for. */
final class ScoredRows implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final RowModel model;
  private final InputColumns input;
  private final OutputColumns output;
  private final List<Row> batch = new ArrayList<>();
  private RowModel.@Nullable Predictions predictions; // of the batch
  private int next;

  ScoredRows(Iterator<Row> rows, RowModel model, InputColumns input, OutputColumns output) {
    this.rows = rows;
    this.model = model;
    this.input = input;
    this.output = output;
  }

  @Override
  public boolean hasNext() {
    return next < batch.size() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (predictions == null || next == batch.size()) {
      predictions = readBatch();
    }
    Row row = scored(batch.get(next), output.cells(predictions, next));
    next++;
    return row;
  }

  private RowModel.Predictions readBatch() {
    batch.clear();
    next = 0;
    while (batch.size() < model.rowsAtOnce() && rows.hasNext()) {
      batch.add(rows.next());
    }
    return model.predict(batch, input);
  }

  private static Row scored(Row row, List<Object> added) {
    Object[] cells = new Object[row.size() + added.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i < row.size() ? row.get(i) : added.get(i - row.size());
    }
    return RowFactory.create(cells);
  }
}
