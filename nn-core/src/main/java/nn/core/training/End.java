package nn.core.training;

/** Why a training ended. */
public enum End {
  /** All planned epochs are done. */
  COMPLETED,
  /** A listener or another thread stopped it. */
  STOPPED
}
