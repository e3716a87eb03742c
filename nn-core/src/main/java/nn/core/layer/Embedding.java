package nn.core.layer;

import java.util.List;
import nn.api.Backend;
import nn.api.Message;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.initialiser.Normal;
import org.jspecify.annotations.Nullable;

/**
 * A vector that is learnt for each category (Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin: A
 * Neural Probabilistic Language Model. JMLR 3, 2003, section 2): every feature, a whole number from
 * 0 to {@code categories − 1}, is replaced by its column of the table. {@code [features, records]}
 * becomes {@code [features · size, records]}, the vector of the first feature first.
 *
 * <p>All features have one table, {@code weight} {@code [size, categories]}: PyTorch's transposed,
 * with the same numbers in memory. Features of different categories share it by numbers of their
 * own, for instance 0 to 6 for days and 7 to 18 for months.
 *
 * <p>Another number, NaN too, is refused with an {@link IllegalArgumentException} that names
 * record, feature and value. By whole numbers there is no derivative: {@code dx} is 0.
 *
 * @param categories how many there are, at least 1 and at most 2²⁴, up to which a float tells whole
 *     numbers apart
 * @param size the length of a vector, at least 1
 * @param initialiser draws the table
 */
public record Embedding(int categories, int size, Initialiser initialiser) implements Layer {
  private static final int MAX_CATEGORIES = 1 << 24;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside
   */
  public Embedding {
    if (categories < 1 || categories > MAX_CATEGORIES || size < 1) {
      throw new IllegalArgumentException(
          Message.of(
              "embedding: categories must be from 1 to %d, and size at least 1: %d and %d",
              MAX_CATEGORIES, categories, size));
    }
  }

  /** With a table of standard normal numbers, as PyTorch's. */
  public Embedding(int categories, int size) {
    this(categories, size, new Normal(1));
  }

  @Override
  public String kind() {
    return "embedding";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("categories", categories)
        .with("size", size)
        .with("initialiser", initialiser);
  }

  @Override
  public int units(int inputs) {
    return Math.multiplyExact(inputs, size);
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of(new Parameter("weight", new Shape(size, categories), initialiser, Role.WEIGHT));
  }

  /** Each input is one of {@code categories}. */
  @Override
  public int categories() {
    return categories;
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    Tensor indices = indices(pass, x);
    Tensor vectors = pass.scratch("vectors", size, x.shape().size());
    backend.reshape(x, indices); // one index after another, record after record
    try {
      backend.gatherRecords(pass.parameter("weight"), indices, vectors);
    } catch (IndexOutOfBoundsException refused) {
      throw named(x, refused);
    }
    backend.reshape(vectors, y); // those of a record below each other
  }

  private static Tensor indices(Pass pass, Tensor x) {
    return pass.keep("indices", 1, x.shape().size());
  }

  /** The refusal of an index, by record and feature. */
  private RuntimeException named(Tensor x, IndexOutOfBoundsException refused) {
    double[] values = new double[x.shape().size()];
    x.backend().read(x, values);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] < categories && values[i] == Math.rint(values[i]))) {
        return new IllegalArgumentException(
            Message.of(
                "embedding: a category must be a whole number from 0 to %d: record %d, feature %d is %s",
                categories - 1, i / x.shape().rows(), i % x.shape().rows(), values[i]),
            refused);
      }
    }
    return refused;
  }

  /** Each category's gradient is the sum over the places that have it. */
  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    Backend backend = pass.backend();
    Tensor vectors = pass.scratch("vectors", size, x.shape().size());
    backend.reshape(dy, vectors);
    backend.scatterAddRecords(vectors, indices(pass, x), pass.gradient("weight"));
    if (dx != null) {
      backend.fill(0, dx);
    }
  }
}
