package nn.core.layer;

import nn.api.network.Layer;

/** A layer from images to images, which knows both shapes. */
public interface ImageLayer extends Layer {

  /** The shape of the images that it takes. */
  ImageShape input();

  /** The shape of those that it gives: the next image layer's {@link #input}. */
  ImageShape output();

  /**
   * {@code output().size()}.
   *
   * @throws IllegalArgumentException if {@code inputs} is not {@code input().size()}
   */
  @Override
  default int units(int inputs) {
    input().requireSize(kind(), inputs);
    return output().size();
  }
}
