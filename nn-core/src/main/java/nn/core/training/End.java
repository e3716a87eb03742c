package nn.core.training;

/** Why a training ended. */
public enum End {
  /** All planned epochs are done. */
  COMPLETED,
  /** Validation has not improved for as long as {@link EarlyStopping} waits. */
  STOPPED_EARLY,
  /** A listener or another thread stopped it. */
  STOPPED
}
