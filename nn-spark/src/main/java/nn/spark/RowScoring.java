package nn.spark;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Adds predictions to the rows of a partition, a batch at a time.
 *
 * @param model the bytes of its file
 * @param key of the model in each JVM
 * @param input the columns that it reads
 * @param output the columns that it adds
 */
record RowScoring(
    Broadcast<byte[]> model, ModelCache.Key key, InputColumns input, OutputColumns output)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator(); // which needs no network
    }
    RowModel open =
        ModelCache.OF_JVM.take(key, () -> RowModel.open(model.value(), key.backend().open()));
    // Not at the iterator's end, which a task that takes the first rows alone does not reach.
    TaskCompletionListener release = ended -> ModelCache.OF_JVM.release(key);
    TaskContext.get().addTaskCompletionListener(release);
    return new ScoredRows(rows, open, input, output);
  }
}
