import java.io.DataInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import nn.bench.Slices;
import smile.base.mlp.Layer;
import smile.base.mlp.LayerBuilder;
import smile.base.mlp.OutputFunction;
import smile.classification.MLP;
import smile.math.TimeFunction;

/**
 * Smile in slices: {@code fmnist BATCH} trains [784, 512, 256, 10] on Fashion-MNIST, plain SGD 0.1, FLOAT64, which is all
 * that Smile has; {@code predict} predicts one record by [2, 25, 1].
 */
public class S {
  private static final int CALLS = 1_000; // of a unit
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
      train(Integer.parseInt(arguments[1]));
    } else {
      predict();
    }
  }

  private static void train(int batch) throws Exception {
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
    int[] order = new int[x.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Slices slices = Slices.ofStandardStreams();
    slices.judgedBy(() -> accuracy(net, freshX, freshY), 30_000);
    for (boolean more = slices.begin(); more; ) { // an epoch
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int other = order[i];
        order[i] = order[j];
        order[j] = other;
      }
      for (int from = 0; from < order.length && more; from += batch) {
        int width = Math.min(batch, order.length - from);
        double[][] batchX = new double[width][];
        int[] batchY = new int[width];
        for (int i = 0; i < width; i++) {
          batchX[i] = x[order[from + i]];
          batchY[i] = y[order[from + i]];
        }
        net.update(batchX, batchY);
        more = slices.done(width);
      }
    }
  }

  private static double accuracy(MLP net, double[][] x, int[] y) {
    int right = 0;
    for (int i = 0; i < x.length; i++) {
      right += net.predict(x[i]) == y[i] ? 1 : 0;
    }
    return (double) right / x.length;
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
    Slices slices = Slices.ofStandardStreams();
    if (slices.begin()) {
      do {
        for (int i = 0; i < CALLS; i++) {
          sum += net.predict(x, posteriori);
        }
      } while (slices.done(CALLS));
    }
    if (sum < 0) {
      throw new IllegalStateException("never");
    }
  }
}
