package nn.spark;

import java.io.Serializable;
import java.sql.Timestamp;

/**
 * A row of a table that trains. As all that Spark may shuffle, keep or bring back, it is a class of
 * arrays and texts, which Kryo can write, too.
 */
final class TrainingRecord implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final double[] features;
  private final double[] targets;
  private final double weight;

  /**
   * Takes over arrays.
   *
   * @param key its place in the order of all
   */
  TrainingRecord(Object key, double[] features, double[] targets, double weight) {
    this.key = text(key);
    this.features = features;
    this.targets = targets;
    this.weight = weight;
  }

  /** A key as a text, which two have in common only if they are equal. */
  static String text(Object key) {
    // a local time may come twice, at the end of summer
    return key instanceof Timestamp time ? time.toInstant().toString() : key.toString();
  }

  String key() {
    return key;
  }

  double[] features() {
    return features;
  }

  double[] targets() {
    return targets;
  }

  double weight() {
    return weight;
  }
}
