package nn.core.layer;

import java.util.List;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Pass;

/**
 * Max pooling (M. Ranzato, F. J. Huang, Y.-L. Boureau, Y. LeCun: Unsupervised Learning of Invariant
 * Feature Hierarchies with Applications to Object Recognition. CVPR 2007, section 2): each output
 * is the greatest number of its window, {@code y[c, i, j] = max x[c, i·s + p, j·s + q]}.
 *
 * <p>The gradient goes to that pixel alone; of several greatest to the first, row after row, as by
 * PyTorch; zeros of both signs are equally great, and {@code y} is +0.0 then. A NaN is greater than
 * any number. Pixels at the end that do not fill a window are left out.
 */
public final class MaxPooling extends Pooling {
  private final List<ElementwiseLoop> noting; // for each place
  private final List<ElementwiseLoop> choosing;

  /**
   * Max pooling.
   *
   * @param input the shape of the images
   * @param height of a window
   * @param width of a window
   * @param stride from one window to the next
   * @throws IllegalArgumentException if a number is below 1 or not one window fits
   */
  public MaxPooling(ImageShape input, int height, int width, int stride) {
    super("max-pooling", input, height, width, stride);
    noting = IntStream.range(0, size()).<ElementwiseLoop>mapToObj(Note::new).toList();
    choosing = IntStream.range(0, size()).<ElementwiseLoop>mapToObj(Choose::new).toList();
  }

  /** Square windows side by side. */
  public MaxPooling(ImageShape input, int window) {
    this(input, window, window, window);
  }

  @Override
  public String kind() {
    return "max-pooling";
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    gather(pass, x, 0, y);
    if (pass.training()) {
      backend.fill(0, which(pass));
    }
    Tensor pixel = scratch(pass);
    for (int place = 1; place < size(); place++) {
      gather(pass, x, place, pixel);
      if (pass.training()) {
        backend.apply(noting.get(place), pixel, y, which(pass));
      }
      backend.apply(Greater.INSTANCE, pixel, y, y);
    }
  }

  /** The place of each output's pixel in its window. */
  private Tensor which(Pass pass) {
    return pass.keep("which", output().size(), pass.records());
  }

  @Override
  Tensor share(Pass pass, Tensor dy, int place) {
    Tensor share = scratch(pass);
    pass.backend().apply(choosing.get(place), which(pass), dy, share);
    return share;
  }

  /** {@code out ← max(a, b)}: NaN if one of them is. */
  private enum Greater implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.max(a[i], b[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.max(a[i], b[i]);
      }
    }
  }

  /**
   * {@code out ← place} where {@code a > b}, or only {@code a} is NaN; else {@code out} stays. By
   * arithmetic, since a processor cannot foresee which pixel of an image is greater.
   */
  private record Note(int place) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        int greater = (a[i] <= b[i] ? 0 : 1) & (Double.isNaN(b[i]) ? 0 : 1);
        out[i] += greater * (place - out[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        int greater = (a[i] <= b[i] ? 0 : 1) & (Float.isNaN(b[i]) ? 0 : 1);
        out[i] += greater * (place - out[i]);
      }
    }
  }

  /**
   * {@code out ← which = place ? dy : +0.0}: all bits of {@code dy} or none, so an infinite one is
   * dropped too.
   */
  private record Choose(int place) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] which = operands[0];
      double[] dy = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        long mask = which[i] == place ? -1 : 0;
        out[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(dy[i]) & mask);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] which = operands[0];
      float[] dy = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        int mask = which[i] == place ? -1 : 0;
        out[i] = Float.intBitsToFloat(Float.floatToRawIntBits(dy[i]) & mask);
      }
    }
  }
}
