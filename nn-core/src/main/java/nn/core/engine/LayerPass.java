package nn.core.engine;

import java.util.List;
import nn.api.Backend;
import nn.api.Message;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.random.Philox;
import org.jspecify.annotations.Nullable;

/** One layer's view of a {@link Propagation}, or a part's. */
final class LayerPass implements Pass {

  /** What all passes of one propagation have in common. */
  record Setting(
      Workspace workspace,
      int records,
      ParameterTensors values,
      @Nullable ParameterTensors gradients,
      long seed) {}

  private final Setting setting;
  private final int layer; // of the network
  private final String prefix; // of the part's parameters; empty for the layer itself
  private final Scratch scratch;
  private final NamedTensors kept = new NamedTensors();
  private final List<Part> parts;
  private final LayerPass[] partPasses;
  private final Philox philox;
  private double[] uniforms = {};
  private long step;
  private int firstRecord; // of this pass in its batch

  /** The pass of a network's layer. */
  LayerPass(Setting setting, int index, Layer layer, int inputs, Scratch scratch) {
    this(setting, index, "", layer, inputs, scratch);
  }

  private LayerPass(
      Setting setting, int index, String prefix, Layer layer, int inputs, Scratch scratch) {
    this.setting = setting;
    this.layer = index;
    this.prefix = prefix;
    this.scratch = scratch;
    philox = new Philox(setting.seed() ^ hash(prefix));
    parts = layer.parts(inputs);
    partPasses = new LayerPass[parts.size()];
    for (int p = 0; p < partPasses.length; p++) {
      Part part = parts.get(p);
      String inner = part.name().isEmpty() ? prefix : prefix + part.name() + ".";
      partPasses[p] =
          new LayerPass(setting, index, inner, part.layer(), part.inputs(), scratch.inner());
    }
  }

  /**
   * What a part's path adds to the seed, so that each part has random numbers of its own: 0 for the
   * layer itself, else FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo: The FNV Non-Cryptographic Hash
   * Algorithm) of the path's characters.
   */
  private static long hash(String path) {
    long hash = path.isEmpty() ? 0 : 0xcbf29ce484222325L;
    for (int i = 0; i < path.length(); i++) {
      hash = (hash ^ path.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /**
   * Sets what random numbers depend on.
   *
   * @param firstRecord this pass's first record in the batch of the step
   */
  void step(long step, int firstRecord) {
    this.step = step;
    this.firstRecord = firstRecord;
    for (LayerPass part : partPasses) {
      part.step(step, firstRecord);
    }
  }

  /** Lets the layer, then its parts but the frozen ones, update their statistics. */
  void commit(Layer committed) {
    committed.commit(this);
    for (int p = 0; p < partPasses.length; p++) {
      if (parts.get(p).trained()) {
        partPasses[p].commit(parts.get(p).layer());
      }
    }
  }

  @Override
  public Backend backend() {
    return setting.workspace().backend();
  }

  @Override
  public int records() {
    return setting.records();
  }

  @Override
  public boolean training() {
    return setting.gradients() != null;
  }

  @Override
  public Tensor parameter(String name) {
    return setting.values().of(layer, prefix, name);
  }

  @Override
  public Tensor gradient(String name) {
    ParameterTensors gradients = setting.gradients();
    if (gradients == null) {
      throw new IllegalStateException(
          "gradient: this pass only predicts: parameter '" + name + "'");
    }
    int index = gradients.index(layer, prefix, name);
    Parameter parameter = gradients.descriptions().get(layer).get(index);
    if (parameter.role() == Role.STATISTIC) {
      throw new IllegalArgumentException(
          "gradient: a statistic has none: parameter '" + name + "'");
    }
    return gradients.of(layer)[index];
  }

  @Override
  public Tensor keep(String name, int rows, int columns) {
    Tensor tensor = kept.find(name);
    if (tensor == null) {
      return kept.add(name, setting.workspace().tensor(rows, columns));
    }
    if (!tensor.shape().is(rows, columns)) {
      throw new IllegalArgumentException(
          Message.of(
              "keep: the name was used for another shape: '%s' is %s, asked for [%d, %d]",
              name, tensor.shape(), rows, columns));
    }
    return tensor;
  }

  @Override
  public Tensor scratch(String name, int rows, int columns) {
    return scratch.tensor(setting.workspace(), name, rows, columns);
  }

  @Override
  public Pass part(String name) {
    for (int p = 0; p < partPasses.length; p++) {
      if (parts.get(p).name().equals(name)) {
        return partPasses[p];
      }
    }
    throw new IllegalArgumentException(
        Message.of(
            "part: the layer has no part of this name: '%s', it has %s",
            name, parts.stream().map(Part::name).toList()));
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
