package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.ModelCalls.Way;
import nn.tck.reference.Matrix;

/** Every kernel meets the close of its backend, or of the workspace that its operands are in. */
final class Closings {
  private final Fixture f;
  private final ModelCalls model;

  Closings(Fixture f) {
    this.f = f;
    model = new ModelCalls(f);
  }

  /** Each kernel is called all the time while its backend, or its workspace, is closed. */
  void whileCalled(int rounds) {
    int number = 0;
    for (Way way : model.first()) {
      for (boolean wholeBackend : new boolean[] {true, false}) {
        if (f.isMine(number++)) {
          for (int round = 0; round < rounds; round++) {
            if (f.next()) {
              whileCalled(way, wholeBackend);
            }
          }
        }
      }
    }
  }

  private void whileCalled(Way way, boolean wholeBackend) {
    try (Backend backend = f.open()) {
      Workspace workspace = backend.workspace();
      BoundCall call = model.draw(workspace, way, 1, 20_000);
      CountDownLatch called = new CountDownLatch(1);
      FutureTask<Void> calls =
          new FutureTask<>(
              () -> {
                while (true) {
                  call.run();
                  called.countDown();
                }
              });
      AtOnce.daemon(calls).start();
      List<Tensor> later = new ArrayList<>();
      Runnable close =
          wholeBackend ? backend::close : () -> closeAndAllocate(workspace, call, later);
      awaitRefusal(calls, called, call, close);
      if (!later.isEmpty()) {
        allocate(backend, call, later); // when the kernel has ended
      }
      for (Tensor tensor : later) {
        f.equal(
            call.name() + ", whose workspace was closed meanwhile, has written to another tensor",
            Matrix.filled(tensor.shape(), 0.0),
            f.values(backend, tensor));
      }
    }
  }

  /** The memory of what is closed may be that of new tensors, to which nobody writes. */
  private static void closeAndAllocate(Workspace workspace, BoundCall call, List<Tensor> later) {
    workspace.close();
    allocate(workspace.backend(), call, later);
  }

  private static void allocate(Backend backend, BoundCall call, List<Tensor> to) {
    Workspace workspace = backend.workspace();
    for (Tensor operand : call.operands()) {
      to.add(workspace.tensor(operand.shape()));
    }
  }

  private void awaitRefusal(
      FutureTask<Void> calls, CountDownLatch called, BoundCall call, Runnable close) {
    long patience = f.patience().toMillis();
    int spins = f.random.below(1 << f.random.below(12));
    try {
      boolean begun = called.await(patience, TimeUnit.MILLISECONDS);
      f.check(begun, call.name(), "the first call has not returned");
      for (int spin = 0; spin < spins; spin++) {
        Thread.onSpinWait();
      }
      close.run();
      calls.get(patience, TimeUnit.MILLISECONDS);
    } catch (ExecutionException ended) {
      f.check(
          ended.getCause() instanceof ClosedException,
          call.name(),
          "a close meanwhile made it throw " + ended.getCause(),
          call.operands());
    } catch (TimeoutException stuck) {
      f.fail(call.name(), "it met a close and never returned", call.operands());
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Every way to call every kernel is refused once its workspace or its backend is closed. */
  void afterwards() {
    for (boolean wholeBackend : new boolean[] {true, false}) {
      if (f.next()) {
        try (Backend backend = f.open()) {
          Workspace workspace = backend.workspace();
          List<BoundCall> calls = new ArrayList<>();
          model.ways().forEach(way -> calls.add(model.draw(workspace, way, 1, 400)));
          calls.forEach(BoundCall::run);
          Runnable close = wholeBackend ? backend::close : workspace::close;
          close.run();
          for (BoundCall call : calls) {
            f.refused(
                call.name(),
                "after the close of its " + (wholeBackend ? "backend" : "workspace"),
                ClosedException.class,
                call::run,
                call.operands());
          }
        }
      }
    }
  }
}
