package nn.core.data;

import nn.api.Backend;
import nn.api.Message;
import nn.api.Tensor;
import nn.core.array.Rows;

/** The features of a data set, held in either number type, or read whenever they are needed. */
sealed interface Features {

  int records();

  /** The number of features of a record. */
  int width();

  double get(int record, int input);

  /** Copies some records, one after another, into {@code target} from {@code offset} on. */
  void read(int record, int count, double[] target, int offset);

  /** Copies some records into the columns of a tensor, {@code column} the first. */
  void write(int record, int count, Backend backend, Tensor x, int column);

  /** The records with these indices, which exist. */
  Features select(int[] indices);

  /** Each record changed, in the same number type. */
  Features map(DataSet.RecordMap map);

  /** As doubles, in an array of its own. */
  default double[] toArray() {
    double[] copy = new double[size()];
    read(0, records(), copy, 0);
    return copy;
  }

  /** As floats, in an array of its own. */
  default float[] toFloatArray() {
    float[] copy = new float[size()];
    forEach(
        (record, count, values) -> {
          for (int i = 0; i < count * width(); i++) {
            copy[record * width() + i] = (float) values[i];
          }
        });
    return copy;
  }

  private int size() {
    if ((long) records() * width() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          Message.of(
              "data: the features do not fit in one array; select fewer records: %d records of %d",
              records(), width()));
    }
    return records() * width();
  }

  /** What is done with some records, which are in an array, one after another. */
  @FunctionalInterface
  interface Visitor {
    void visit(int record, int count, double[] values);
  }

  /**
   * Visits all records in their order, some thousand numbers at a time; how many records at a time
   * can be divided by four, but for the last.
   */
  default void forEach(Visitor visitor) {
    int most = Math.min(records(), 4 * Math.max(1, (1 << 12) / width()));
    double[] values = new double[most * width()];
    for (int record = 0; record < records(); record += most) {
      int count = Math.min(most, records() - record);
      read(record, count, values, 0);
      visitor.visit(record, count, values);
    }
  }

  /**
   * In FLOAT64.
   *
   * @param values one record after another; taken over
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Doubles(double[] values, int width) implements Features {

    @Override
    public int records() {
      return values.length / width;
    }

    @Override
    public double get(int record, int input) {
      return values[record * width + input];
    }

    @Override
    public void read(int record, int count, double[] target, int offset) {
      System.arraycopy(values, record * width, target, offset, count * width);
    }

    @Override
    public void write(int record, int count, Backend backend, Tensor x, int column) {
      backend.write(values, record * width, x, column * width, (column + count) * width);
    }

    @Override
    public Doubles select(int[] indices) {
      return new Doubles(Rows.select(values, width, indices), width);
    }

    @Override
    public Doubles map(DataSet.RecordMap map) {
      double[] mapped = values.clone();
      for (int from = 0; from < mapped.length; from += width) {
        map.apply(mapped, from);
      }
      return new Doubles(mapped, width);
    }
  }

  /**
   * In FLOAT32: half the memory, and half of what a batch reads.
   *
   * @param values one record after another; taken over
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Floats(float[] values, int width) implements Features {

    @Override
    public int records() {
      return values.length / width;
    }

    @Override
    public double get(int record, int input) {
      return values[record * width + input];
    }

    @Override
    public void read(int record, int count, double[] target, int offset) {
      int from = record * width;
      for (int i = 0; i < count * width; i++) {
        target[offset + i] = values[from + i];
      }
    }

    @Override
    public void write(int record, int count, Backend backend, Tensor x, int column) {
      backend.write(values, record * width, x, column * width, (column + count) * width);
    }

    @Override
    public Floats select(int[] indices) {
      float[] selected = new float[Math.multiplyExact(indices.length, width)];
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(values, indices[i] * width, selected, i * width, width);
      }
      return new Floats(selected, width);
    }

    @Override
    public Floats map(DataSet.RecordMap map) {
      float[] mapped = new float[values.length];
      double[] features = new double[width];
      for (int record = 0; record < records(); record++) {
        read(record, 1, features, 0);
        map.apply(features, 0);
        for (int input = 0; input < width; input++) {
          mapped[record * width + input] = (float) features[input];
        }
      }
      return new Floats(mapped, width);
    }
  }

  /** Read from a source whenever they are needed; selecting and mapping read nothing. */
  record Stored(FeatureSource source, int records, int width) implements Features {

    @Override
    public double get(int record, int input) {
      double[] values = new double[width];
      source.read(record, 1, values, 0);
      return values[input];
    }

    @Override
    public void read(int record, int count, double[] target, int offset) {
      source.read(record, count, target, offset);
    }

    @Override
    public void write(int record, int count, Backend backend, Tensor x, int column) {
      double[] values = new double[count * width];
      source.read(record, count, values, 0);
      backend.write(values, 0, x, column * width, (column + count) * width);
    }

    @Override
    public Stored select(int[] indices) {
      int[] own = indices.clone();
      FeatureSource selected =
          (record, count, target, offset) -> {
            int run;
            for (int i = 0; i < count; i += run) {
              run = 1; // records that follow each other there, too
              while (i + run < count && own[record + i + run] == own[record + i] + run) {
                run++;
              }
              source.read(own[record + i], run, target, offset + i * width);
            }
          };
      return new Stored(selected, own.length, width);
    }

    @Override
    public Stored map(DataSet.RecordMap map) {
      FeatureSource mapped =
          (record, count, target, offset) -> {
            source.read(record, count, target, offset);
            for (int i = 0; i < count; i++) {
              map.apply(target, offset + i * width);
            }
          };
      return new Stored(mapped, records, width);
    }
  }
}
