package com.example.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import nn.api.Backend;
import nn.api.network.Layer;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.initialiser.XavierNormal;
import nn.tck.LayerConformance;
import org.junit.jupiter.api.Test;

class Convolution3x3ConformanceTest extends LayerConformance {
  @Override
  protected Layer layer() {
    return new Convolution3x3(3, 2, 4, 5, new XavierNormal());
  }

  @Override
  protected int inputs() {
    return 2 * 4 * 5;
  }

  private static double[][] normals(int rows, int width) {
    Random random = new Random(5);
    double[][] values = new double[rows][width];
    for (double[] row : values) {
      for (int i = 0; i < width; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return values;
  }

  /** The formula, as seven loops. */
  private static double[][] plain(double[][] images, double[] w, double[] b, int filters, int channels, int height, int width) {
    double[][] outputs = new double[images.length][filters * height * width];
    for (int image = 0; image < images.length; image++) {
      for (int f = 0; f < filters; f++) {
        for (int r = 0; r < height; r++) {
          for (int c = 0; c < width; c++) {
            double sum = b[f];
            for (int k = 0; k < channels; k++) {
              for (int i = -1; i <= 1; i++) {
                for (int j = -1; j <= 1; j++) {
                  if (r + i >= 0 && r + i < height && c + j >= 0 && c + j < width) {
                    sum += w[((f * channels + k) * 3 + i + 1) * 3 + j + 1]
                        * images[image][(k * height + r + i) * width + c + j];
                  }
                }
              }
            }
            outputs[image][(f * height + r) * width + c] = sum;
          }
        }
      }
    }
    return outputs;
  }

  @Test
  void outputsAreThoseOfSevenLoops() {
    int[][] shapes = {{3, 2, 4, 5}, {1, 1, 1, 1}, {2, 3, 1, 4}, {4, 1, 3, 3}, {2, 2, 6, 2}};
    for (int[] s : shapes) {
      double[][] images = normals(3, s[1] * s[2] * s[3]);
      try (Backend backend = Backends.open();
          Network network =
              Network.inputs(s[1] * s[2] * s[3])
                  .layer(new Convolution3x3(s[0], s[1], s[2], s[3], new XavierNormal()))
                  .build(backend)) {
        network.parameter(0, "bias", normals(1, s[0])[0]);
        double[] w = network.parameter(0, "weight");
        double[][] expected = plain(images, w, network.parameter(0, "bias"), s[0], s[1], s[2], s[3]);
        double[][] found = network.predict(images);
        for (int j = 0; j < images.length; j++) {
          for (int u = 0; u < expected[j].length; u++) {
            assertEquals(expected[j][u], found[j][u], 1e-13);
          }
        }
      }
    }
  }

  @Test
  void gradientsMatchFiniteDifferences() {
    try (Backend backend = Backends.open()) {
      GradientReport report = GradientCheck.of(layer(), backend).on(normals(3, 40), normals(3, 60));
      assertTrue(report.passed(), report::toString);
    }
  }

  @Test
  void anotherNumberOfInputsIsRefused() {
    assertEquals(
        "example-convolution: inputs must be channels · height · width: 41, not 2 · 4 · 5",
        assertThrows(IllegalArgumentException.class, () -> layer().units(41)).getMessage());
  }
}
