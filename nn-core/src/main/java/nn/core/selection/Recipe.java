package nn.core.selection;

import java.io.Serializable;
import nn.core.data.DataSet;

/** A {@link Candidate} for all settings of a search; what is said there holds. */
@FunctionalInterface
public interface Recipe extends Serializable {

  /**
   * Trains with these settings; as {@link Candidate#train}.
   *
   * @return the model, which the caller closes
   * @throws Exception as there
   */
  Model train(Settings settings, DataSet train) throws Exception;
}
