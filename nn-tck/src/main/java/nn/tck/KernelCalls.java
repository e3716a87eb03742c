package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/**
 * Calls of every kernel with temporaries, for the rules on memory: what they compute is not looked
 * at.
 */
final class KernelCalls {

  /** Extents of operands that are worth several threads. */
  private static final int[] LARGE = {257, 131, 17};

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
