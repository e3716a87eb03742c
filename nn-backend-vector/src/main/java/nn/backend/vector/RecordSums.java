package nn.backend.vector;

import nn.api.DType;
import nn.api.heap.HeapTensor;
import nn.api.heap.Workers;
import org.jspecify.annotations.Nullable;

/** Sums over records, for which threads share the units; one object per thread. */
final class RecordSums implements Workers.Part {

  /** Numbers that one thread adds at least: they take longer than handing them over. */
  private static final int WORTH_A_THREAD = 4096;

  /** Units of a cache line at least, so that two threads never write the same one. */
  private static final int LINE = 16;

  private final Workers workers;
  private @Nullable HeapTensor a;
  private @Nullable HeapTensor out;
  private int parts;

  RecordSums(Workers workers) {
    this.workers = workers;
  }

  /** {@code out ← Σ_records a}, each sum in ascending order of the records. */
  void compute(HeapTensor a, HeapTensor out) {
    this.a = a;
    this.out = out;
    int lines = (a.shape().rows() + LINE - 1) / LINE;
    int pieces = Math.min(lines, a.shape().size() / WORTH_A_THREAD);
    parts = Math.max(1, Math.min(workers.threads(), pieces));
    try {
      workers.run(parts, this);
    } finally { // otherwise the operands would live as long as this thread
      this.a = null;
      this.out = null;
    }
  }

  @Override
  public void run(int index) {
    if (a == null || out == null) {
      return;
    }
    int units = a.shape().rows();
    int lines = (units + LINE - 1) / LINE;
    int from = lines * index / parts * LINE;
    int to = Math.min(units, lines * (index + 1) / parts * LINE);
    if (a.dtype() == DType.FLOAT64) {
      VectorReductions.sumOverRecords(a.doubles(), out.doubles(), units, from, to);
    } else {
      VectorReductions.sumOverRecords(a.floats(), out.floats(), units, from, to);
    }
  }
}
