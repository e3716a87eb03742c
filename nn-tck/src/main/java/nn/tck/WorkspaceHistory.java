package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;

/**
 * A history of workspaces that are opened and closed in any order, as it is drawn: every tensor is
 * zero when it is new, and has the values that a kernel last wrote there when its workspace is
 * closed. One thread's; several have one each, on one backend.
 */
final class WorkspaceHistory {
  private static final int OPEN = 4; // at most, and closed ones that are remembered

  /** Elements that are alive at a time, before those of another call. */
  private static final int ALIVE = 1 << 20;

  private record Held(String written, Tensor tensor, int hash) {}

  private record Open(Workspace workspace, List<Held> tensors) {
    int size() {
      return tensors.stream().mapToInt(held -> held.tensor.shape().size()).sum();
    }
  }

  private final Fixture f;
  private final Generator random;
  private final List<Open> open = new ArrayList<>();
  private final List<Workspace> closed = new ArrayList<>();

  WorkspaceHistory(Fixture fixture, Generator random) {
    f = fixture;
    this.random = random;
  }

  /** Calls a kernel with a destination of about so many elements, and may open and close. */
  void step(Kernel kernel, int size) {
    if (!closed.isEmpty() && random.below(4) == 0) {
      closed.get(random.below(closed.size())).close(); // which closes nothing that is open
    }
    if (open.size() < OPEN) {
      open.add(new Open(f.backend.workspace(), new ArrayList<>()));
    }
    call(open.get(random.below(open.size())), sized(kernel, size));
    while (open.size() == OPEN || open.stream().mapToInt(Open::size).sum() > ALIVE) {
      close();
    }
  }

  /** The kernel with extents whose product is the size, at least 3 units: some kernels name one. */
  private Kernel sized(Kernel kernel, int size) {
    int rows =
        Math.max(3, 1 << random.below(1 + Integer.SIZE - Integer.numberOfLeadingZeros(size)));
    return KernelCalls.scaled(
        kernel, Math.min(rows, Math.max(3, size)), Math.max(1, size / rows), random.between(1, 4));
  }

  private void call(Open in, Kernel kernel) {
    Tensor[] operands = KernelCalls.operands(kernel, in.workspace);
    for (int p = 0; p < operands.length; p++) {
      Matrix expected = Matrix.filled(operands[p].shape(), 0.0);
      String after = "";
      if (random.below(2) == 0) {
        int from = random.below(expected.values().length);
        int to = from + 1 + random.below(Math.min(9, expected.values().length - from));
        Arrays.fill(expected.values(), from, to, 1.0);
        f.backend.write(expected.values(), from, operands[p], from, to);
        after = ", a part of which was written";
      }
      f.equal("tensor, before " + kernel.name() + after, expected, operands[p]);
      f.backend.fill(0.0, operands[p]);
      if (p != kernel.indices()) {
        f.backend.fill(1 + random.below(100), operands[p]);
      }
    }
    kernel.call().run(f.backend, operands);
    for (Tensor operand : operands) {
      in.tensors.add(new Held(kernel.name(), operand, hash(operand)));
    }
  }

  private int hash(Tensor tensor) {
    return Arrays.hashCode(f.values(tensor).values());
  }

  /** Closes all that are open. */
  void end() {
    while (!open.isEmpty()) {
      close();
    }
  }

  /**
   * Looks at a workspace's tensors a last time and closes it, here or in another thread. The last
   * ones that are closed are kept, to be closed again.
   */
  private void close() {
    Open ended = open.remove(random.below(open.size()));
    for (Held held : ended.tensors) {
      f.check(
          hash(held.tensor) == held.hash,
          "tensor",
          "its values changed after "
              + held.written
              + " while its workspace was open and others were opened and closed",
          held.tensor);
    }
    if (random.below(3) == 0) {
      Callable<Void> elsewhere =
          () -> {
            ended.workspace.close();
            return null;
          };
      AtOnce.runAll(List.of(elsewhere));
    } else {
      ended.workspace.close();
    }
    closed.add(ended.workspace);
    if (closed.size() > OPEN) {
      closed.remove(0);
    }
  }
}
