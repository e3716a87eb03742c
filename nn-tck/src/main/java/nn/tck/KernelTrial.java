package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Workspace;
import nn.tck.model.Plan;
import nn.tck.reference.Matrix;

/** Runs one planned call: with its history, by its caller, and looks at what it left. */
final class KernelTrial {

  /** Above so many elements, fewer callers come at once, and once. */
  private static final long LARGE = 1 << 16;

  /** Up to so many elements, one caller has other numbers, which are to be computed too. */
  private static final long SMALL = 1 << 15;

  private final Fixture f;
  private final Plan plan;
  private final Plan.Planned planned;

  KernelTrial(Fixture f, Plan plan, Plan.Planned planned) {
    this.f = f;
    this.plan = plan;
    this.planned = planned;
  }

  void run() {
    switch (planned.history()) {
      case FIRST -> {
        try (Backend fresh = f.open()) {
          judge(fresh, f.threads());
        }
      }
      default -> judge(f.backend, f.threads());
    }
  }

  private void judge(Backend backend, int threads) {
    try (Workspace workspace = backend.workspace()) {
      BoundCall call = draw(backend, workspace, plan.extents(planned, f.random));
      switch (planned.history()) {
        case FIRST -> {
          // nothing
        }
        case REPEATED -> {
          call.run();
          call.restore();
        }
        case OTHER_EXTENTS -> {
          BoundCall other = draw(backend, workspace, plan.others(f.random));
          other.run();
          other.check(", other extents first");
        }
        case OVERWRITTEN -> {
          call.run();
          overwrite(call);
          call.restore();
        }
      }
      String circumstance = planned.history().words + planned.caller().words;
      call(backend, workspace, call, circumstance, threads);
    }
  }

  private BoundCall draw(Backend backend, Workspace workspace, int[] extents) {
    double scalar = Plan.scalar(planned, f.dtype, f.random);
    return BoundCall.draw(f, backend, workspace, planned.form(), extents, planned.data(), scalar);
  }

  private void overwrite(BoundCall call) {
    for (int p : call.readOperands()) {
      List<Writer> writers = Writer.all(call.operand(p).shape());
      call.overwrittenBy(writers.get(f.random.below(writers.size())), p);
    }
  }

  private void call(
      Backend backend, Workspace workspace, BoundCall call, String circumstance, int threads) {
    switch (planned.caller()) {
      case ALONE -> call.run();
      case INTERRUPTED -> interrupted(f, call, circumstance);
      case IN_PARALLEL -> {
        List<BoundCall> calls = several(call, Math.min(threads, most(call)));
        backend.inParallel(calls.size(), index -> calls.get(index).run());
        calls.forEach(each -> each.check(circumstance));
        return;
      }
      case MANY -> {
        List<BoundCall> calls = several(call, Math.min(f.random.between(2, 6), most(call)));
        if (call.elements() <= SMALL) {
          calls.add(call.sibling()); // equal numbers would hide a scratch that callers share
        }
        calls.add(draw(backend, workspace, plan.others(f.random)));
        atOnce(calls);
        calls.forEach(each -> each.check(circumstance));
        return;
      }
      case CLOSING -> closing(backend, call);
    }
    call.check(circumstance);
  }

  private static int most(BoundCall call) {
    return call.elements() > LARGE ? 2 : 17;
  }

  private static List<BoundCall> several(BoundCall call, int count) {
    List<BoundCall> calls = new ArrayList<>(List.of(call));
    while (calls.size() < count) {
      calls.add(call.forAnother());
    }
    return calls;
  }

  /** Calls a kernel in a thread that is interrupted, which it must stay. */
  static void interrupted(Fixture f, BoundCall call, String circumstance) {
    boolean still = Interrupts.during(call::run);
    f.check(still, call.name() + circumstance, "the thread is no longer interrupted");
  }

  /** Each call in a thread of its own, all at the same time, three times if they are small. */
  private void atOnce(List<BoundCall> calls) {
    int rounds = calls.get(0).elements() > LARGE ? 1 : 3;
    f.callers()
        .run(
            calls.size(),
            index -> {
              BoundCall call = calls.get(index);
              for (int round = 0; round < rounds; round++) {
                if (round > 0) {
                  call.restore();
                }
                call.run();
                f.heard();
              }
            });
  }

  /** Workspaces of this backend, and now and then another backend, open and close meanwhile. */
  private void closing(Backend backend, BoundCall call) {
    int rows = f.random.between(1, 300);
    boolean wholeBackend = f.random.below(4) == 0;
    f.callers()
        .run(
            2,
            index -> {
              if (index == 0) {
                call.run();
              } else {
                openAndClose(backend, rows, wholeBackend);
              }
            });
  }

  private void openAndClose(Backend backend, int rows, boolean wholeBackend) {
    for (int round = 0; round < 3; round++) {
      try (Workspace workspace = backend.workspace()) {
        f.tensor(backend, workspace, Matrix.of(1, 2, 1, 2));
        workspace.tensor(rows, 3);
      }
    }
    if (wholeBackend) {
      f.open().close();
    }
  }
}
