package nn.api.provider;

/**
 * Whether a provider can open its backend here.
 *
 * @param available whether it can
 * @param reason why not and what to do, one sentence; empty if available
 */
public record Availability(boolean available, String reason) {

  /** The provider can open its backend. */
  public static final Availability AVAILABLE = new Availability(true, "");

  /** The provider cannot; {@code reason} says why and what to add or set. */
  public static Availability unavailable(String reason) {
    return new Availability(false, reason);
  }
}
