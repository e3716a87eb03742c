package nn.core.engine;

import nn.api.network.Decision;
import nn.core.data.DataSet;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;

/**
 * Which records train, and which validate.
 *
 * @param train the data, or what a validation share leaves of it
 * @param validation the records of their own, or the share; null where nothing validates
 */
record Holdout(DataSet train, @Nullable DataSet validation) {

  /** The roles that a training gives to data. */
  static Holdout of(DataSet data, Training training, Decision decision) {
    if (training.validationShare() > 0) {
      DataSet.Split split =
          data.stratifiedSplit(training.validationShare(), decision, training.seed());
      return new Holdout(split.train(), split.test());
    }
    return new Holdout(data, training.validation());
  }
}
