package nn.core.layer;

import java.util.List;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/**
 * One number for each window of each channel. The windows of all positions are taken place by
 * place: the first pixel of each window, then the second, and so on, each a tensor of the output's
 * shape.
 */
abstract sealed class Pooling implements ImageLayer permits MaxPooling, AveragePooling {
  private final ImageShape input;
  private final Window window;
  private final ImageShape output;
  private final List<int[]> places; // for each place of a window the inputs, one for each output

  Pooling(String kind, ImageShape input, int height, int width, int stride) {
    this.input = input;
    window = new Window(height, width, stride, 0);
    window.check(kind);
    output = window.over(kind, input, input.channels());
    places = IntStream.range(0, window.size()).mapToObj(this::inputs).toList();
  }

  private int[] inputs(int place) {
    int[] inputs = new int[output.size()];
    int at = 0;
    for (int c = 0; c < output.channels(); c++) {
      for (int row = 0; row < output.height(); row++) {
        for (int column = 0; column < output.width(); column++) {
          inputs[at++] = window.unit(input, c, row, column, place);
        }
      }
    }
    return inputs;
  }

  @Override
  public final ImageShape input() {
    return input;
  }

  @Override
  public final ImageShape output() {
    return output;
  }

  /** The height of a window. */
  public final int height() {
    return window.height();
  }

  /** The width of a window. */
  public final int width() {
    return window.width();
  }

  /** From one window to the next, in pixels. */
  public final int stride() {
    return window.stride();
  }

  /** The number of pixels of a window. */
  final int size() {
    return window.size();
  }

  @Override
  public final Config config() {
    return input
        .in(Config.EMPTY)
        .with("height", height())
        .with("width", width())
        .with("stride", stride());
  }

  @Override
  public final List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public final boolean mixesRecords() {
    return false;
  }

  /** {@code out ←} what {@code x} has at a place of each window. */
  final void gather(Pass pass, Tensor x, int place, Tensor out) {
    pass.backend().gather(x, places.get(place), out);
  }

  /** A working tensor of the output's shape. */
  final Tensor scratch(Pass pass) {
    return pass.scratch("place", output.size(), pass.records());
  }

  @Override
  public final void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    if (dx == null) {
      return;
    }
    Backend backend = pass.backend();
    Tensor added = pass.scratch("added", input.size(), pass.records());
    for (int place = 0; place < size(); place++) {
      Tensor share = share(pass, dy, place);
      backend.scatterAdd(share, places.get(place), place == 0 ? dx : added);
      if (place > 0) {
        backend.combine(CombineOperation.ADD, dx, added, dx);
      }
    }
  }

  /** What a place of each window gets of the gradient; asked for place after place. */
  abstract Tensor share(Pass pass, Tensor dy, int place);

  @Override
  public final boolean equals(Object other) {
    return other instanceof Pooling same
        && kind().equals(same.kind())
        && input.equals(same.input)
        && window.equals(same.window);
  }

  @Override
  public final int hashCode() {
    return input.hashCode() * 31 + window.hashCode();
  }

  /** For instance {@code max-pooling of 6 × 28 × 28, window 2 × 2, stride 2}. */
  @Override
  public final String toString() {
    return kind()
        + " of "
        + input
        + ", window "
        + height()
        + " × "
        + width()
        + ", stride "
        + stride();
  }
}
