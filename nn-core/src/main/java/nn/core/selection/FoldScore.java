package nn.core.selection;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a candidate got in one fold: the result of one task. Immutable. */
public final class FoldScore implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] values;
  private final @Nullable String divergence;

  FoldScore(double[] values, @Nullable String divergence) {
    this.values = values;
    this.divergence = divergence;
  }

  /** A copy of the metrics of the fold's records, in their order; NaN if its training diverged. */
  public double[] values() {
    return values.clone();
  }

  /** In which fold the training diverged, and how; null if it did not. */
  public @Nullable String divergence() {
    return divergence;
  }
}
