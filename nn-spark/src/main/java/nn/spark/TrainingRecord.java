package nn.spark;

import java.sql.Timestamp;

/** A row of a table that trains, as it is decoded. */
final class TrainingRecord {
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
