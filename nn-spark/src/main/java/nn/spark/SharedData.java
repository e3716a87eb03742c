package nn.spark;

import java.io.Serializable;
import java.util.Objects;
import nn.core.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * A data set on its way to executors, as plain arrays: the value of a broadcast, so that it is sent
 * once to each JVM and made a data set there once, for all its tasks.
 */
final class SharedData implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final int outputs;
  private final double @Nullable [] doubles; // the features, or else
  private final float @Nullable [] floats;
  private final double[] targets;
  private final double @Nullable [] weights;

  private transient @Nullable DataSet rebuilt;

  /**
   * A copy.
   *
   * @throws IllegalArgumentException if the features do not fit in one array
   */
  SharedData(DataSet data) {
    inputs = data.inputs();
    outputs = data.outputs();
    doubles = data.hasFloats() ? null : data.features();
    floats = data.hasFloats() ? data.featuresAsFloats() : null;
    targets = data.targets();
    weights = data.isWeighted() ? data.weights() : null;
  }

  /** The data set, features held in the same number type. */
  synchronized DataSet data() {
    DataSet data = rebuilt;
    if (data == null) {
      data = weights == null ? unweighted() : unweighted().weighted(weights);
      rebuilt = data;
    }
    return data;
  }

  private DataSet unweighted() {
    return doubles != null
        ? DataSet.over(doubles, inputs, targets, outputs)
        : DataSet.over(Objects.requireNonNull(floats), inputs, targets, outputs);
  }
}
