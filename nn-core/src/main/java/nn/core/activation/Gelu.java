package nn.core.activation;

import java.util.Locale;
import java.util.Objects;
import nn.api.ElementwiseLoop;
import nn.api.Message;
import nn.api.elementary.Logistic64;
import nn.api.elementary.Normal32;
import nn.api.elementary.Normal64;
import nn.api.network.Config;
import nn.api.network.OutputRange;

/**
 * Gaussian error linear unit: {@code a = z·Φ(z)}, {@code dz = (Φ(z) + z·φ(z))·da} with the standard
 * normal distribution {@code Φ} and its density {@code φ} (D. Hendrycks, K. Gimpel: Gaussian error
 * linear units. arXiv 1606.08415, 2016). NaN stays NaN, ∞ stays ∞, and −∞ becomes −0.0.
 *
 * <p>The approximation that many pretrained networks were made with is {@code a = ½·z·(1 + tanh u)}
 * with {@code u = √(2/π)·(z + 0.044715·z³)}; it is off by 5·10⁻⁴ at most.
 *
 * @param approximate how {@code Φ} is computed
 */
public record Gelu(Approximation approximate) implements FromPreActivation {

  /** How the normal distribution is computed; named as by PyTorch. */
  public enum Approximation {
    /** As exactly as {@link Normal64} and {@link Normal32}. */
    NONE,
    /** By the hyperbolic tangent of a cubic. */
    TANH
  }

  /** {@code 2·√(2/π)}. */
  private static final double SCALE = 1.5957691216057308;

  private static final double CUBIC = 0.044715;

  /** Beyond it {@code σ(2u)} is 0 or 1, and a finite cube has no chance to overflow. */
  private static final double SATURATED = 100;

  /** Refuses null. */
  public Gelu {
    Objects.requireNonNull(approximate, "gelu: approximate");
  }

  /** Without an approximation. */
  public Gelu() {
    this(Approximation.NONE);
  }

  /**
   * With the approximation of a name, {@code none} or {@code tanh}.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static Gelu of(String approximate) {
    for (Approximation known : Approximation.values()) {
      if (name(known).equals(approximate)) {
        return new Gelu(known);
      }
    }
    throw new IllegalArgumentException(
        Message.of("gelu: approximate must be none or tanh: '%s'", approximate));
  }

  private static String name(Approximation approximation) {
    return approximation.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String kind() {
    return "gelu";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("approximate", name(approximate));
  }

  @Override
  public ElementwiseLoop elementwise() {
    return approximate == Approximation.NONE ? Forward.INSTANCE : TanhForward.INSTANCE;
  }

  @Override
  public ElementwiseLoop gradient() {
    return approximate == Approximation.NONE ? Gradient.INSTANCE : TanhGradient.INSTANCE;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  /** Infinite {@code z}, which a zero would make NaN, count as finite. */
  private static double slope(double z, double cdf, double density) {
    return cdf + Math.max(-Double.MAX_VALUE, Math.min(z, Double.MAX_VALUE)) * density;
  }

  /** {@code 2u}. */
  private static double argument(double z) {
    double y = Math.max(-SATURATED, Math.min(z, SATURATED));
    return SCALE * (y + CUBIC * (y * y * y));
  }

  /** {@code σ(2u) + z·σ(2u)·(1 − σ(2u))·(2u)′}. */
  private static double tanhSlope(double z) {
    double y = Math.max(-SATURATED, Math.min(z, SATURATED));
    double s = Logistic64.sigmoid(argument(z));
    return s + y * (s * (1 - s)) * (SCALE * (1 + 3 * CUBIC * (y * y)));
  }

  /** {@code z·Φ(z)}; −∞ would be NaN. */
  private static final class Forward implements ElementwiseLoop {
    static final Forward INSTANCE = new Forward();

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = Math.max(z[i], -Double.MAX_VALUE) * Normal64.cdf(z[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = Math.max(z[i], -Float.MAX_VALUE) * Normal32.cdf(z[i]);
      }
    }
  }

  /** {@code (Φ(z) + z·φ(z))·da}. */
  private static final class Gradient implements ElementwiseLoop {
    static final Gradient INSTANCE = new Gradient();

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = slope(z[i], Normal64.cdf(z[i]), Normal64.density(z[i])) * da[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = (float) slope(z[i], Normal32.cdf(z[i]), Normal32.density(z[i])) * da[i];
      }
    }
  }

  /** {@code ½·z·(1 + tanh u) = z·σ(2u)}, where nothing cancels. */
  private static final class TanhForward implements ElementwiseLoop {
    static final TanhForward INSTANCE = new TanhForward();

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = Math.max(z[i], -Double.MAX_VALUE) * Logistic64.sigmoid(argument(z[i]));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = (float) (Math.max(z[i], -Float.MAX_VALUE) * Logistic64.sigmoid(argument(z[i])));
      }
    }
  }

  private static final class TanhGradient implements ElementwiseLoop {
    static final TanhGradient INSTANCE = new TanhGradient();

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = tanhSlope(z[i]) * da[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = (float) tanhSlope(z[i]) * da[i];
      }
    }
  }
}
