package nn.bench;

/** What a command cannot do, in one line that says why and what to do. */
@SuppressWarnings("serial")
final class Refusal extends RuntimeException {
  Refusal(String message) {
    super(message);
  }
}
