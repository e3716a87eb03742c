package com.example.plugins;

import java.util.List;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.core.layer.ImageLayer;
import nn.core.layer.ImageShape;

/**
 * Larger images: each pixel becomes a square of {@code factor · factor} pixels that are like it, {@code y[c, i, j] =
 * x[c, ⌊i / factor⌋, ⌊j / factor⌋]}, as in the decoder of an autoencoder.
 */
public final class Upsampling implements ImageLayer {
  private final ImageShape input;
  private final int factor;
  private final ImageShape output;
  private final int[] sources; // for each pixel of the output its pixel of the input

  /**
   * Larger images.
   *
   * @param input the shape of the images
   * @param factor by which height and width grow
   */
  public Upsampling(ImageShape input, int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException("example-upsampling: the factor must be at least 1: " + factor);
    }
    this.input = input;
    this.factor = factor;
    output = new ImageShape(input.channels(), input.height() * factor, input.width() * factor);
    sources = new int[output.size()];
    for (int u = 0; u < sources.length; u++) {
      int row = u / output.width(); // of all channels, one below the other
      int column = u % output.width();
      sources[u] = row / factor * input.width() + column / factor;
    }
  }

  @Override
  public ImageShape input() {
    return input;
  }

  @Override
  public ImageShape output() {
    return output;
  }

  @Override
  public String kind() {
    return "example-upsampling";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("channels", input.channels())
        .with("height", input.height())
        .with("width", input.width())
        .with("factor", factor);
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    pass.backend().gather(x, sources, y); // each pixel of y is a copy of its source
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    if (dx != null) {
      pass.backend().scatterAdd(dy, sources, dx); // the sum over all copies of a pixel
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Upsampling same && input.equals(same.input) && factor == same.factor;
  }

  @Override
  public int hashCode() {
    return input.hashCode() * 31 + factor;
  }

  @Override
  public String toString() {
    return "Upsampling" + config();
  }
}
