package nn.bench;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.softmax;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import nn.api.Backend;
import nn.api.network.Optimiser;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.Training;
import nn.io.array.Idx;
import nn.io.array.NumberArray;

/**
 * Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf, arXiv:1708.07747) from the folder that {@code
 * FASHION_MNIST} names, or where Debian's package dataset-fashion-mnist puts it; where it is not
 * installed, random images of the same shape. The network is [784, 512, 256, 10].
 */
final class Fashion {
  static final int RECORDS = 60_000;
  static final int TESTS = 10_000;
  static final int BATCH = 128;
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;
  private static final int[] UNITS = {PIXELS, 512, 256, CLASSES};
  static final String NETWORK = Arrays.toString(UNITS);
  private static final String USUAL = "/usr/share/datasets/fashion-mnist";

  private Fashion() {}

  private static Path folder() {
    return Path.of(System.getenv().getOrDefault("FASHION_MNIST", USUAL));
  }

  /** Whether the data set is installed. */
  static boolean installed() {
    return Files.exists(folder().resolve("train-images-idx3-ubyte.gz"));
  }

  /** What is learnt, for titles. */
  static String name() {
    return installed() ? "Fashion-MNIST" : "random images like Fashion-MNIST";
  }

  /** The first records to learn. */
  static DataSet training(int records) {
    return installed() ? read("train", records) : random(records, 1);
  }

  /** All records to test with. */
  static DataSet test() {
    return installed() ? read("t10k", TESTS) : random(TESTS, 2);
  }

  private static DataSet read(String part, int records) {
    NumberArray images = Idx.read(folder().resolve(part + "-images-idx3-ubyte.gz"), records);
    NumberArray labels = Idx.read(folder().resolve(part + "-labels-idx1-ubyte.gz"), records);
    return DataSet.ofFloats(
        records,
        PIXELS,
        CLASSES,
        (record, features, targets) -> {
          for (int pixel = 0; pixel < PIXELS; pixel++) {
            features[pixel] = (float) images.get(record, pixel) / 255.0f;
          }
          targets[(int) labels.get(record, 0)] = 1;
        });
  }

  /** Half of the pixels dark, as there; the class is that of the brightest of ten regions. */
  static DataSet random(int records, long seed) {
    Random random = new Random(seed);
    return DataSet.ofFloats(
        records,
        PIXELS,
        CLASSES,
        (record, features, targets) -> {
          int label = random.nextInt(CLASSES);
          for (int pixel = 0; pixel < PIXELS; pixel++) {
            boolean dark = random.nextBoolean();
            double brightness = pixel % CLASSES == label ? 1 : 0.6;
            features[pixel] = dark ? 0 : (float) (brightness * random.nextInt(256) / 255);
          }
          targets[label] = 1;
        });
  }

  static int[] units() {
    return UNITS.clone();
  }

  static Network network(Backend backend) {
    return Network.inputs(PIXELS)
        .seed(1)
        .dense(UNITS[1], relu())
        .dense(UNITS[2], relu())
        .dense(CLASSES, softmax())
        .build(backend);
  }

  static Training training(int epochs, Optimiser optimiser) {
    return Training.epochs(epochs).batch(BATCH).optimiser(optimiser);
  }
}
