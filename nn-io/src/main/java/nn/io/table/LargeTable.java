package nn.io.table;

import java.nio.file.Path;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.Message;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.random.Philox;
import nn.core.training.Training;

/**
 * A table that need not fit in memory, encoded: it is read twice, once to learn what its columns
 * are and once to encode its records, whose inputs go to a temporary file.
 *
 * <pre>{@code
 * try (LargeTable table = LargeTable.encode(source, TableSpec.ofTarget("fare"), folder)) {
 *   DataSet.Split split = table.split(0.1, 100);
 *   TableModel model = table.fit(split, TableNetwork.usual(), Training.epochs(1).batch(512), backend);
 * }
 * }</pre>
 *
 * <p>A training reads each record's inputs from the file when its batch comes, so it shuffles
 * records one by one and has the bits that it would have in memory. The file takes 8 bytes for each
 * input of each record. In memory are, for each record, 8 bytes for each target and some 24 for its
 * places in splits and orders. Closing it deletes the file.
 */
public final class LargeTable implements AutoCloseable {
  private static final int CELLS_AT_ONCE = 1 << 17;
  private static final int INPUTS_AT_ONCE = 1 << 17; // a cell may become a thousand of them

  private final TableEncoding encoding;
  private final RecordFile file;
  private final DataSet records;

  private LargeTable(TableEncoding encoding, RecordFile file, DataSet records) {
    this.encoding = encoding;
    this.file = file;
    this.records = records;
  }

  /**
   * Reads a table twice.
   *
   * @param folder where the temporary file is; {@code java.io.tmpdir} is the usual one, and may be
   *     in memory
   * @throws IllegalArgumentException if the specification names a column that is not there, or
   *     leaves no feature
   * @throws TableException if the table cannot be read or encoded
   * @throws nn.io.file.FileFormatException if the temporary file cannot be written
   */
  public static LargeTable encode(TableSource source, TableSpec spec, Path folder) {
    TableSummary summary = new TableSummary(source.name(), source.header(), spec);
    int most = Math.max(1, CELLS_AT_ONCE / source.header().size());
    long[] count = new long[1];
    source.forEachPart(
        most,
        part -> {
          summary.add(part);
          count[0] += part.records();
        });
    TableEncoding encoding = summary.encoding();
    int outputs = encoding.target().outputs();
    if (count[0] * outputs > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          Message.of(
              "encode: all targets must fit in an array; use fewer records: %s has %d of %d targets",
              source.name(), count[0], outputs));
    }
    RecordFile file = RecordFile.create(folder, encoding.inputCount());
    try {
      double[] targets = write(source, most, encoding, file, (int) count[0]);
      DataSet records =
          DataSet.ofSource((int) count[0], file, encoding.inputCount(), targets, outputs);
      return new LargeTable(encoding, file, records);
    } catch (Throwable failure) {
      file.close();
      throw failure;
    }
  }

  /** Writes all features, and returns the targets. */
  private static double[] write(
      TableSource source, int most, TableEncoding encoding, RecordFile file, int records) {
    int outputs = encoding.target().outputs();
    double[] targets = new double[records * outputs];
    int[] next = new int[1];
    source.forEachPart(
        most,
        part -> {
          if (part.records() > records - next[0]) {
            throw changed(source);
          }
          encoding.encodeFeatures(part, INPUTS_AT_ONCE, file::append);
          encoding.encodeTargets(part, targets, next[0]);
          next[0] += part.records();
        });
    if (next[0] < records) {
      throw changed(source);
    }
    return targets;
  }

  private static TableException changed(TableSource source) {
    return TableException.of(
        source.name(), "it has changed while it was read; read it again when nobody writes to it");
  }

  /** How cells became numbers. */
  public TableEncoding encoding() {
    return encoding;
  }

  /** All records, targets in their own unit. */
  public DataSet records() {
    return records;
  }

  /**
   * Splits the records by a hash of their number: a record is in the test part if the first 24 bits
   * of Philox with the seed as key are below {@code testShare}. So a record stays in its part when
   * others are added after it. Both parts keep the table's order.
   *
   * @param testShare in {@code (0, 1)}
   * @throws IllegalArgumentException if it is outside, or a part would be empty
   */
  public DataSet.Split split(double testShare, int seed) {
    if (!(testShare > 0 && testShare < 1)) {
      throw new IllegalArgumentException(
          "split: test share must be above 0 and below 1: " + testShare);
    }
    Philox philox = new Philox(seed);
    boolean[] tests = new boolean[records.records()];
    double[] uniform = new double[1];
    for (int record = 0; record < tests.length; record++) {
      philox.uniform(0, 0, record, uniform, 1);
      tests[record] = uniform[0] < testShare;
    }
    int[] train = IntStream.range(0, tests.length).filter(record -> !tests[record]).toArray();
    int[] test = IntStream.range(0, tests.length).filter(record -> tests[record]).toArray();
    if (train.length == 0 || test.length == 0) {
      throw new IllegalArgumentException(
          Message.of(
              "split: both parts must have a record; choose another share or seed: %d records,"
                  + " share %s, seed %d give %d and %d",
              tests.length, testShare, seed, train.length, test.length));
    }
    return new DataSet.Split(records.select(train), records.select(test));
  }

  /**
   * Trains on one part, and validates with the other.
   *
   * @param split of this table
   * @param training to which the validation is added
   * @param backend which must stay open as long as the model
   * @throws IllegalArgumentException if the network or the training does not fit the records
   * @throws nn.core.training.DivergedException if the training fails
   */
  public TableModel fit(
      DataSet.Split split, TableNetwork network, Training training, Backend backend) {
    TablePreparation preparation = TablePreparation.fit(encoding, split.train());
    Network trained = network.build(encoding, backend);
    try {
      trained.fit(
          preparation.apply(split.train()), training.validation(preparation.apply(split.test())));
      return TableModel.of(preparation, trained);
    } catch (Throwable failure) {
      trained.close();
      throw failure;
    }
  }

  /** Deletes the temporary file; what was taken of the records cannot be read any more. */
  @Override
  public void close() {
    file.close();
  }
}
