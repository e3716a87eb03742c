package nn.spark;

import nn.api.Backend;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SparkPredictor} as a stage of a Spark ML pipeline.
 *
 * <pre>{@code
 * new Pipeline().setStages(new PipelineStage[] {assembler, NnModel.of(SparkPredictor.of(network))});
 * }</pre>
 *
 * <p>It is saved as a folder with {@code metadata}, as Spark's own stages have it, and {@code
 * model.safetensors}, a model file that nn and Python open. A folder names no backend: a model that
 * is loaded computes on the one that {@link nn.api.provider.Backends#open()} chooses on the driver,
 * in the number type that it was saved in, until {@link #setBackend} says otherwise.
 */
public final class NnModel extends Model<NnModel> implements NnParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private @Nullable String uid; // no initial value: the constructors above ask before it were set
  private SparkPredictor predictor;

  NnModel(@Nullable String uid, SparkPredictor predictor) {
    if (uid != null) {
      this.uid = uid;
    }
    this.predictor = predictor;
    OutputColumns output = predictor.output();
    setDefault(featuresCol(), predictor.features());
    setDefault(predictionCol(), output.prediction());
    setDefault(probabilityCol(), output.probability());
    setDefault(classNameCol(), output.className());
  }

  /** The stage that does what a predictor does, whose names of columns are its defaults. */
  public static NnModel of(SparkPredictor predictor) {
    return new NnModel(null, predictor);
  }

  /** What reads a saved model; {@code PipelineModel.load} calls it. */
  public static MLReader<NnModel> read() {
    return new ModelFolder.Reader();
  }

  /**
   * The model of a folder, on any file system that Hadoop knows.
   *
   * @throws java.io.UncheckedIOException if the folder cannot be read
   * @throws IllegalArgumentException if it is none of a model of nn
   * @throws nn.io.file.FileFormatException if its model file is none of nn or has changed
   */
  public static NnModel load(String folder) {
    return read().load(folder);
  }

  @Override
  public MLWriter write() {
    return new ModelFolder.Writer(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Identifiable.randomUID("nn");
    }
    return uid;
  }

  SparkPredictor predictor() {
    return predictor;
  }

  /** The column of the class's name, for a model of a table. */
  public Param<String> classNameCol() {
    return new Param<>(this, "classNameCol", "column of the class's name, for a model of a table");
  }

  /** The name of {@link #classNameCol}. */
  public String getClassNameCol() {
    return getOrDefault(classNameCol());
  }

  /** Computes on another backend, as {@link SparkPredictor#backend}. */
  public NnModel setBackend(Backend backend) {
    predictor = predictor.backend(backend);
    return this;
  }

  /** Sets {@link #featuresCol}. */
  public NnModel setFeaturesCol(String column) {
    return with(featuresCol(), column);
  }

  /** Sets {@link #predictionCol}; with the empty name the column is left out. */
  public NnModel setPredictionCol(String column) {
    return with(predictionCol(), column);
  }

  /** Sets {@link #probabilityCol}; with the empty name the column is left out. */
  public NnModel setProbabilityCol(String column) {
    return with(probabilityCol(), column);
  }

  /** Sets {@link #classNameCol}; with the empty name the column is left out. */
  public NnModel setClassNameCol(String column) {
    return with(classNameCol(), column);
  }

  private NnModel with(Param<String> param, String value) {
    set(param, value);
    return this;
  }

  /**
   * The table with predictions.
   *
   * @throws IllegalArgumentException as {@link SparkPredictor#transform}
   */
  @Override
  public Dataset<Row> transform(Dataset<?> table) {
    return named().transform(table.toDF());
  }

  /**
   * The columns that {@link #transform} gives.
   *
   * @throws IllegalArgumentException likewise
   */
  @Override
  public StructType transformSchema(StructType table) {
    return named().schema(table);
  }

  /** The predictor with the names of this stage's parameters. */
  private SparkPredictor named() {
    SparkPredictor named =
        predictor
            .prediction(getPredictionCol())
            .probability(getProbabilityCol())
            .className(getClassNameCol());
    return predictor.kind().isOfTable() ? named : named.features(getFeaturesCol());
  }

  @Override
  public NnModel copy(ParamMap extra) {
    return copyValues(new NnModel(uid(), predictor), extra).setParent(parent());
  }
}
