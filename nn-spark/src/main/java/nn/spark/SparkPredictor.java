package nn.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Message;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.io.file.FileSource;
import nn.io.model.ModelFile;
import nn.io.table.TableModel;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Adds a model's predictions to the rows of a table.
 *
 * <pre>{@code
 * SparkPredictor.of(Path.of("iris.safetensors")).transform(table).show();
 * SparkPredictor.of(network).features("pixels").transform(images);
 * }</pre>
 *
 * <p>A model of a table reads the columns that it was trained on, by their exact names: numbers,
 * text, truth values, and dates, which are text such as {@code 2026-01-31}. What becomes of a cell
 * is what becomes of it in a {@link nn.io.table.MemoryTable}: null is a missing cell, which is
 * refused or filled as the model says, and so are unknown categories. A network alone reads one
 * column of Spark's vectors, dense or sparse, or of arrays of numbers, in which nothing may be
 * null.
 *
 * <p>Three columns are added, none of which has nulls:
 *
 * <table>
 * <caption>Columns that are added</caption>
 * <tr><th>column</th><th>type</th><th>of</th></tr>
 * <tr><td>{@code prediction}</td><td>double</td><td>every model: the class, counted from 0, or the
 *     number in the target's own unit. A vector where a network alone has several outputs that are
 *     numbers or classes of their own, which then are 0 or 1</td></tr>
 * <tr><td>{@code probability}</td><td>vector</td><td>classes: the probability of each. For one
 *     output {@code p} it is {@code [1 − p, p]}. The outputs of a margin classifier, as with the
 *     hinge loss, are no probabilities, so it has none</td></tr>
 * <tr><td>{@code predicted_<target>}</td><td>string</td><td>a model of a table with classes: the
 *     class's name</td></tr>
 * </table>
 *
 * <p>So {@code MulticlassClassificationEvaluator} and {@code RegressionEvaluator} of Spark ML find
 * what they need. The rows keep their columns, their partitions, and their order within them.
 * Predictions have the bits of {@link TableModel#predict(nn.io.table.Table)} or {@link
 * Network#predict(double[], int)} on the driver's backend, however rows are partitioned.
 *
 * <p>The model goes to each executor once, which opens it once for all its tasks. A task holds one
 * batch of rows, at most 1,024, at a time. Immutable.
 */
public final class SparkPredictor implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String NAME = "model"; // what errors call bytes that came from no file
  private static final String TRANSFORM = "transform: ";
  private static final int MOST_SHOWN = 100;

  private final SentModel model;
  private final ModelKind kind;
  private final DType dtype; // of the backend that saved it
  private final @Nullable WorkerBackend backend; // null: what Backends.open chooses
  private final String features;
  private final OutputColumns output;

  private SparkPredictor(
      SentModel model,
      ModelKind kind,
      DType dtype,
      @Nullable WorkerBackend backend,
      String features,
      OutputColumns output) {
    this.model = model;
    this.kind = kind;
    this.dtype = dtype;
    this.backend = backend;
    this.features = features;
    this.output = output;
  }

  /**
   * Of a model file on the driver, with a table's columns or of a network alone. Its backend is the
   * one that {@link Backends#open()} chooses on the driver, with the number type that the file was
   * saved in.
   *
   * @throws nn.io.file.FileFormatException if the file cannot be read or is none of nn
   */
  public static SparkPredictor of(Path file) {
    return of(file.toString(), new FileSource("open", file).bytes());
  }

  /**
   * {@link #of(Path)} of the bytes of a model file.
   *
   * @param name what errors name
   * @param bytes as {@link nn.io.model.ModelWriter#toBytes} gives them; not to be changed any more
   * @throws nn.io.file.FileFormatException if they are none of nn's
   */
  public static SparkPredictor of(String name, byte[] bytes) {
    return of(ModelFile.of(name, bytes), bytes, null);
  }

  /**
   * Of a model of a table, as it is now, on its own backend.
   *
   * @throws nn.io.file.FileFormatException if a plug-in of its network could not be rebuilt
   */
  public static SparkPredictor of(TableModel model) {
    byte[] bytes = ModelFile.of(model).toBytes(NAME);
    try (Network network = model.network()) {
      return of(ModelFile.of(NAME, bytes), bytes, WorkerBackend.of(network.backend()));
    }
  }

  /**
   * Of a network, as it is now, on its own backend.
   *
   * @throws nn.io.file.FileFormatException if a plug-in could not be rebuilt
   */
  public static SparkPredictor of(Network network) {
    byte[] bytes = ModelFile.of(network).toBytes(NAME);
    return of(ModelFile.of(NAME, bytes), bytes, WorkerBackend.of(network.backend()));
  }

  private static SparkPredictor of(ModelFile file, byte[] bytes, @Nullable WorkerBackend backend) {
    ModelKind kind = ModelKind.of(file);
    return new SparkPredictor(
        new SentModel(bytes),
        kind,
        file.dtype(),
        backend,
        "features",
        new OutputColumns("prediction", "probability", "predicted_" + kind.target()));
  }

  /**
   * This on another backend, which every executor must have, too.
   *
   * @param backend whose name, version, number type and tier count; it may be closed afterwards
   */
  public SparkPredictor backend(Backend backend) {
    return new SparkPredictor(model, kind, dtype, WorkerBackend.of(backend), features, output);
  }

  /**
   * This with another column of features; {@code features} without it.
   *
   * @throws IllegalArgumentException if it is a model of a table
   */
  public SparkPredictor features(String column) {
    if (kind.isOfTable()) {
      throw new IllegalArgumentException(
          Message.of(
              TRANSFORM
                  + "a column of features can be named for a network alone; leave it out: '%s'; the"
                  + " model of a table reads %s",
              column,
              shortened(kind.columns())));
    }
    return new SparkPredictor(model, kind, dtype, backend, column, output);
  }

  /** This with another name for the column of predictions; with the empty one it is left out. */
  public SparkPredictor prediction(String column) {
    return with(new OutputColumns(column, output.probability(), output.className()));
  }

  /**
   * This with another name for the column of probabilities, where the model has some; with the
   * empty one it is left out.
   */
  public SparkPredictor probability(String column) {
    return with(new OutputColumns(output.prediction(), column, output.className()));
  }

  /**
   * This with another name for the column of the classes' names, where the model has some; with the
   * empty one it is left out.
   */
  public SparkPredictor className(String column) {
    return with(new OutputColumns(output.prediction(), output.probability(), column));
  }

  private SparkPredictor with(OutputColumns columns) {
    return new SparkPredictor(model, kind, dtype, backend, features, columns);
  }

  byte[] bytes() {
    return model.bytes();
  }

  ModelKind kind() {
    return kind;
  }

  String features() {
    return features;
  }

  OutputColumns output() {
    return output;
  }

  /**
   * The columns that {@link #transform} gives for a table of these columns.
   *
   * @throws IllegalArgumentException as {@link #transform}
   */
  public StructType schema(StructType table) {
    input(table);
    return result(table);
  }

  /**
   * The table with predictions. Nothing is computed before an action asks for rows, but the
   * executors are asked whether they have the backend when a predictor is first used in an
   * application.
   *
   * <p>An action fails where a row's cells do not fit: with a {@link nn.io.table.TableException} or
   * an {@link IllegalArgumentException} that has the row's values, as the cause of Spark's
   * exception.
   *
   * @throws IllegalArgumentException if a column that the model reads is missing, there twice or of
   *     a type that it cannot read, or a column that is to be added is there already
   * @throws SparkJobException if an executor does not have the driver's backend
   * @throws nn.api.provider.BackendException if the driver has none
   */
  public Dataset<Row> transform(Dataset<Row> table) {
    InputColumns input = input(table.schema());
    StructType result = result(table.schema());
    SparkContext context = table.sparkSession().sparkContext();
    WorkerBackend worker = workerBackend().threads(WorkerBackend.taskCpus(context));
    RowScoring scoring =
        new RowScoring(
            model.to(JavaSparkContext.fromSparkContext(context), worker),
            new ModelCache.Key(model.sha256(), worker),
            input,
            output.of(kind));
    Encoder<Row> rows = Encoders.row(numbered(result));
    return table.mapPartitions(scoring, rows).select(named(result));
  }

  /** With numbers for names: a table may have two columns of one name. */
  private static StructType numbered(StructType schema) {
    StructType numbered = new StructType();
    for (StructField field : schema.fields()) {
      numbered =
          numbered.add(
              String.valueOf(numbered.length()),
              field.dataType(),
              field.nullable(),
              field.metadata());
    }
    return numbered;
  }

  /** The numbered columns with their names, and with their metadata, which rows do not keep. */
  private static Column[] named(StructType schema) {
    StructField[] fields = schema.fields();
    Column[] named = new Column[fields.length];
    for (int i = 0; i < named.length; i++) {
      named[i] = functions.col(String.valueOf(i)).as(fields[i].name(), fields[i].metadata());
    }
    return named;
  }

  private WorkerBackend workerBackend() {
    if (backend != null) {
      return backend;
    }
    try (Backend chosen = Backends.open(BackendOptions.defaults().dtype(dtype))) {
      return WorkerBackend.of(chosen);
    }
  }

  private InputColumns input(StructType table) {
    List<String> names = kind.isOfTable() ? kind.columns() : List.of(features);
    List<Integer> indices = new ArrayList<>();
    for (String name : names) {
      int index = index(table, name);
      requireType(table.fields()[index]);
      indices.add(index);
    }
    return new InputColumns(names, indices);
  }

  private static int index(StructType table, String name) {
    List<String> columns = Arrays.asList(table.fieldNames());
    int index = columns.indexOf(name);
    if (index < 0 || index != columns.lastIndexOf(name)) {
      throw new IllegalArgumentException(
          Message.of(
              TRANSFORM
                  + "the table must have each column that the model reads, once; rename its columns"
                  + " or name another: %s '%s'; its columns are %s",
              index < 0 ? "there is no column" : "there are several columns",
              name,
              shortened(columns)));
    }
    return index;
  }

  private void requireType(StructField field) {
    DataType type = field.dataType();
    if (kind.isOfTable() ? !isCellType(type) : !VectorCells.isType(type)) {
      throw new IllegalArgumentException(
          Message.of(
              TRANSFORM + "%s: column '%s' is %s",
              kind.isOfTable()
                  ? "a column of the table must be numbers, text, truth values or dates; cast it"
                  : "features must be a column of vectors of Spark ML or of arrays of numbers; make"
                      + " one with VectorAssembler",
              field.name(),
              type.simpleString()));
    }
  }

  /** Times are none: their text depends on a machine's time zone. */
  private static boolean isCellType(DataType type) {
    return type instanceof NumericType
        || type instanceof StringType
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof NullType;
  }

  private StructType result(StructType table) {
    Set<String> names = new HashSet<>();
    for (String name : table.fieldNames()) {
      names.add(name.toLowerCase(Locale.ROOT)); // as SQL compares them
    }
    StructType result = table;
    for (StructField field : output.of(kind).fields(kind)) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            Message.of(
                TRANSFORM
                    + "a column that is added must have a name of its own; drop the other or choose"
                    + " another name: '%s'; the table's columns are %s",
                field.name(),
                shortened(Arrays.asList(table.fieldNames()))));
      }
      result = result.add(field);
    }
    if (result.equals(table)) {
      throw new IllegalArgumentException(
          TRANSFORM + "at least one column must be added; name one: no name was left");
    }
    return result;
  }

  private static String shortened(List<String> names) {
    String text = String.join(", ", names.subList(0, Math.min(MOST_SHOWN, names.size())));
    return Message.oneLine(
        names.size() <= MOST_SHOWN ? text : text + ", … (" + names.size() + " in all)");
  }
}
