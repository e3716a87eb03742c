package com.example.plugins;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.Backend;
import nn.api.network.Layer;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.layer.ImageShape;
import nn.tck.LayerConformance;
import org.junit.jupiter.api.Test;

class UpsamplingConformanceTest extends LayerConformance {
  @Override
  protected Layer layer() {
    return new Upsampling(new ImageShape(2, 3, 4), 2);
  }

  @Test
  void eachPixelBecomesASquare() {
    try (Backend backend = Backends.open();
        Network network = Network.images(2, 1, 2).layer(image -> new Upsampling(image, 2)).build(backend)) {
      assertArrayEquals(
          new double[][] {{1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4}},
          network.predict(new double[][] {{1, 2, 3, 4}}));
    }
  }

  @Test
  void itStandsBetweenConvolutions() {
    try (Backend backend = Backends.open();
        Network network =
            Network.images(1, 8, 8)
                .convolution(4, 3, relu())
                .layer(image -> new Upsampling(image, 2))
                .convolution(1, 5, sigmoid())
                .build(backend)) {
      assertEquals(8 * 8, network.outputs());
    }
  }

  @Test
  void aFactorBelowOneIsRefused() {
    assertEquals(
        "example-upsampling: the factor must be at least 1: 0",
        assertThrows(IllegalArgumentException.class, () -> new Upsampling(new ImageShape(1, 2, 2), 0)).getMessage());
  }
}
