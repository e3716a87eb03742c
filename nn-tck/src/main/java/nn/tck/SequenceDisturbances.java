package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.SequenceTensors.Broken;
import nn.tck.model.Invocation;
import nn.tck.model.Operand;
import nn.tck.reference.Generator;
import nn.tck.reference.Loops;

/**
 * What goes wrong, and what goes on beside them, between the calls of a sequence: refusals, loops
 * and tasks that throw, interrupts, other workspaces, pauses. Of each is asked what its rule says;
 * what it leaves behind shows in the calls that follow.
 */
final class SequenceDisturbances {
  private static final double[] NO_SCALARS = {};

  private final Fixture f;
  private final SequenceTensors tensors;

  SequenceDisturbances(Fixture f, SequenceTensors tensors) {
    this.f = f;
    this.tensors = tensors;
  }

  /** Makes a call with a wrong operand. */
  void refuse(Step.Refused step, Invocation invocation) throws Broken {
    Backend backend = tensors.backendOf(step.call());
    Tensor[] operands = tensors.operands(step.call());
    Shape shape = operands[step.operand()].shape();
    Backend owner = step.wrong() == Step.Wrong.FOREIGN ? tensors.otherThan(backend) : backend;
    try (Workspace temporary = owner.workspace()) {
      operands[step.operand()] = wrong(step.wrong(), temporary, shape);
      String thrown = "was accepted";
      try {
        invocation.call().run(backend, operands);
      } catch (RuntimeException e) {
        if (step.wrong().refusal.isInstance(e)) {
          return;
        }
        thrown = "threw " + e;
      }
      throw new Broken(thrown + ", expected " + step.wrong().refusal.getSimpleName());
    }
  }

  @SuppressWarnings("NullAway") // the call must refuse it
  private static Tensor wrong(Step.Wrong wrong, Workspace workspace, Shape shape) {
    return switch (wrong) {
      case ABSENT -> null;
      case FOREIGN -> workspace.tensor(shape);
      case OF_ANOTHER_SHAPE -> workspace.tensor(shape.rows() + 1, shape.columns() + 1);
      case CLOSED -> {
        Tensor tensor = workspace.tensor(shape);
        workspace.close();
        yield tensor;
      }
    };
  }

  /** Makes a call with a loop that throws; what it was to write may be anything then. */
  void loopThrows(Step.Thrown step) throws Broken {
    Step.Call call = step.call();
    Tensor[] t = tensors.operands(call);
    int outputs = (int) call.operands().stream().filter(Operand::changes).count();
    Throwable thrown = step.error() ? new Loops.Failure() : new Loops.Refusal();
    boolean apply = call.kernel().equals("apply");
    int inputs = apply ? t.length - outputs : call.kernel().equals("dense") ? 1 : 2;
    ElementwiseLoop loop = Loops.throwing(inputs, outputs, thrown);
    Backend backend = tensors.backendOf(call);
    Throwable caught = null;
    try {
      switch (call.kernel()) {
        case "dense" -> backend.dense(t[0], t[1], t[2], loop, t[3]);
        case "denseInputGradient" -> backend.denseInputGradient(t[0], t[1], loop, t[2], t[3]);
        default -> backend.apply(loop, NO_SCALARS, t);
      }
    } catch (Loops.Refusal | Loops.Failure e) {
      caught = e;
    }
    if (caught != thrown) {
      throw new Broken("threw " + caught + ", not what its loop has thrown");
    }
    tensors.adopt(call.changed());
  }

  /** Does a work in a thread that is interrupted, and stays so. */
  void interrupted(Runnable work) throws Broken {
    if (!Interrupts.during(work)) {
      throw new Broken("the thread that called was interrupted, and is no longer");
    }
  }

  /** Does works inside {@code inParallel}, of which the last throws in the end. */
  void taskThrows(Backend backend, List<Runnable> works) throws Broken {
    int count = Math.min(works.size(), backend.threads());
    Loops.Refusal thrown = new Loops.Refusal();
    AtomicInteger running = new AtomicInteger();
    Throwable caught = null;
    try {
      backend.inParallel(
          count,
          index -> {
            running.incrementAndGet();
            try {
              works.get(index).run();
              if (index == count - 1) {
                throw thrown;
              }
            } finally {
              running.decrementAndGet();
            }
          });
    } catch (Loops.Refusal e) {
      caught = e;
    }
    if (caught != thrown) {
      throw new Broken("inParallel threw " + caught + ", not what its task has thrown");
    }
    if (running.get() > 0) {
      throw new Broken("inParallel threw while " + running + " of its tasks still ran");
    }
  }

  /** Opens workspaces, some of them with a tensor, and closes them. */
  void crowd(Step.Crowd step) throws Broken {
    Generator random = new Generator(step.seed());
    Backend backend = tensors.backend(step.backend());
    List<Workspace> open = new ArrayList<>();
    for (int at = 0; at < step.times(); at++) {
      Workspace workspace = backend.workspace();
      open.add(workspace);
      if (random.below(3) > 0) {
        use(backend, workspace.tensor(random.between(1, 9), random.between(1, 9)));
      }
    }
    Workspace twice = open.get(0);
    int elsewhere = random.below(3) * open.size() / 2;
    f.callers().run(1, any -> close(open, elsewhere, random));
    close(open, open.size(), random);
    twice.close();
  }

  private static void close(List<Workspace> open, int count, Generator random) {
    for (int closed = 0; closed < count; closed++) {
      open.remove(random.below(open.size())).close();
    }
  }

  private void use(Backend backend, Tensor tensor) throws Broken {
    double[] values = f.values(backend, tensor).values();
    if (Arrays.stream(values).anyMatch(value -> Double.doubleToRawLongBits(value) != 0)) {
      throw new Broken("a new tensor is not zero: it holds " + Arrays.toString(values));
    }
    backend.fill(Double.NaN, tensor);
  }

  void pause(Step.Pause step) throws Broken {
    try {
      Thread.sleep(step.times());
    } catch (InterruptedException interrupted) {
      throw new Broken("a thread that waits has been interrupted by a call before");
    }
  }
}
