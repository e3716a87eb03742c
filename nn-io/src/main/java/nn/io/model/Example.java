package nn.io.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Message;
import nn.api.Tier;
import nn.core.Network;
import nn.core.architecture.Architecture;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;

/**
 * A record with the outputs that the network gave for it when it was saved, by which opening shows
 * that it still computes the same.
 */
final class Example {
  /** The names of its arrays. */
  static final List<String> NAMES = List.of("example.inputs", "example.outputs");

  private static final String INPUTS = NAMES.get(0);
  private static final String OUTPUTS = NAMES.get(1);

  private final double[] inputs;
  private final double[] outputs;

  private Example(double[] inputs, double[] outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** What a network gives for a record. */
  static Example of(Network network, double[] record) {
    return new Example(record.clone(), network.predict(record, 1));
  }

  /** Some record that a network takes: of small numbers of both signs, or of categories. */
  static double[] anyRecord(Architecture architecture) {
    int categories = architecture.layers().get(0).categories();
    double[] record = new double[architecture.inputs()];
    for (int i = 0; i < record.length; i++) {
      record[i] = categories > 0 ? i % categories : (i * 7 % 16 - 8) / 8.0;
    }
    return record;
  }

  /** Adds it to a file's arrays. */
  void store(Map<String, NumberArray> arrays) {
    arrays.put(INPUTS, NumberArray.ofDoubles(inputs, inputs.length));
    arrays.put(OUTPUTS, NumberArray.ofDoubles(outputs, outputs.length));
  }

  /**
   * That of a file.
   *
   * @throws FileFormatException if it is missing or does not fit the network
   */
  static Example read(FileSource source, ModelDocument document, Architecture architecture) {
    return new Example(
        array(source, document, INPUTS, architecture.inputs()),
        array(source, document, OUTPUTS, architecture.outputs()));
  }

  private static double[] array(
      FileSource source, ModelDocument document, String name, int numbers) {
    NumberArray array = document.arrays().get(name);
    if (array == null || array.shape().size() != 1 || array.size() != numbers) {
      throw source.problem(
          FileProblem.INCONSISTENT,
          Message.of(
              "there must be %d numbers '%s': %s; save it again with what wrote it",
              numbers, name, array == null ? "there is no such array" : "it is " + array));
    }
    return array.toDoubles();
  }

  /** The record. */
  double[] inputs() {
    return inputs.clone();
  }

  /** The network's outputs for it. */
  double[] outputs() {
    return outputs.clone();
  }

  /**
   * Refuses a network that gives other outputs than when it was saved.
   *
   * @param tier of the backend that saved it
   * @param dtype likewise
   * @throws FileFormatException if it does
   * @see ModelFile#open
   */
  void require(FileSource source, Network network, Tier tier, DType dtype) {
    double[] now = network.predict(inputs, 1);
    int other = Arrays.mismatch(outputs, now);
    if (other < 0) {
      return;
    }
    Backend backend = network.backend();
    if (tier.exact() && backend.tier() == tier && backend.dtype() == dtype) {
      throw differs(source, other, now[other], 0);
    }
    double[] allowed = allowed(network, now, coarser(dtype, backend.dtype()));
    for (int i = 0; i < outputs.length; i++) {
      boolean equal = Double.compare(outputs[i], now[i]) == 0; // NaN and infinities, too
      if (!(equal || Math.abs(outputs[i] - now[i]) <= allowed[i])) {
        throw differs(source, i, now[i], allowed[i]);
      }
    }
  }

  private static DType coarser(DType a, DType b) {
    return a == DType.FLOAT32 ? a : b;
  }

  private FileFormatException differs(FileSource source, int i, double now, double allowed) {
    return source.problem(
        FileProblem.INCONSISTENT,
        Message.of(
            "it must compute what it did when it was saved: output %d of its example was %s, now it"
                + " is %s, and at most %s may be between them; use the versions of nn and of its"
                + " plug-ins that saved it",
            i, outputs[i], now, allowed));
  }

  /**
   * How far outputs may be from the saved ones where arithmetic is another: as far as they move
   * when every parameter and every input is changed by half of its digits, and by half of the
   * digits of the largest output.
   */
  private double[] allowed(Network network, double[] now, DType dtype) {
    double half = dtype == DType.FLOAT64 ? 0x1p-26 : 0x1p-12;
    double[] moved;
    try (Network other = network.copy()) {
      other.parameters(changed(network.parameters(), half));
      boolean real = network.layers().get(0).categories() == 0;
      moved = other.predict(real ? changed(inputs, half) : inputs, 1);
    }
    double largest = 1;
    for (double output : outputs) {
      largest = Math.max(largest, Math.abs(output));
    }
    double[] allowed = new double[now.length];
    for (int i = 0; i < now.length; i++) {
      allowed[i] = Math.abs(moved[i] - now[i]) + half * largest;
    }
    return allowed;
  }

  /** Each number times {@code 1 ± change}, the signs being those of the sequence of Thue–Morse. */
  private static double[] changed(double[] numbers, double change) {
    double[] changed = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      changed[i] = numbers[i] * (Integer.bitCount(i) % 2 == 0 ? 1 + change : 1 - change);
    }
    return changed;
  }
}
