package nn.cli.chart;

import java.awt.image.BufferedImage;

/** Something that can be drawn. */
@FunctionalInterface
public interface Picture {

  /**
   * Draws it. On a machine without fonts or without the libraries behind {@code java.awt} this
   * throws what {@code java.awt} throws, errors among it.
   */
  BufferedImage draw();
}
