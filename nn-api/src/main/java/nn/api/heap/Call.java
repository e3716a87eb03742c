package nn.api.heap;

import java.util.function.IntConsumer;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;

/**
 * One thread's calls: their arguments, and arrays of its own, so that nothing is allocated per
 * call. It does not know its backend, which would otherwise live as long as every thread that has
 * called it.
 */
abstract class Call implements IntConsumer {

  static final double[] NO_SCALARS = {};

  static final int MAX_OPERANDS = 8; // until one more is met

  /** Elements of a slice at least: they take longer than handing them to a thread that spins. */
  static final int SLICE = 1 << 11;

  // for kernels that are loops with so many scalars and operands
  final double[] scalar = new double[1];
  final Tensor[] one = new Tensor[1];
  final Tensor[] two = new Tensor[2];
  final Tensor[] three = new Tensor[3];

  ElementwiseLoop loop = ElementwiseFunction.COPY;
  double[] scalars = NO_SCALARS;
  private int size;
  private int parts;
  private boolean running;

  /** Runs a loop on checked operands, in parts that threads share. */
  final void run(Workers workers, ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    if (running) { // these arguments are in use
      throw new IllegalStateException(
          "apply: a loop must not call a kernel: " + this.loop + " called " + loop);
    }
    this.loop = loop;
    this.scalars = scalars;
    take(operands);
    size = operands[0].shape().size();
    parts = Math.max(1, Math.min(workers.free(), size / SLICE));
    running = true;
    try {
      workers.run(parts, this);
    } finally {
      // otherwise arguments would live as long as this thread
      this.loop = ElementwiseFunction.COPY;
      this.scalars = NO_SCALARS;
      forget(operands.length);
      running = false;
    }
  }

  @Override
  public final void accept(int index) {
    // multiples of 16 elements, so that two threads never write one cache line
    int from = (int) ((long) size * index / parts) & ~15;
    int to = index == parts - 1 ? size : (int) ((long) size * (index + 1) / parts) & ~15;
    apply(from, to);
  }

  /** Takes the operands' arrays, and the scalars rounded to the dtype. */
  abstract void take(Tensor[] operands);

  /** Drops the arrays of as many operands. */
  abstract void forget(int operands);

  /** Runs the loop on elements {@code from ≤ i < to}. */
  abstract void apply(int from, int to);

  /** {@code out ← a op b} for a column or a row {@code b}. */
  abstract void broadcast(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out);

  abstract void sumOverRecords(HeapTensor a, HeapTensor out);

  abstract void gather(Workers workers, HeapTensor a, int[] units, HeapTensor out);

  abstract void scatterAdd(Workers workers, HeapTensor a, int[] units, HeapTensor out);
}
