package nn.core.layer;

import nn.api.Message;

/**
 * The windows that a convolution or a pooling looks through: as many positions as fit, row after
 * row, {@code stride} pixels apart, beginning {@code padding} pixels before the edge.
 */
record Window(int height, int width, int stride, int padding) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  void check(String layer) {
    if (height < 1 || width < 1 || stride < 1 || padding < 0) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: window and stride must be at least 1, and padding at least 0: window %d × %d, stride %d, padding %d",
              layer, height, width, stride, padding));
    }
  }

  /** The number of pixels in it. */
  int size() {
    return height * width;
  }

  /** Whether there is room for one. */
  boolean fits(ImageShape image) {
    return height <= image.height() + 2 * padding && width <= image.width() + 2 * padding;
  }

  /**
   * The shape of what it sees of an image, one pixel for each position: {@code ⌊(height + 2·padding
   * − window) / stride⌋ + 1} high, and likewise wide.
   *
   * @param channels of the result
   * @throws IllegalArgumentException if not one window {@link #fits}
   */
  ImageShape over(String layer, ImageShape image, int channels) {
    if (!fits(image)) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: the window must fit into the padded image: window %d × %d, image %s, padding %d",
              layer, height, width, image, padding));
    }
    return new ImageShape(
        channels,
        (image.height() + 2 * padding - height) / stride + 1,
        (image.width() + 2 * padding - width) / stride + 1);
  }

  /**
   * The unit of an image that is at a place of a window, −1 beyond the edge.
   *
   * @param channel of the image
   * @param row of the position
   * @param column of the position
   * @param place in the window, row after row
   */
  int unit(ImageShape image, int channel, int row, int column, int place) {
    int y = row * stride - padding + place / width;
    int x = column * stride - padding + place % width;
    boolean inside = y >= 0 && y < image.height() && x >= 0 && x < image.width();
    return inside ? (channel * image.height() + y) * image.width() + x : -1;
  }
}
