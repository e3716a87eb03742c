package nn.core.initialiser;

import nn.api.network.Activation;
import nn.api.network.Initialiser;

/** Which initialiser goes with which activation. */
public final class Initialisers {

  private Initialisers() {}

  /**
   * The usual one: {@link HeNormal} before an activation that {@linkplain Activation#rectifies()
   * rectifies}, {@link XavierNormal} before any other.
   */
  public static Initialiser usual(Activation activation) {
    return activation.rectifies() ? new HeNormal() : new XavierNormal();
  }
}
