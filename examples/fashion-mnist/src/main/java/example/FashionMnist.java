package example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.training.Fit;
import nn.core.training.Training;
import nn.io.array.Idx;
import nn.io.array.NumberArray;

/**
 * What both programs do with Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf, arXiv:1708.07747): of the 60,000 images of the
 * training files the last 5,000 are held out, the network trains with the others, and the weights that were best with
 * those held out are judged with the test files, which are opened once.
 */
final class FashionMnist {
  private static final int CLASSES = 10;
  private static final int HELD_OUT = 12; // one in so many

  private FashionMnist() {}

  /** Pixels less their mean, divided by their deviation, both of the training files; the class one-hot. */
  private static DataSet read(Path folder, String name) {
    NumberArray images = Idx.read(file(folder, name + "-images-idx3-ubyte"));
    NumberArray labels = Idx.read(file(folder, name + "-labels-idx1-ubyte"));
    return DataSet.ofFloats(
        images.records(),
        images.width(),
        CLASSES,
        (record, features, targets) -> {
          for (int i = 0; i < features.length; i++) {
            features[i] = ((float) images.get(record, i) / 255f - 0.2860f) / 0.3530f;
          }
          targets[(int) labels.get(record, 0)] = 1;
        });
  }

  private static Path file(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  /**
   * Trains a network and prints each epoch, then what it is worth.
   *
   * @param args the folder of the files, a seed, and the number of epochs where it is to be another
   * @param builder of the network
   * @param epochs as many as the recipe has
   * @param recipe the training of a number of epochs
   */
  static void train(String[] args, NetworkBuilder builder, int epochs, IntFunction<Training> recipe) {
    if (args.length < 2) {
      throw new IllegalArgumentException("arguments: FOLDER SEED [EPOCHS]; Debian's dataset-fashion-mnist has the files in"
          + " /usr/share/datasets/fashion-mnist");
    }
    Path folder = Path.of(args[0]);
    int seed = Integer.parseInt(args[1]);
    int planned = args.length > 2 ? Integer.parseInt(args[2]) : epochs;
    DataSet all = read(folder, "train");
    int cut = all.records() - all.records() / HELD_OUT;
    DataSet trained = all.select(IntStream.range(0, cut).toArray());
    DataSet heldOut = all.select(IntStream.range(cut, all.records()).toArray());
    long[] began = {System.nanoTime()};
    Training training =
        recipe
            .apply(planned)
            .seed(seed)
            .validation(heldOut)
            .listener(
                epoch -> {
                  System.out.printf(
                      Locale.ROOT,
                      "epoch %d/%d  cost %.4f  accuracy %.4f  held out: cost %.4f  accuracy %.4f  %.1f s%n",
                      epoch.number(),
                      epoch.of(),
                      epoch.cost(),
                      epoch.accuracy(),
                      epoch.validationCost(),
                      epoch.metric("accuracy"),
                      (System.nanoTime() - began[0]) * 1e-9);
                  began[0] = System.nanoTime();
                });
    try (Backend backend = Backends.open(BackendOptions.defaults().dtype(DType.FLOAT32));
        Network network = builder.seed(seed).build(backend)) {
      Fit fit = network.fit(trained, training);
      System.out.println("computed by: " + backend.name());
      System.out.printf(
          Locale.ROOT, "best with those held out: %.4f, after epoch %d%n", fit.bestValue(), fit.bestEpoch() + 1);
      System.out.printf(Locale.ROOT, "test accuracy: %.4f%n", network.evaluate(read(folder, "t10k")).accuracy());
      System.out.println("weights: " + network.weightsSha256());
    }
  }
}
