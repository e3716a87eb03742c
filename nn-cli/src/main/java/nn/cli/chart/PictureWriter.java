package nn.cli.chart;

import java.io.IOException;
import java.io.OutputStream;

/** Draws pictures into files. */
@FunctionalInterface
public interface PictureWriter {

  /**
   * Draws and writes a picture.
   *
   * @throws IOException if the stream fails
   */
  void write(Picture picture, OutputStream stream) throws IOException;
}
