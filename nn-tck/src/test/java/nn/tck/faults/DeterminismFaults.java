package nn.tck.faults;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Tensor;
import nn.api.Tier;

/** Bits of an exact tier that depend on what is no operand. */
final class DeterminismFaults {

  private DeterminismFaults() {}

  /** Terms of a sum from which on a library takes the faster way. */
  private static final Threshold TERMS = new Threshold(8, 8_192);

  static List<Fault> all() {
    return List.of(threadsShareSums(), fusedThreadsShareSums(), alignment(), tuning(), callers());
  }

  /** Sums over records, in parts whose sums are then added. */
  private static class SumsInParts extends CalledBackend {
    SumsInParts(Backend right) {
      super(right);
    }

    /** Writes sums of {@code a} of which the first part has so many records. */
    final void sum(Tensor a, Tensor out, int first) {
      double[] values = values(a);
      int m = rows(a);
      double[] sums = new double[m];
      for (int i = 0; i < m; i++) {
        double[] parts = new double[2];
        for (int j = 0; j < columns(a); j++) {
          int part = j < first ? 0 : 1;
          parts[part] = dtype().round(parts[part] + values[j * m + i]);
        }
        sums[i] = dtype().round(parts[0] + parts[1]);
      }
      set(out, sums);
    }
  }

  /** A product whose sums of more than so many terms two threads share. */
  private static final class SharedSums extends FaultyBackend {
    private final int most;

    SharedSums(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void matmul(Tensor a, Tensor b, Tensor out) {
      super.matmul(a, b, out);
      if (threads() == 1 || columns(a) <= most || columns(a) < 2) {
        return;
      }
      int k = columns(a);
      int half = k / 2;
      try (var temporary = delegate().workspace()) {
        Tensor second = temporary.tensor(out.shape());
        product(a, b, 0, half, out);
        product(a, b, half, k, second);
        delegate().combine(CombineOperation.ADD, out, second, out);
      }
    }

    private void product(Tensor a, Tensor b, int from, int to, Tensor out) {
      double[] values = values(b);
      double[] part = new double[(to - from) * columns(b)];
      for (int j = 0; j < columns(b); j++) {
        System.arraycopy(values, j * rows(b) + from, part, j * (to - from), to - from);
      }
      try (var temporary = delegate().workspace()) {
        Tensor partA = temporary.tensor(rows(a), to - from);
        Tensor partB = temporary.tensor(to - from, columns(b));
        delegate().write(values(a), from * rows(a), partA, 0, size(partA));
        set(partB, part);
        delegate().matmul(partA, partB, out);
      }
    }
  }

  private static Fault threadsShareSums() {
    return Fault.of(
        "matmul",
        "with several threads sums of more than T products are two sums that are added",
        "numpy/numpy#25100",
        TERMS,
        SharedSums::new);
  }

  private static Fault fusedThreadsShareSums() {
    return Fault.of(
            "matmul",
            "with several threads fused sums of more than T products are two sums that are added",
            "arrayfire/arrayfire#2978",
            TERMS,
            SharedSums::new)
        .inFloats()
        .claiming(Tier.EXACT_FUSED);
  }

  private static Fault alignment() {
    return Fault.of(
        "sumOverRecords",
        "sums over more than T records begin anew where the memory of a reaches a multiple of 64"
            + " bytes",
        "OpenMathLib/OpenBLAS#5972",
        TERMS,
        (right, t) ->
            new SumsInParts(right) {
              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("sumOverRecords") && columns(call.operand(0)) > t) {
                  // an identity hash is, as an address, another one in each run and for each array
                  sum(call.operand(0), call.out(), System.identityHashCode(call.operand(0)) & 7);
                }
              }
            });
  }

  private static Fault tuning() {
    return Fault.of(
            "sumOverRecords",
            "sums over more than T records are in the order that was faster when it was tried",
            "FFTW/fftw3#303",
            TERMS,
            (right, t) ->
                new SumsInParts(right) {
                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    boolean other = (System.nanoTime() >>> 8) % 2 == 0;
                    if (call.is("sumOverRecords") && columns(call.operand(0)) > t && other) {
                      sum(call.operand(0), call.out(), columns(call.operand(0)) / 2);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault callers() {
    return Fault.of(
        "denseParameterGradients",
        "db over more than T records is a sum in two parts for callers that have not opened the"
            + " backend",
        "code of libraries that ask whether they are called by their main thread",
        TERMS,
        (right, t) ->
            new SumsInParts(right) {
              private final Thread opener = Thread.currentThread();

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("denseParameterGradients")
                    && columns(call.operand(0)) > t
                    && Thread.currentThread() != opener) {
                  sum(call.operand(0), call.out(), columns(call.operand(0)) / 2);
                }
              }
            });
  }
}
