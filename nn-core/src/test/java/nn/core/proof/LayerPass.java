package nn.core.proof;

import java.util.HashMap;
import java.util.Map;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Pass;

/** A pass through one layer of a {@link Network}. */
final class LayerPass implements Pass {

  /** What tells working tensors apart; layers share those with one key. */
  record Key(String name, Shape shape) {}

  private final Backend backend;
  private final Workspace workspace;
  private final int layer;
  private final int records;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> gradients;
  private final Map<Key, Tensor> shared;
  private final Map<String, Tensor> kept = new HashMap<>();
  private final Map<String, Tensor> scratch = new HashMap<>();
  private double[] numbers = {};
  private boolean training;
  private long step;

  LayerPass(
      Backend backend,
      Workspace workspace,
      int layer,
      int records,
      Map<String, Tensor> parameters,
      Map<String, Tensor> gradients,
      Map<Key, Tensor> shared) {
    this.backend = backend;
    this.workspace = workspace;
    this.layer = layer;
    this.records = records;
    this.parameters = parameters;
    this.gradients = gradients;
    this.shared = shared;
  }

  void begin(boolean training, long step) {
    this.training = training;
    this.step = step;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public int records() {
    return records;
  }

  @Override
  public boolean training() {
    return training;
  }

  @Override
  public Tensor parameter(String name) {
    return known(parameters, name);
  }

  @Override
  public Tensor gradient(String name) {
    return known(gradients, name);
  }

  private static Tensor known(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("pass: no such parameter: " + name);
    }
    return tensor;
  }

  @Override
  public Tensor keep(String name, int rows, int columns) {
    Tensor tensor = kept.get(name);
    if (tensor == null) {
      tensor = workspace.tensor(rows, columns);
      kept.put(name, tensor);
    } else if (!tensor.shape().is(rows, columns)) {
      throw new IllegalArgumentException("pass: name used for another shape: " + name);
    }
    return tensor;
  }

  @Override
  public Tensor scratch(String name, int rows, int columns) {
    Tensor tensor = scratch.get(name);
    if (tensor == null || !tensor.shape().is(rows, columns)) {
      Key key = new Key(name, new Shape(rows, columns));
      tensor = shared.computeIfAbsent(key, k -> workspace.tensor(k.shape()));
      scratch.put(name, tensor);
    }
    return tensor;
  }

  @Override
  public void uniform(Tensor out) {
    int size = out.shape().size();
    if (numbers.length < size) {
      numbers = new double[size];
    }
    long key = mix(mix(step) + layer);
    for (int i = 0; i < size; i++) {
      numbers[i] = (mix(key + i) >>> 40) * 0x1p-24;
    }
    backend.write(numbers, 0, out, 0, size);
  }

  /** SplitMix64's finaliser, after G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
