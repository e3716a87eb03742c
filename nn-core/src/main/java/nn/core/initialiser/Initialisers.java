package nn.core.initialiser;

import nn.api.network.Activation;
import nn.api.network.Initialiser;
import nn.core.activation.Selu;

/** Which initialiser goes with which activation. */
public final class Initialisers {

  private Initialisers() {}

  /**
   * The usual one: {@link HeNormal} before an activation that {@linkplain Activation#rectifies()
   * rectifies}, {@link LecunNormal} before SELU, whose constants were found for it, {@link
   * XavierNormal} before any other.
   */
  public static Initialiser usual(Activation activation) {
    if (activation instanceof Selu) {
      return new LecunNormal();
    }
    return activation.rectifies() ? new HeNormal() : new XavierNormal();
  }
}
