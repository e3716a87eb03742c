package nn.api.network;

/** What a parameter is for; regularisation and optimisers treat roles differently. */
public enum Role {
  /** A weight matrix. */
  WEIGHT,
  /** An additive offset. */
  BIAS,
  /** A multiplicative scale. */
  SCALE,
  /** A running statistic: never a gradient, changed only by {@link Layer#commit}. */
  STATISTIC
}
