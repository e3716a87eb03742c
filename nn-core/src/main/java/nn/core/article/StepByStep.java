package nn.core.article;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;
import nn.core.optimiser.GradientDescent;
import nn.core.training.Classes;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected network as a chain of functions, one for each step of gradient descent, for
 * reading, teaching and checking: the program of the article "Build up a Neural Network with
 * Python", for layers of any size.
 *
 * <p>Gradients go the explicit way: {@code dA} of the cost, then {@code dZ} by the activation. Each
 * function allocates its results from a workspace that the caller closes. {@link nn.core.Network}
 * does the same in {@link nn.core.layer.Dense}, takes the shorter way from cost to {@code dZ}, and
 * reuses its tensors.
 */
public final class StepByStep {

  private StepByStep() {}

  /**
   * One layer's parameters.
   *
   * @param w {@code [units, inputs]}
   * @param b {@code [units, 1]}
   * @param activation {@code g}
   */
  public record LayerParameters(Tensor w, Tensor b, Activation activation) {}

  /**
   * What forward propagation leaves for backward propagation.
   *
   * @param x the layer's input, {@code [inputs, records]}
   * @param z {@code W·X + b}, {@code [units, records]}
   * @param a {@code g(Z)}, {@code [units, records]}
   */
  public record LayerCache(Tensor x, Tensor z, Tensor a) {}

  /**
   * One layer's gradients of the cost, means over records in {@code dw} and {@code db}.
   *
   * @param da {@code [units, records]}, of each record's loss
   * @param dz {@code [units, records]}, of each record's loss
   * @param dw {@code [units, inputs]}
   * @param db {@code [units, 1]}
   * @param dx {@code [inputs, records]}, of each record's loss
   */
  public record LayerGradients(Tensor da, Tensor dz, Tensor dw, Tensor db, Tensor dx) {}

  /** Is told of each iteration of {@link #train}, with values before its update. */
  @FunctionalInterface
  public interface Observer {

    /** Iteration 1 is the first. */
    void iteration(int iteration, double cost, double accuracy);
  }

  /**
   * Draws weights layer by layer; biases are 0.
   *
   * @param sizes the number of features, then of each layer's units; at least two numbers
   * @param activations one for each layer
   * @throws IllegalArgumentException if there is no layer, or not one activation for each
   */
  public static List<LayerParameters> initialiseParameters(
      Workspace workspace,
      int[] sizes,
      List<Activation> activations,
      Initialiser initialiser,
      RandomStream random) {
    if (sizes.length < 2 || activations.size() != sizes.length - 1) {
      throw new IllegalArgumentException(
          "initialise: at least one layer, and an activation for each, are needed: "
              + Math.max(0, sizes.length - 1)
              + " layers, "
              + activations.size()
              + " activations");
    }
    List<LayerParameters> parameters = new ArrayList<>();
    for (int l = 0; l < activations.size(); l++) {
      int inputs = sizes[l];
      int units = sizes[l + 1];
      Tensor w = workspace.tensor(units, inputs);
      double[] rows = new double[units * inputs];
      initialiser.fill(rows, w.shape(), random);
      double[] columns = new double[rows.length];
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < inputs; j++) {
          columns[j * units + i] = rows[i * inputs + j];
        }
      }
      workspace.backend().write(columns, w);
      parameters.add(new LayerParameters(w, workspace.tensor(units, 1), activations.get(l)));
    }
    return parameters;
  }

  /**
   * {@code Z = W·X + b}.
   *
   * @param w {@code [units, inputs]}; not modified
   * @param b {@code [units, 1]}; not modified
   * @param x {@code [inputs, records]}; not modified
   * @return {@code Z}, {@code [units, records]}
   */
  public static Tensor linearForward(Workspace workspace, Tensor w, Tensor b, Tensor x) {
    Tensor z = workspace.tensor(w.shape().rows(), x.shape().columns());
    workspace.backend().matmul(w, x, z); // Z = W·X
    workspace.backend().combine(CombineOperation.ADD, z, b, z); // + b, one column for every record
    return z;
  }

  /** {@code Z = W·X + b, A = g(Z)}. */
  public static LayerCache singleLayerForward(
      Workspace workspace, LayerParameters layer, Tensor x) {
    Tensor z = linearForward(workspace, layer.w(), layer.b(), x);
    Tensor a = workspace.tensor(z.shape());
    layer.activation().forward(workspace.backend(), z, a);
    return new LayerCache(x, z, a);
  }

  /** Forward through all layers; the last cache's {@code a} is the output. */
  public static List<LayerCache> fullForward(
      Workspace workspace, List<LayerParameters> parameters, Tensor x) {
    List<LayerCache> caches = new ArrayList<>();
    Tensor input = x;
    for (LayerParameters layer : parameters) {
      LayerCache cache = singleLayerForward(workspace, layer, input);
      caches.add(cache);
      input = cache.a();
    }
    return caches;
  }

  /** The mean over records of the losses. */
  public static double cost(Workspace workspace, Cost cost, Tensor a, Tensor y) {
    int records = a.shape().columns();
    Tensor elements = workspace.tensor(a.shape());
    Tensor losses = workspace.tensor(1, records);
    cost.losses(workspace.backend(), a, y, elements, losses);
    double sum = 0;
    for (double loss : values(losses)) {
      sum += loss;
    }
    return sum / records;
  }

  /** Probabilities to classes; see {@link Classes#of}. */
  public static int[] probabilitiesToClasses(Cost cost, Tensor a) {
    return Classes.of(cost.decision(), values(a), a.shape().rows());
  }

  /** The share of records whose classes are correct; see {@link Classes#accuracy}. */
  public static double accuracy(Cost cost, Tensor a, Tensor y) {
    return Classes.accuracy(
        cost.decision(), values(a), values(y), a.shape().rows(), a.shape().columns());
  }

  /** {@code dZ} from {@code dA}. */
  public static Tensor activationBackward(
      Workspace workspace, Activation activation, LayerCache cache, Tensor da) {
    Tensor dz = workspace.tensor(da.shape());
    activation.backward(workspace.backend(), cache.z(), cache.a(), da, dz);
    return dz;
  }

  /** {@code dZ, dW = dZ·Xᵀ / m, db = Σ dZ / m, dX = Wᵀ·dZ} from {@code dA}. */
  public static LayerGradients singleLayerBackward(
      Workspace workspace, LayerParameters layer, LayerCache cache, Tensor da) {
    Backend backend = workspace.backend();
    int records = da.shape().columns();
    Tensor dz = activationBackward(workspace, layer.activation(), cache, da);
    Tensor dw = workspace.tensor(layer.w().shape());
    Tensor db = workspace.tensor(layer.b().shape());
    Tensor dx = workspace.tensor(cache.x().shape());
    backend.matmulTransB(dz, cache.x(), dw); // dW = dZ·Xᵀ
    backend.divideBy(dw, records, dw); // / m
    backend.sumOverRecords(dz, db); // db = Σ dZ
    backend.divideBy(db, records, db); // / m
    backend.matmulTransA(layer.w(), dz, dx); // dX = Wᵀ·dZ
    return new LayerGradients(da, dz, dw, db, dx);
  }

  /** Backward through all layers, from the cost's gradient on. */
  public static List<LayerGradients> fullBackward(
      Workspace workspace,
      List<LayerParameters> parameters,
      List<LayerCache> caches,
      Cost cost,
      Tensor y) {
    int layers = parameters.size();
    LayerGradients[] gradients = new LayerGradients[layers];
    Tensor output = caches.get(layers - 1).a();
    Tensor da = workspace.tensor(output.shape());
    cost.gradient(workspace.backend(), output, y, da);
    for (int l = layers - 1; l >= 0; l--) {
      gradients[l] = singleLayerBackward(workspace, parameters.get(l), caches.get(l), da);
      da = gradients[l].dx();
    }
    return List.of(gradients);
  }

  /** {@code W ← W − η·dW, b ← b − η·db}. */
  public static void update(
      Backend backend,
      List<LayerParameters> parameters,
      List<LayerGradients> gradients,
      double learningRate) {
    GradientDescent descent = new GradientDescent(learningRate);
    double[] scalars = {learningRate};
    for (int l = 0; l < parameters.size(); l++) {
      LayerParameters layer = parameters.get(l);
      LayerGradients gradient = gradients.get(l);
      backend.apply(descent.update(), scalars, new Tensor[] {gradient.dw(), layer.w()});
      backend.apply(descent.update(), scalars, new Tensor[] {gradient.db(), layer.b()});
    }
  }

  /**
   * Full-batch gradient descent: forward, cost, backward, update, {@code iterations} times.
   *
   * @param parameters updated
   * @param observer is told of each iteration; may be null
   */
  public static void train(
      Backend backend,
      List<LayerParameters> parameters,
      Cost cost,
      Tensor x,
      Tensor y,
      int iterations,
      double learningRate,
      @Nullable Observer observer) {
    for (int iteration = 1; iteration <= iterations; iteration++) {
      try (Workspace workspace = backend.workspace()) {
        List<LayerCache> caches = fullForward(workspace, parameters, x);
        Tensor output = caches.get(caches.size() - 1).a();
        if (observer != null) {
          observer.iteration(
              iteration, cost(workspace, cost, output, y), accuracy(cost, output, y));
        }
        update(
            backend,
            parameters,
            fullBackward(workspace, parameters, caches, cost, y),
            learningRate);
      }
    }
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    tensor.backend().read(tensor, values);
    return values;
  }
}
