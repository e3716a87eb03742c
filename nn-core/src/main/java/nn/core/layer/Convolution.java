package nn.core.layer;

import java.util.List;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Message;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.core.initialiser.Initialisers;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, {@code A = g(Z)} with
 *
 * <pre>
 * z[f, i, j] = b[f] + Σ over channels k, rows p and columns q of w[f, k, p, q] · x[k, i·s + p − padding, j·s + q − padding]
 * </pre>
 *
 * <p>where {@code s} is the stride and {@code x} is 0 beyond the edge (Y. LeCun, L. Bottou, Y.
 * Bengio, P. Haffner: Gradient-Based Learning Applied to Document Recognition. Proceedings of the
 * IEEE 86(11), 1998, section II.A); a cross-correlation, as in PyTorch.
 *
 * <p>It is a dense layer over windows: these are gathered into a matrix with a column for each
 * position of each record, so that one product does the work (K. Chellapilla, S. Puri, P. Simard:
 * High Performance Convolutional Neural Networks for Document Processing. IWFHR 2006, section 2.1).
 *
 * <p>{@code weight} {@code [channels, input channels · height · width]} has the order of PyTorch's
 * four dimensions; {@code bias} {@code [channels, 1]}. An immutable value: {@link #stride}, {@link
 * #padding} and their like give others.
 */
public final class Convolution implements ImageLayer, ActivatedLayer {
  private static final String KIND = "convolution";

  private final ImageShape input;
  private final int channels;
  private final Window window;
  private final Activation activation;
  private final Initialiser initialiser;
  private final boolean bias;

  private final @Nullable ImageShape output; // null where no window fits, as before some padding
  private final int[] windows; // for each position the inputs of its window, −1 beyond the edge
  private final int[] byChannel; // of outputs position by position, those channel by channel
  private final int[] byPosition; // and back

  /**
   * A convolution of all settings.
   *
   * @param input the shape of the images
   * @param channels of the outputs
   * @param height of a window
   * @param width of a window
   * @param stride from one window to the next
   * @param padding rows and columns of zeros beyond each edge
   * @param activation {@code g}
   * @param initialiser draws the weights; biases start at 0
   * @param bias whether there is {@code b}
   * @throws IllegalArgumentException if a number is out of range
   */
  public Convolution(
      ImageShape input,
      int channels,
      int height,
      int width,
      int stride,
      int padding,
      Activation activation,
      Initialiser initialiser,
      boolean bias) {
    this(
        input, channels, new Window(height, width, stride, padding), activation, initialiser, bias);
  }

  private Convolution(
      ImageShape input,
      int channels,
      Window window,
      Activation activation,
      Initialiser initialiser,
      boolean bias) {
    if (channels < 1) {
      throw new IllegalArgumentException(
          Message.of("convolution: channels must be at least 1: %d", channels));
    }
    this.input = input;
    this.channels = channels;
    this.window = window;
    this.activation = activation;
    this.initialiser = initialiser;
    this.bias = bias;
    window.check(KIND);
    output = window.fits(input) ? window.over(KIND, input, channels) : null;
    windows = output == null ? new int[0] : windows(output);
    byChannel = transposition(channels, output == null ? 0 : output.pixels());
    byPosition = transposition(output == null ? 0 : output.pixels(), channels);
  }

  /**
   * A convolution of stride 1 without padding, with the {@linkplain Initialisers#usual usual}
   * initialiser of the activation.
   *
   * @param input the shape of the images
   * @param channels of the outputs
   * @param height of a window
   * @param width of a window
   * @param activation {@code g}
   * @throws IllegalArgumentException if a number is below 1
   */
  public Convolution(ImageShape input, int channels, int height, int width, Activation activation) {
    this(
        input,
        channels,
        new Window(height, width, 1, 0),
        activation,
        Initialisers.usual(activation),
        true);
  }

  /** With square windows. */
  public Convolution(ImageShape input, int channels, int window, Activation activation) {
    this(input, channels, window, window, activation);
  }

  private Convolution with(Window other) {
    return new Convolution(input, channels, other, activation, initialiser, bias);
  }

  /** The same with another stride: from one window to the next, in pixels, at least 1. */
  public Convolution stride(int stride) {
    return with(new Window(window.height(), window.width(), stride, window.padding()));
  }

  /** The same with so many rows and columns of zeros beyond each edge. */
  public Convolution padding(int padding) {
    return with(new Window(window.height(), window.width(), window.stride(), padding));
  }

  /** The same with weights that another one draws; biases start at 0. */
  public Convolution initialiser(Initialiser other) {
    return new Convolution(input, channels, window, activation, other, bias);
  }

  /** The same without bias. */
  public Convolution withoutBias() {
    return new Convolution(input, channels, window, activation, initialiser, false);
  }

  private int[] windows(ImageShape positions) {
    int[] inputs = new int[Math.multiplyExact(positions.pixels(), windowInputs())];
    int at = 0;
    for (int row = 0; row < positions.height(); row++) {
      for (int column = 0; column < positions.width(); column++) {
        for (int c = 0; c < input.channels(); c++) {
          for (int place = 0; place < window.size(); place++) {
            inputs[at++] = window.unit(input, c, row, column, place);
          }
        }
      }
    }
    return inputs;
  }

  /** Where the elements of a matrix, row after row, are column after column. */
  private static int[] transposition(int rows, int columns) {
    int[] units = new int[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        units[i * columns + j] = j * rows + i;
      }
    }
    return units;
  }

  private int windowInputs() {
    return input.channels() * window.size();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Config config() {
    return input
        .in(Config.EMPTY)
        .with("channels", channels)
        .with("height", window.height())
        .with("width", window.width())
        .with("stride", window.stride())
        .with("padding", window.padding())
        .with("activation", activation)
        .with("initialiser", initialiser)
        .with("bias", bias);
  }

  @Override
  public ImageShape input() {
    return input;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if not one window fits into the padded image
   */
  @Override
  public ImageShape output() {
    return output == null ? window.over(KIND, input, channels) : output;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return Linear.parameters(channels, windowInputs(), initialiser, bias);
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor a) {
    Backend backend = pass.backend();
    Tensor gathered = pass.scratch("windows", windows.length, pass.records());
    Tensor columns = columns(pass);
    Tensor positions = positions(pass);
    backend.gather(x, windows, gathered);
    backend.reshape(gathered, columns); // a column for each position of each record
    Tensor z = z(pass, a);
    ElementwiseLoop g = z == a ? activation.elementwise() : null;
    Linear.forward(pass, bias, columns, g, positions); // Z = W·X + b, or A at once
    Tensor outputs = outputs(pass);
    backend.reshape(positions, outputs); // position after position
    backend.gather(outputs, byChannel, z); // channel after channel
    if (g == null) {
      activation.forward(backend, z, a);
    }
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor a, Tensor da, @Nullable Tensor dx) {
    activation.backward(pass.backend(), z(pass, a), a, da, da); // dZ takes the place of dA
    backwardFromPreActivation(pass, x, da, null, dx);
  }

  /** The steps of forward backwards: the adjoint of a gather is a scatter-add. */
  @Override
  public void backwardFromPreActivation(
      Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx) {
    Backend backend = pass.backend();
    Tensor outputs = outputs(pass);
    Tensor positions = positions(pass);
    backend.gather(dz, byPosition, outputs);
    backend.reshape(outputs, positions);
    Linear.parameterGradients(pass, bias, columns(pass), positions);
    if (dx != null) {
      Tensor dColumns = pass.scratch("columns", windowInputs(), output().pixels() * pass.records());
      Tensor gathered = pass.scratch("windows", windows.length, pass.records());
      backend.matmulTransA(pass.parameter("weight"), positions, dColumns);
      backend.reshape(dColumns, gathered);
      backend.scatterAdd(gathered, windows, dx); // a pixel is in several windows
      if (f != null) {
        backend.apply(f, x, dx, dx);
      }
    }
  }

  /** The windows as columns: kept in training, since the weights' gradient needs them. */
  private Tensor columns(Pass pass) {
    int positions = output().pixels() * pass.records();
    return pass.training()
        ? pass.keep("columns", windowInputs(), positions)
        : pass.scratch("columns", windowInputs(), positions);
  }

  /** Outputs, a column for each position of each record. */
  private Tensor positions(Pass pass) {
    return pass.scratch("positions", channels, output().pixels() * pass.records());
  }

  /** The same numbers, a column for each record. */
  private Tensor outputs(Pass pass) {
    return pass.scratch("outputs", output().size(), pass.records());
  }

  /** The pre-activation; {@code a} itself takes its place where the activation does not need it. */
  private Tensor z(Pass pass, Tensor a) {
    return activation.needsPreActivation() ? pass.keep("z", output().size(), pass.records()) : a;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Convolution same && config().equals(same.config());
  }

  @Override
  public int hashCode() {
    return config().hashCode();
  }

  /** For instance {@code Convolution{input-channels=1, …}}. */
  @Override
  public String toString() {
    return "Convolution" + config();
  }
}
