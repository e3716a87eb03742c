package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.reference.Loops;

/**
 * Calls of every kernel with temporaries, for the rules on memory: what they compute is not looked
 * at.
 */
final class KernelCalls {

  /** Extents of operands that are worth several threads. */
  private static final int[] LARGE = {257, 131, 17};

  private static final Set<String> TAKE_A_LOOP = Set.of("apply", "dense", "denseInputGradient");

  /** Units and records of operands of loops that throw. */
  private static final int THROWING = 20;

  private KernelCalls() {}

  static List<Kernel> large(List<Kernel> kernels) {
    return scaled(kernels, LARGE[0], LARGE[1], LARGE[2]);
  }

  /** The same for all of them, of which some have arrays of a length that fits. */
  static List<Kernel> scaled(List<Kernel> kernels, int m, int n, int k) {
    List<Kernel> scaled = new ArrayList<>();
    for (Kernel kernel : kernels) {
      if (!hasArray(kernel)) {
        scaled.add(scaled(kernel, m, n, k));
      }
    }
    List<Kernel> withArrays = new ArrayList<>(Kernel.transfers(new Shape(m, n)));
    withArrays.addAll(GatherKernels.byUnits(new Shape(m, n), m + k));
    for (Kernel kernel : withArrays) {
      if (kernels.stream().anyMatch(given -> given.name().equals(kernel.name()))) {
        scaled.add(kernel);
      }
    }
    return scaled;
  }

  private static boolean hasArray(Kernel kernel) {
    return List.of("write", "read", "gather", "scatterAdd").contains(kernel.name());
  }

  /**
   * The kernel with {@code m}, {@code n} and {@code k} where its shapes have 3, 5 and 4; with its
   * own 4, if only so its call fits; as it is, if it fits no other shapes.
   */
  static Kernel scaled(Kernel kernel, int m, int n, int k) {
    if (hasArray(kernel)) {
      return kernel; // of a fixed length
    }
    for (int third : new int[] {k, 4}) {
      List<Shape> shapes =
          kernel.shapes().stream()
              .map(s -> new Shape(extent(s.rows(), m, n, third), extent(s.columns(), m, n, third)))
              .toList();
      if (kernel.fits().test(shapes)) {
        return new Kernel(
            kernel.name(), kernel.writes(), shapes, kernel.fits(), kernel.call(), kernel.indices());
      }
    }
    return kernel;
  }

  private static int extent(int own, int m, int n, int k) {
    return switch (own) {
      case 3 -> m;
      case 5 -> n;
      case 4 -> k;
      default -> own;
    };
  }

  /** Operands that fit, all zeros. */
  static Tensor[] operands(Kernel kernel, Workspace workspace) {
    return kernel.shapes().stream().map(workspace::tensor).toArray(Tensor[]::new);
  }

  /** One call with operands of a workspace of its own, which is closed afterwards. */
  static void call(Kernel kernel, Backend backend) {
    try (Workspace workspace = backend.workspace()) {
      kernel.call().run(backend, operands(kernel, workspace));
    }
  }

  /** A call whose loop throws at each element, if the kernel takes a loop. */
  static void throwingCall(Kernel kernel, Backend backend) {
    if (!TAKE_A_LOOP.contains(kernel.name())) {
      return;
    }
    try (Workspace workspace = backend.workspace()) {
      Tensor minus = workspace.tensor(THROWING, THROWING);
      Tensor plus = workspace.tensor(THROWING, THROWING);
      Tensor bias = workspace.tensor(THROWING, 1);
      Tensor out = workspace.tensor(THROWING, THROWING);
      backend.fill(-1.0, minus);
      backend.fill(1.0, plus);
      ElementwiseLoop one = new Loops.Failing(1, new Loops.Refusal());
      ElementwiseLoop two = new Loops.Failing(2, new Loops.Refusal());
      switch (kernel.name()) {
        case "apply" -> backend.apply(one, minus, out);
        case "dense" -> backend.dense(minus, plus, bias, one, out);
        default -> backend.denseInputGradient(minus, plus, two, plus, out);
      }
    } catch (Loops.Refusal thrown) {
      // rule 807 says with what
    }
  }

  /**
   * A call that is refused, or throws half-way, for the last operand's shape; of those that check
   * it.
   */
  static void refusedCall(Kernel kernel, Backend backend) {
    List<Shape> wrong = kernel.wrongShapes(kernel.last());
    if (wrong.isEmpty()) {
      return;
    }
    try (Workspace workspace = backend.workspace()) {
      Tensor[] operands = operands(kernel, workspace);
      operands[kernel.last()] = workspace.tensor(wrong.get(0));
      kernel.call().run(backend, operands);
    } catch (RuntimeException refused) {
      // rule 6xx says with what
    }
  }
}
