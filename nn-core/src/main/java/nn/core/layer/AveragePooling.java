package nn.core.layer;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.network.Pass;

/**
 * Average pooling (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-Based Learning Applied to
 * Document Recognition. Proceedings of the IEEE 86(11), 1998, section II.B, without its trained
 * factor): each output is the mean of its window, {@code y[c, i, j] = Σ x[c, i·s + p, j·s + q] /
 * (height · width)}, added row after row; each pixel of a window gets as much of the gradient.
 *
 * <p>Pixels at the end that do not fill a window are left out, as by PyTorch.
 */
public final class AveragePooling extends Pooling {

  /**
   * Average pooling.
   *
   * @param input the shape of the images
   * @param height of a window
   * @param width of a window
   * @param stride from one window to the next
   * @throws IllegalArgumentException if a number is below 1 or not one window fits
   */
  public AveragePooling(ImageShape input, int height, int width, int stride) {
    super("average-pooling", input, height, width, stride);
  }

  /** Square windows side by side. */
  public AveragePooling(ImageShape input, int window) {
    this(input, window, window, window);
  }

  @Override
  public String kind() {
    return "average-pooling";
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    gather(pass, x, 0, y);
    Tensor pixel = scratch(pass);
    for (int place = 1; place < size(); place++) {
      gather(pass, x, place, pixel);
      backend.combine(CombineOperation.ADD, y, pixel, y);
    }
    backend.divideBy(y, size(), y);
  }

  @Override
  Tensor share(Pass pass, Tensor dy, int place) {
    if (place == 0) {
      pass.backend().divideBy(dy, size(), dy);
    }
    return dy;
  }
}
