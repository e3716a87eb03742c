package nn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nn.api.Tier;

/**
 * What a benchmark's JVM tells of the result that it judged before it took a time, by a file, to
 * the one that started it.
 *
 * @param tier what is promised of the bits
 * @param bits a hash of the result
 * @param bytes allocated on the heap by one operation once all is warm; NaN if JMH counts them
 */
record Verdict(Tier tier, String bits, double bytes) {
  private static final String PROPERTY = "nn.bench.verdict";

  /** The argument for a JVM that tells its verdict. */
  static String argument(Path file) {
    return "-D" + PROPERTY + "=" + file;
  }

  /** Tells it; nobody listens where this JVM has no such argument. */
  void tell() {
    String file = System.getProperty(PROPERTY);
    if (file != null) {
      try {
        Files.writeString(Path.of(file), tier + " " + bits + " " + bytes);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /** What was told, if anything. */
  static Optional<Verdict> told(Path file) {
    try {
      String text = Files.readString(file);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      String[] words = text.split(" ", -1);
      return Optional.of(
          new Verdict(Tier.valueOf(words[0]), words[1], Double.parseDouble(words[2])));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether two results are promised to have the same bits, and have not. */
  boolean contradicts(Verdict other) {
    return tier.exact() && tier == other.tier && !bits.equals(other.bits);
  }
}
