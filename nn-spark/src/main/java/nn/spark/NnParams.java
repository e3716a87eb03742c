package nn.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The columns that a stage of a Spark ML pipeline reads and adds, by the names that Spark's own
 * stages have for them. A parameter is equal to another of the same stage and name.
 */
public interface NnParams extends Params {

  /** The column of vectors or arrays that a network alone reads; a model of a table ignores it. */
  default Param<String> featuresCol() {
    return new Param<>(this, "featuresCol", "column of vectors or arrays, for a network alone");
  }

  /** The column of the class, counted from 0, or the number. */
  default Param<String> predictionCol() {
    return new Param<>(this, "predictionCol", "column of the class, counted from 0, or the number");
  }

  /** The column of the vector of the classes' probabilities. */
  default Param<String> probabilityCol() {
    return new Param<>(this, "probabilityCol", "column of the classes' probabilities");
  }

  /** The name of {@link #featuresCol}. */
  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  /** The name of {@link #predictionCol}. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /** The name of {@link #probabilityCol}. */
  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }
}
