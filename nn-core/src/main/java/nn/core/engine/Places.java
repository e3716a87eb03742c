package nn.core.engine;

import nn.api.ClosedException;
import nn.core.training.Located;
import nn.core.training.PropagationException;

/** Says of a failure where in a network it was. */
final class Places {

  private Places() {}

  /**
   * The failure with its place.
   *
   * @return what was thrown, where that is a {@link ClosedException}, which is nobody's fault
   *     there; itself located, where it can be; otherwise the cause of a {@link
   *     PropagationException}
   */
  static RuntimeException located(RuntimeException failure, String place) {
    if (failure instanceof ClosedException) {
      return failure;
    }
    return failure instanceof Located located
        ? located.at(place)
        : new PropagationException(place, failure);
  }
}
