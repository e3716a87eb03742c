package com.example.plugins;

import static nn.api.CombineOperation.ADD;

import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.initialiser.Zeros;

/**
 * A convolution with windows of 3×3, zeros beyond the edge, so that images keep their size:
 *
 * <pre>
 * y[f, r, c] = b[f] + Σ over channels k and i, j from −1 to 1 of w[f, k, i, j] · x[k, r + i, c + j]
 * </pre>
 *
 * <p>An image is a record of {@code channels · height · width} numbers: channel after channel, row after row. The windows
 * are gathered into a matrix, so that one product does the work (K. Chellapilla, S. Puri, P. Simard: High Performance
 * Convolutional Neural Networks for Document Processing. IWFHR 2006, section 2.1).
 */
public final class Convolution3x3 implements Layer {
  private static final int WINDOW = 9;

  private final int filters;
  private final int channels;
  private final int height;
  private final int width;
  private final Initialiser initialiser;
  private final int[] windows; // of each position's window the inputs; −1 beyond the edge
  private final int[] byFilter; // from position-major outputs to filter-major ones
  private final int[] byPosition; // and back

  /**
   * A convolution.
   *
   * @param filters the number of outputs for each position
   * @param channels of the images
   * @param height of the images
   * @param width of the images
   * @param initialiser draws the weights, {@code [filters, 9 · channels]}; biases start at 0
   */
  public Convolution3x3(int filters, int channels, int height, int width, Initialiser initialiser) {
    if (filters < 1 || channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "example-convolution: filters, channels, height and width must be at least 1: "
              + List.of(filters, channels, height, width));
    }
    this.filters = filters;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.initialiser = initialiser;
    windows = windows();
    byFilter = new int[filters * positions()];
    byPosition = new int[filters * positions()];
    for (int f = 0; f < filters; f++) {
      for (int p = 0; p < positions(); p++) {
        byFilter[f * positions() + p] = p * filters + f;
        byPosition[p * filters + f] = f * positions() + p;
      }
    }
  }

  private int positions() {
    return height * width;
  }

  private int[] windows() {
    int[] units = new int[positions() * channels * WINDOW];
    int at = 0;
    for (int p = 0; p < positions(); p++) {
      for (int k = 0; k < channels; k++) {
        for (int o = 0; o < WINDOW; o++) {
          int row = p / width + o / 3 - 1;
          int column = p % width + o % 3 - 1;
          boolean inside = row >= 0 && row < height && column >= 0 && column < width;
          units[at++] = inside ? (k * height + row) * width + column : -1;
        }
      }
    }
    return units;
  }

  @Override
  public String kind() {
    return "example-convolution";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("filters", filters)
        .with("channels", channels)
        .with("height", height)
        .with("width", width)
        .with("initialiser", initialiser);
  }

  @Override
  public int units(int inputs) {
    if (inputs != channels * positions()) {
      throw new IllegalArgumentException(
          "example-convolution: inputs must be channels · height · width: " + inputs + ", not "
              + channels + " · " + height + " · " + width);
    }
    return filters * positions();
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of(
        new Parameter("weight", new Shape(filters, WINDOW * channels), initialiser, Role.WEIGHT),
        new Parameter("bias", new Shape(filters, 1), new Zeros(), Role.BIAS));
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    Tensor gathered = pass.scratch("windows", windows.length, pass.records());
    Tensor columns = columns(pass);
    Tensor z = pass.scratch("z", filters, positions() * pass.records());
    backend.gather(x, windows, gathered);
    backend.reshape(gathered, columns); // a column for each position of each record
    backend.matmul(pass.parameter("weight"), columns, z);
    backend.combine(ADD, z, pass.parameter("bias"), z);
    Tensor outputs = pass.scratch("outputs", filters * positions(), pass.records());
    backend.reshape(z, outputs); // position after position
    backend.gather(outputs, byFilter, y); // filter after filter
  }

  /** The steps of forward backwards: the adjoint of a gather is a scatter-add. */
  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Backend backend = pass.backend();
    Tensor outputs = pass.scratch("outputs", filters * positions(), pass.records());
    Tensor dz = pass.scratch("z", filters, positions() * pass.records());
    backend.gather(dy, byPosition, outputs);
    backend.reshape(outputs, dz);
    backend.matmulTransB(dz, columns(pass), pass.gradient("weight"));
    backend.sumOverRecords(dz, pass.gradient("bias"));
    if (dx != null) {
      Tensor dColumns = pass.scratch("columns", WINDOW * channels, positions() * pass.records());
      Tensor gathered = pass.scratch("windows", windows.length, pass.records());
      backend.matmulTransA(pass.parameter("weight"), dz, dColumns);
      backend.reshape(dColumns, gathered);
      backend.scatterAdd(gathered, windows, dx); // an input is in up to nine windows
    }
  }

  /** The windows as columns: kept, since the weights' gradient needs them. */
  private Tensor columns(Pass pass) {
    return pass.keep("columns", WINDOW * channels, positions() * pass.records());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Convolution3x3 same && config().equals(same.config());
  }

  @Override
  public int hashCode() {
    return config().hashCode();
  }

  @Override
  public String toString() {
    return "Convolution3x3" + config();
  }
}
