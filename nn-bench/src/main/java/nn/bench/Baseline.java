package nn.bench;

import java.util.function.UnaryOperator;

/**
 * What the contenders of a group are compared with.
 *
 * @param heading of the column
 * @param of a contender's backend, the name of the contender that it is compared with
 */
record Baseline(String heading, UnaryOperator<String> of) {

  /** One backend for all. */
  static Baseline backend(String name) {
    return new Baseline("of " + name, contender -> name);
  }

  /** Each backend with itself: what the options of a contender change. */
  static Baseline itself(String heading) {
    return new Baseline(heading, backend -> backend);
  }
}
