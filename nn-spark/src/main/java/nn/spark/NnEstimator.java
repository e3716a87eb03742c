package nn.spark;

import java.util.function.Supplier;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a Spark ML pipeline that trains a network, as {@link SparkTraining}, and becomes an
 * {@link NnModel}.
 *
 * <pre>{@code
 * NnEstimator estimator =
 *     NnEstimator.of(
 *             () -> Network.inputs(4).dense(10, relu()).dense(3, softmax()).build(backend),
 *             Training.epochs(100).batch(32).shards(4).optimiser(new Adam(0.01)))
 *         .setOrderCol("id");
 * PipelineModel model = new Pipeline().setStages(new PipelineStage[] {assembler, estimator}).fit(table);
 * }</pre>
 *
 * <p>Every fit begins with a new network. Batch, shards and seed are parameters, so Spark's {@code
 * CrossValidator} can vary them; other networks and trainings are other estimators. It is not saved
 * itself, as it holds code; what it becomes is.
 */
public final class NnEstimator extends Estimator<NnModel> implements NnParams {
  private static final long serialVersionUID = 1L;

  private @Nullable String uid; // no initial value: the constructors above ask before it were set
  private final transient Supplier<Network> network;
  private final transient Training training;
  private final Reduction reduction;

  private NnEstimator(
      @Nullable String uid, Supplier<Network> network, Training training, Reduction reduction) {
    if (uid != null) {
      this.uid = uid;
    }
    this.network = network;
    this.training = training;
    this.reduction = reduction;
    setDefault(featuresCol(), "features");
    setDefault(labelCol(), "label");
    setDefault(predictionCol(), "prediction");
    setDefault(probabilityCol(), "probability");
    setDefault(batch(), training.batch());
    setDefault(shards(), training.shards());
    setDefault(seed(), training.seed());
  }

  /**
   * An estimator; {@link #setOrderCol} must follow.
   *
   * @param network makes a new one for each fit, which is closed after it
   */
  public static NnEstimator of(Supplier<Network> network, Training training) {
    return new NnEstimator(null, network, training, Reduction.DRIVER);
  }

  /** Adds gradients elsewhere; no bit depends on it. */
  public NnEstimator reduction(Reduction other) {
    return copyValues(new NnEstimator(uid(), network, training, other), ParamMap.empty());
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Identifiable.randomUID("nn-estimator");
    }
    return uid;
  }

  // ---- parameters

  /** The column of targets: numbers, classes counted from 0, or vectors. */
  public Param<String> labelCol() {
    return new Param<>(
        this, "labelCol", "column of numbers, of classes counted from 0, or vectors");
  }

  /** The column that orders the rows, in which no value comes twice. */
  public Param<String> orderCol() {
    return new Param<>(
        this, "orderCol", "column that orders the rows, in which no value comes twice");
  }

  /** The column of the rows' weights; without it each counts 1. */
  public Param<String> weightCol() {
    return new Param<>(this, "weightCol", "column of the rows' weights");
  }

  /** The column that is true for rows that validate and do not train. */
  public Param<String> validationIndicatorCol() {
    return new Param<>(
        this, "validationIndicatorCol", "column that is true for rows that validate");
  }

  /** Records of a batch; 0 for all. */
  public IntParam batch() {
    return new IntParam(this, "batch", "records of a batch; 0 for all");
  }

  /** The shards from which each batch is taken. */
  public IntParam shards() {
    return new IntParam(this, "shards", "shards from which each batch is taken");
  }

  /** The seed of the order of records in mini-batches, and of dropout. */
  public IntParam seed() {
    return new IntParam(this, "seed", "seed of the order of records, and of dropout");
  }

  /** Sets {@link #featuresCol}. */
  public NnEstimator setFeaturesCol(String column) {
    return with(featuresCol(), column);
  }

  /** Sets {@link #labelCol}. */
  public NnEstimator setLabelCol(String column) {
    return with(labelCol(), column);
  }

  /** Sets {@link #orderCol}. */
  public NnEstimator setOrderCol(String column) {
    return with(orderCol(), column);
  }

  /** Sets {@link #weightCol}. */
  public NnEstimator setWeightCol(String column) {
    return with(weightCol(), column);
  }

  /**
   * Sets {@link #validationIndicatorCol}: its rows come to the driver, and validate after each
   * epoch, as {@link Training#validation}.
   */
  public NnEstimator setValidationIndicatorCol(String column) {
    return with(validationIndicatorCol(), column);
  }

  /** Sets {@link #predictionCol}. */
  public NnEstimator setPredictionCol(String column) {
    return with(predictionCol(), column);
  }

  /** Sets {@link #probabilityCol}. */
  public NnEstimator setProbabilityCol(String column) {
    return with(probabilityCol(), column);
  }

  private NnEstimator with(Param<String> param, String value) {
    set(param, value);
    return this;
  }

  // ---- the stage

  /**
   * Trains a network.
   *
   * @throws IllegalArgumentException if no column orders the rows, and as {@link SparkTraining#fit}
   * @throws SparkJobException likewise
   */
  @Override
  public NnModel fit(Dataset<?> table) {
    try (Network trained = network.get()) {
      Training own = training.batch(whole(batch())).shards(whole(shards())).seed(whole(seed()));
      Dataset<Row> rows = table.toDF();
      if (isSet(validationIndicatorCol())) {
        Column validates = functions.col(getOrDefault(validationIndicatorCol()));
        DataSet records =
            fitting(own.shards(1)).collect(trained, rows.where(validates), features(), label());
        own = own.validation(records);
        rows = rows.where(functions.not(validates));
      }
      fitting(own).fit(trained, rows, features(), label());
      return model(trained);
    }
  }

  private String features() {
    return getFeaturesCol();
  }

  private String label() {
    return getOrDefault(labelCol());
  }

  private int whole(IntParam param) {
    return (Integer) getOrDefault(param);
  }

  private SparkTraining fitting(Training own) {
    SparkTraining fitting = SparkTraining.of(own).reduction(reduction);
    if (isSet(orderCol())) {
      fitting = fitting.orderBy(getOrDefault(orderCol()));
    }
    return isSet(weightCol()) ? fitting.weighted(getOrDefault(weightCol())) : fitting;
  }

  private NnModel model(Network trained) {
    return NnModel.of(SparkPredictor.of(trained))
        .setFeaturesCol(features())
        .setPredictionCol(getPredictionCol())
        .setProbabilityCol(getProbabilityCol())
        .setParent(this);
  }

  /** The columns that the model will give; makes a network to know them. */
  @Override
  public StructType transformSchema(StructType table) {
    ColumnType.of("fit", table, label());
    try (Network untrained = network.get()) {
      return model(untrained).transformSchema(table);
    }
  }

  @Override
  public NnEstimator copy(ParamMap extra) {
    return copyValues(new NnEstimator(uid(), network, training, reduction), extra);
  }
}
