package nn.core;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.random.Philox;
import org.jspecify.annotations.Nullable;

/** One layer's view of a {@link Propagation}. */
final class LayerPass implements Pass {

  /** Tensors by name. A layer has few, so a list that is walked beats a map. */
  static final class Named {
    private final List<String> names = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();

    @Nullable Tensor find(String name, int rows, int columns, boolean byShape) {
      for (int i = 0; i < names.size(); i++) {
        Tensor tensor = tensors.get(i);
        if (names.get(i).equals(name) && (!byShape || tensor.shape().is(rows, columns))) {
          return tensor;
        }
      }
      return null;
    }

    Tensor add(String name, Tensor tensor) {
      names.add(name);
      tensors.add(tensor);
      return tensor;
    }
  }

  private final Workspace workspace;
  private final int layer;
  private final int records;
  private final Parameters values;
  private final @Nullable Parameters gradients;
  private final Named scratch;
  private final Named kept = new Named();
  private final Philox philox;
  private double[] uniforms = {};
  private long step;
  private int firstRecord; // of this pass in its batch

  LayerPass(
      Workspace workspace,
      int layer,
      int records,
      Parameters values,
      @Nullable Parameters gradients,
      Named scratch,
      long seed) {
    this.workspace = workspace;
    this.layer = layer;
    this.records = records;
    this.values = values;
    this.gradients = gradients;
    this.scratch = scratch;
    philox = new Philox(seed);
  }

  /**
   * Sets what random numbers depend on.
   *
   * @param firstRecord this pass's first record in the batch of the step
   */
  void step(long step, int firstRecord) {
    this.step = step;
    this.firstRecord = firstRecord;
  }

  @Override
  public Backend backend() {
    return workspace.backend();
  }

  @Override
  public int records() {
    return records;
  }

  @Override
  public boolean training() {
    return gradients != null;
  }

  @Override
  public Tensor parameter(String name) {
    return values.of(layer, name);
  }

  @Override
  public Tensor gradient(String name) {
    if (gradients == null) {
      throw new IllegalStateException(
          "gradient: this pass only predicts: parameter '" + name + "'");
    }
    int index = gradients.index(layer, name);
    Parameter parameter = gradients.descriptions().get(layer).get(index);
    if (parameter.role() == Role.STATISTIC) {
      throw new IllegalArgumentException(
          "gradient: a statistic has none: parameter '" + name + "'");
    }
    return gradients.of(layer)[index];
  }

  @Override
  public Tensor keep(String name, int rows, int columns) {
    Tensor tensor = kept.find(name, rows, columns, false);
    if (tensor == null) {
      return kept.add(name, workspace.tensor(rows, columns));
    }
    if (!tensor.shape().is(rows, columns)) {
      throw new IllegalArgumentException(
          "keep: the name was used for another shape: '"
              + name
              + "' is "
              + tensor.shape()
              + ", asked for ["
              + rows
              + ", "
              + columns
              + "]");
    }
    return tensor;
  }

  @Override
  public Tensor scratch(String name, int rows, int columns) {
    Tensor tensor = scratch.find(name, rows, columns, true);
    return tensor != null ? tensor : scratch.add(name, workspace.tensor(rows, columns));
  }

  @Override
  public void uniform(Tensor out) {
    int size = out.shape().size();
    if (uniforms.length < size) {
      uniforms = new double[size];
    }
    long from = (long) firstRecord * out.shape().rows();
    philox.uniform(step, layer, from, uniforms, size);
    backend().write(uniforms, 0, out, 0, size);
  }
}
