package nn.core.layer;

import nn.api.Message;
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
    if (inputs != input().size()) {
      throw new IllegalArgumentException(
          Message.of(
              "%s: inputs must be channels × height × width: %d, not %s", kind(), inputs, input()));
    }
    return output().size();
  }
}
