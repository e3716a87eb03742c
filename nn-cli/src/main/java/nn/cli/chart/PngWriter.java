package nn.cli.chart;

import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** Draws pictures as PNG. */
public final class PngWriter implements PictureWriter {

  /** A writer. */
  public PngWriter() {}

  @Override
  public void write(Picture picture, OutputStream stream) throws IOException {
    // Through memory: a cache file would need a writable folder for temporary files.
    ImageIO.setUseCache(false);
    if (!ImageIO.write(picture.draw(), "png", stream)) {
      throw new IllegalStateException("this Java has no PNG writer");
    }
  }
}
