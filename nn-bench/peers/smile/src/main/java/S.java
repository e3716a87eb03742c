import java.io.DataInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import smile.base.mlp.Layer;
import smile.base.mlp.LayerBuilder;
import smile.base.mlp.OutputFunction;
import smile.classification.MLP;
import smile.math.TimeFunction;

/**
 * Smile: {@code fmnist BATCH EPOCHS [RECORDS]} trains [784, 512, 256, 10] on Fashion-MNIST, plain SGD 0.1,
 * FLOAT64, which is all that Smile has; {@code predict} times one record by [2, 25, 1].
 */
public class S {
  private static final String DATA =
      System.getenv().getOrDefault("FASHION_MNIST", "/usr/share/datasets/fashion-mnist");

  private static byte[] read(String file, int header) throws Exception {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(DATA, file)))) {
      new DataInputStream(in).skipNBytes(header);
      return in.readAllBytes();
    }
  }

  private static double[][] images(String part) throws Exception {
    byte[] bytes = read(part + "-images-idx3-ubyte.gz", 16);
    double[][] images = new double[bytes.length / 784][784];
    for (int i = 0; i < bytes.length; i++) {
      images[i / 784][i % 784] = (bytes[i] & 255) / 255.0;
    }
    return images;
  }

  private static int[] labels(String part) throws Exception {
    byte[] bytes = read(part + "-labels-idx1-ubyte.gz", 8);
    int[] labels = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      labels[i] = bytes[i];
    }
    return labels;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("fmnist")) {
      train(
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]),
          arguments.length > 3 ? Integer.parseInt(arguments[3]) : 60_000);
    } else {
      predict();
    }
  }

  private static void train(int batch, int epochs, int records) throws Exception {
    double[][] x = images("train");
    int[] y = labels("train");
    double[][] freshX = images("t10k");
    int[] freshY = labels("t10k");
    MLP net =
        new MLP(
            new LayerBuilder[] {
              Layer.input(784),
              Layer.rectifier(512),
              Layer.rectifier(256),
              Layer.mle(10, OutputFunction.SOFTMAX)
            });
    net.setLearningRate(TimeFunction.constant(0.1));
    Random random = new Random(1);
    int[] order = new int[records];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int other = order[i];
        order[i] = order[j];
        order[j] = other;
      }
      for (int from = 0; from < order.length; from += batch) {
        int width = Math.min(batch, order.length - from);
        double[][] batchX = new double[width][];
        int[] batchY = new int[width];
        for (int i = 0; i < width; i++) {
          batchX[i] = x[order[from + i]];
          batchY[i] = y[order[from + i]];
        }
        net.update(batchX, batchY);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      int right = 0;
      for (int i = 0; i < freshX.length; i++) {
        right += net.predict(freshX[i]) == freshY[i] ? 1 : 0;
      }
      System.out.printf(
          "smile fmnist float64 bs=%d sgd epoch %d: %.2fs %.0f samples/s acc %.4f%n",
          batch, epoch, seconds, order.length / seconds, (double) right / freshX.length);
    }
  }

  private static void predict() {
    MLP net =
        new MLP(
            new LayerBuilder[] {
              Layer.input(2), Layer.rectifier(25), Layer.mle(1, OutputFunction.SIGMOID)
            });
    double[] x = {0.3, -0.7};
    double[] posteriori = new double[2];
    int sum = 0;
    for (long end = System.nanoTime() + 1_000_000_000L; System.nanoTime() < end; ) {
      sum += net.predict(x, posteriori);
    }
    for (int round = 0; round < 7; round++) {
      int calls = 200_000;
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        sum += net.predict(x, posteriori);
      }
      System.out.printf(
          "smile predict %.3f us/record%n", (System.nanoTime() - start) / 1e3 / calls);
    }
    if (sum < 0) {
      throw new IllegalStateException("never");
    }
  }
}
