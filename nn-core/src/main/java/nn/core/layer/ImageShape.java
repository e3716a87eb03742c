package nn.core.layer;

import nn.api.Message;
import nn.api.network.Config;

/**
 * The shape of images as records: a column of {@code channels · height · width} numbers, channel
 * after channel, row after row, so that a pixel is unit {@code (c · height + y) · width + x}.
 *
 * <p>This is the order of PyTorch's NCHW tensors, flattened; what follows a convolution takes its
 * outputs as they are, and flattening is nothing.
 *
 * @param channels 1 for grey, 3 for colours, or a convolution's
 * @param height in pixels
 * @param width in pixels
 */
public record ImageShape(int channels, int height, int width) {

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if one is below 1, or the product is no int
   */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          Message.of(
              "image: channels, height and width must be at least 1: %d × %d × %d",
              channels, height, width));
    }
    if ((long) channels * height > Integer.MAX_VALUE / width) {
      throw new IllegalArgumentException(
          Message.of(
              "image: too many numbers for a record: %d × %d × %d", channels, height, width));
    }
  }

  /** How many numbers a record has. */
  public int size() {
    return channels * height * width;
  }

  /** The pixels of a channel. */
  int pixels() {
    return height * width;
  }

  /** A layer's settings, and this shape of what it takes. */
  Config in(Config config) {
    return config
        .with("input-channels", channels)
        .with("input-height", height)
        .with("input-width", width);
  }

  /** Refuses another number of inputs for a layer. */
  void requireSize(String layer, int inputs) {
    if (inputs != size()) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: inputs must be channels × height × width: %d, not %s", layer, inputs, this));
    }
  }

  /** For instance {@code 1 × 28 × 28}. */
  @Override
  public String toString() {
    return channels + " × " + height + " × " + width;
  }
}
