package nn.core.data;

import java.util.function.Consumer;
import nn.api.Message;
import nn.core.array.Rows;
import nn.core.random.RandomState;

/**
 * A drawn problem of linear regression, scikit-learn's {@code make_regression} with features that
 * are independent: an immutable value, changed by its methods into another one. There is no {@code
 * effective_rank}: its features come from a QR decomposition, whose bits are the library's.
 *
 * <pre>{@code
 * DataSet data = Regression.records(200).inputs(10).informative(5).noise(1).make(7);
 * }</pre>
 *
 * <p>Features agree with scikit-learn's within 4 ulp, targets to 4e-16 of the largest number of the
 * sums that they come from.
 */
public final class Regression {
  private final Draft settings; // never changed

  /** The settings while they are being made. */
  private static final class Draft implements Cloneable {
    private int records;
    private int inputs = 100;
    private int informative = 10;
    private int outputs = 1;
    private double bias;
    private double noise;
    private boolean shuffle = true;

    @Override
    public Draft clone() {
      try {
        return (Draft) super.clone();
      } catch (CloneNotSupportedException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private Regression(Draft settings) {
    this.settings = settings;
  }

  private Regression with(Consumer<Draft> change) {
    Draft draft = settings.clone();
    change.accept(draft);
    return new Regression(draft);
  }

  /** So many records and scikit-learn's defaults: 100 inputs, 10 of them informative, 1 target. */
  public static Regression records(int records) {
    Draft draft = new Draft();
    draft.records = records;
    return new Regression(draft);
  }

  /** The number of features, {@code n_features}. */
  public Regression inputs(int inputs) {
    return with(draft -> draft.inputs = inputs);
  }

  /** The number of features that targets depend on, {@code n_informative}: at most all. */
  public Regression informative(int informative) {
    return with(draft -> draft.informative = informative);
  }

  /** The number of targets, {@code n_targets}. */
  public Regression outputs(int outputs) {
    return with(draft -> draft.outputs = outputs);
  }

  /** What is added to all targets, {@code bias}. */
  public Regression bias(double bias) {
    return with(draft -> draft.bias = bias);
  }

  /** The standard deviation of the noise of the targets, {@code noise}. */
  public Regression noise(double noise) {
    return with(draft -> draft.noise = noise);
  }

  /** Whether records and features are reordered, {@code shuffle}. */
  public Regression shuffle(boolean shuffle) {
    return with(draft -> draft.shuffle = shuffle);
  }

  /**
   * The data of this seed, {@code random_state}.
   *
   * @throws IllegalArgumentException if a number is below 1, or the noise is negative or not finite
   */
  public DataSet make(int seed) {
    double[][] drawn = draw(seed);
    return DataSet.of(settings.records, drawn[0], settings.inputs, drawn[1], settings.outputs);
  }

  /** The model behind the data of this seed, {@code coef=True}: a row for each input. */
  public double[][] coefficients(int seed) {
    return Rows.split(draw(seed)[2], settings.outputs);
  }

  /** Features, targets and coefficients. */
  private double[][] draw(int seed) {
    Draft s = settings;
    if (s.records < 1
        || s.inputs < 1
        || s.informative < 1
        || s.outputs < 1
        || !(s.noise >= 0 && s.noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          Message.of(
              "regression: at least 1 record, input, informative input and output and a finite noise of at least 0 are needed:"
                  + " %d records, %d inputs, %d informative, %d outputs, noise %s",
              s.records, s.inputs, s.informative, s.outputs, s.noise));
    }
    RandomState random = new RandomState(seed);
    double[] x = new double[Math.multiplyExact(s.records, s.inputs)];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.normal();
    }
    double[] w = new double[Math.multiplyExact(s.inputs, s.outputs)];
    for (int i = 0; i < Math.min(s.inputs, s.informative) * s.outputs; i++) {
      w[i] = 100 * random.uniform();
    }
    double[] y = new double[Math.multiplyExact(s.records, s.outputs)];
    Matrix.multiply(x, s.inputs, 0, s.records, w, s.inputs, y, s.outputs, 0);
    for (int i = 0; i < y.length; i++) {
      y[i] += s.bias;
    }
    for (int i = 0; s.noise > 0 && i < y.length; i++) {
      y[i] += random.normal(0, s.noise);
    }
    if (s.shuffle) {
      int[] order = random.permutation(s.records);
      int[] columns = random.permutation(s.inputs);
      x = Matrix.columns(Rows.select(x, s.inputs, order), s.inputs, columns);
      y = Rows.select(y, s.outputs, order);
      w = Rows.select(w, s.outputs, columns);
    }
    return new double[][] {x, y, w};
  }
}
