package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import nn.api.Backend;
import nn.api.Workspace;
import nn.tck.ModelCalls.Way;
import nn.tck.model.Data;

/**
 * Calls every kernel until the JVM has compiled it, with collections in between, and subnormal
 * numbers on every worker after all other calls: whoever computes with other code after a while, or
 * leaves the processor in another state, gives other results only then.
 */
final class WarmUp {

  /** The calls of a form between two looks at the result. */
  private static final int UNSEEN = 40;

  private final Fixture f;
  private final ModelCalls model;

  WarmUp(Fixture f) {
    this.f = f;
    model = new ModelCalls(f);
  }

  /** Each way to call a kernel so often, on small operands that change; one of them large. */
  void calls(int repetitions) {
    int number = 0;
    for (Way way : model.ways()) {
      if (f.isMine(number++) && f.next()) {
        List<BoundCall> calls = new ArrayList<>(List.of(model.draw(way, 1, 200)));
        calls.add(calls.get(0).sibling());
        calls.add(model.draw(way, 200, 2_000));
        calls.add(model.draw(way, 1, 60));
        for (int call = 0; call < repetitions; call += UNSEEN) {
          seen(calls.get(call / UNSEEN % calls.size()), Math.min(UNSEEN, repetitions - call));
        }
        if (number % 32 == 0) {
          System.gc(); // what a backend keeps by weak references alone is gone afterwards
        }
        calls.forEach(call -> seen(call, 1));
      }
    }
  }

  private static void seen(BoundCall call, int times) {
    for (int time = 0; time < times; time++) {
      call.restore();
      call.run();
    }
    call.check(", called often");
  }

  /**
   * Twice with nothing in between, not even a look at the result, which is not read by the call.
   */
  void inARow() {
    int number = 0;
    for (Way way : model.ways()) {
      for (int[] size : new int[][] {{1, 300}, {300, 8_000}, {8_000, 65_536}}) {
        if (f.isMine(number++) && f.next()) {
          BoundCall call = model.draw(way, size[0], size[1]);
          if (call.isRepeatable()) {
            call.run();
            call.run();
            call.check(", twice in a row");
          }
        }
      }
    }
  }

  /** Each kernel with so many shapes, all of them twice: plans that are kept by shape run out. */
  void shapes(int shapes) {
    int number = 0;
    for (Way way : model.first()) {
      if (f.isMine(number++) && f.next()) {
        List<BoundCall> calls = new ArrayList<>();
        for (int shape = 0; shape < shapes; shape++) {
          calls.add(model.draw(way, 1, 300));
        }
        for (int turn = 0; turn < 2; turn++) {
          for (BoundCall call : calls) {
            call.restore();
            call.run();
            call.checkResults(", among many shapes");
          }
        }
      }
    }
  }

  /**
   * Each kernel on a backend of its own that has been opened before one of one thread, called, and
   * called once more after pauses, of so many milliseconds: threads that have nothing to do end
   * after a while, and what was found out when a backend was opened may be another one's.
   */
  void pauses(int... millis) {
    if (!f.isLast() || !f.next()) {
      return;
    }
    List<Backend> backends = new ArrayList<>();
    try {
      List<BoundCall> calls = new ArrayList<>();
      for (Way way : model.first()) {
        Backend backend = f.open();
        backends.add(backend);
        calls.add(model.draw(backend.workspace(), way, 2_000, 20_000));
      }
      if (f.opensAlone()) {
        backends.add(f.openAlone());
      }
      again(calls, 0, ", after other backends were opened");
      for (int pause : millis) {
        again(calls, pause, ", after a pause of " + pause + " ms");
      }
    } finally {
      backends.forEach(Backend::close);
    }
  }

  /** Each kernel when so many workspaces have been opened and closed. */
  void workspaces(int count) {
    if (f.next()) {
      for (int number = 0; number < count; number++) {
        try (Workspace workspace = f.backend.workspace()) {
          workspace.tensor(2, 3);
        }
        f.heard();
      }
      for (Way way : model.first()) {
        BoundCall call = model.draw(way, 2_000, 20_000);
        call.run();
        call.check(", after " + count + " workspaces");
      }
    }
  }

  /** Nothing is called in the pause, nor just before the calls. */
  private void again(List<BoundCall> calls, int pause, String circumstance) {
    calls.forEach(BoundCall::restore);
    f.heard();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
    calls.forEach(BoundCall::run);
    calls.forEach(call -> call.check(circumstance));
  }

  /** Subnormal numbers in every kernel: where threads have slices, and in works. */
  void subnormals() {
    int threads = f.backend.threads();
    for (Way way : model.first()) {
      if (f.next()) {
        BoundCall large =
            model.draw(f.workspace(), way, model.extents(way, 10_000, 65_536), Data.SUBNORMALS);
        large.run();
        large.check(", after many other calls");
        List<BoundCall> calls = new ArrayList<>();
        for (int work = 0; work < threads; work++) {
          int[] extents = model.extents(way, 16, 1_000);
          calls.add(model.draw(f.workspace(), way, extents, Data.SUBNORMALS));
        }
        AtOnce.inParallel(f.backend).run(threads, work -> calls.get(work).run());
        calls.forEach(call -> call.check(", in a work after many other calls"));
      }
    }
  }
}
