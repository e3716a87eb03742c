package nn.core.selection;

import nn.core.data.DataSet;

/** A {@link Candidate} for all settings of a search. */
@FunctionalInterface
public interface Recipe {

  /**
   * Trains with these settings; as {@link Candidate#train}.
   *
   * @return the model, which the caller closes
   * @throws Exception as there
   */
  Model train(Settings settings, DataSet train) throws Exception;
}
