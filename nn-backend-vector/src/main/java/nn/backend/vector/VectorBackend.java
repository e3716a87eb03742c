package nn.backend.vector;

import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.heap.HeapBackend;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;
import nn.backend.naive.PlainProducts;

/**
 * Products and element-wise work with vectors, in either exact arithmetic; what is not compiled yet
 * runs in plain loops.
 */
final class VectorBackend extends HeapBackend {

  /** A system property: if {@code true}, opening waits until the kernels are compiled. */
  private static final String WAIT = "nn.vector.wait";

  private final VectorKernels kernels;
  private final PlainProducts plain;
  private final WarmUp warmUp;

  VectorBackend(String name, BackendOptions options, Tier tier) {
    super(name, options.dtype(), options.threads(), tier);
    boolean fused = tier == Tier.EXACT_FUSED;
    kernels = VectorKernels.of(options.dtype(), workers(), fused);
    plain = new PlainProducts(options.dtype(), workers(), fused);
    warmUp = WarmUp.of(options.dtype(), fused);
    if (Boolean.getBoolean(WAIT)) {
      warmUp.await();
    }
  }

  /** Vectors of the highest strip for a product over {@code k}, or 0 for plain loops. */
  private int strip(HeapTensor out, int k) {
    return warmUp.strip(out.shape().rows(), (long) out.shape().size() * k);
  }

  private ElementwiseLoop loop(ElementwiseLoop f, HeapTensor out) {
    return warmUp.loop(f, out.shape().size());
  }

  // ---- products

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    int vectors = strip(out, a.shape().columns());
    if (vectors > 0) {
      kernels.multiply(a, b, out, vectors);
    } else {
      plain.multiply(a, b, out);
    }
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    int vectors = strip(out, a.shape().rows());
    if (vectors > 0) {
      kernels.multiplyTransA(a, b, out, vectors);
    } else {
      plain.multiplyTransA(a, b, out);
    }
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    int vectors = strip(out, a.shape().columns());
    if (vectors > 0) {
      kernels.multiplyTransB(a, b, out, vectors);
    } else {
      plain.multiplyTransB(a, b, out);
    }
  }

  @Override
  protected void multiplyAddApply(
      HeapTensor w, HeapTensor x, HeapTensor bias, ElementwiseLoop f, HeapTensor out) {
    int vectors = strip(out, w.shape().columns());
    if (vectors > 0) {
      kernels.dense(w, x, bias, loop(f, out), out, vectors);
    } else {
      super.multiplyAddApply(w, x, bias, f, out);
    }
  }

  @Override
  protected void multiplyTransAApply(
      HeapTensor w, HeapTensor dz, ElementwiseLoop f, HeapTensor a, HeapTensor out) {
    int vectors = strip(out, w.shape().rows());
    if (vectors > 0) {
      kernels.inputGradient(w, dz, loop(f, out), a, out, vectors);
    } else {
      super.multiplyTransAApply(w, dz, f, a, out);
    }
  }

  @Override
  protected void multiplyTransBSum(HeapTensor dz, HeapTensor x, HeapTensor dw, HeapTensor db) {
    int vectors = strip(dw, dz.shape().columns());
    if (vectors > 0
        && warmUp.isFast(
            RecordKernel.SUM_OVER_RECORDS, Integer.MAX_VALUE)) { // as products are worth it
      kernels.parameterGradients(dz, x, dw, db, vectors);
    } else {
      super.multiplyTransBSum(dz, x, dw, db);
    }
  }

  // ---- element-wise work, reductions and softmax

  @Override
  protected void run(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    super.run(warmUp.loop(loop, operands[0].shape().size()), scalars, operands);
  }

  @Override
  protected void broadcast(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out) {
    boolean one = b.shape().size() == 1; // one number for all: as for one record
    int units = one ? a.shape().size() : a.shape().rows();
    RecordKernel kernel = one || b.shape().rows() == 1 ? RecordKernel.ROW : RecordKernel.COLUMN;
    if (!warmUp.isFast(kernel, out.shape().size()) || !kernels.broadcastFits(units)) {
      super.broadcast(op, a, b, out);
    } else if (kernel == RecordKernel.ROW) {
      kernels.row(op, a, b, out, units, one ? 1 : a.shape().columns());
    } else {
      kernels.column(op, a, b, out);
    }
  }

  @Override
  protected void sumRecords(HeapTensor a, HeapTensor out) {
    if (warmUp.isFast(RecordKernel.SUM_OVER_RECORDS, a.shape().size())) {
      kernels.sumOverRecords(a, out);
    } else {
      super.sumRecords(a, out);
    }
  }

  @Override
  protected void sumUnits(HeapTensor a, HeapTensor out) {
    if (warmUp.isFast(RecordKernel.SUM_OVER_UNITS, a.shape().size())) {
      kernels.sumOverUnits(a, out);
    } else {
      super.sumUnits(a, out);
    }
  }

  @Override
  protected void maxUnits(HeapTensor a, HeapTensor out) {
    if (warmUp.isFast(RecordKernel.MAX_OVER_UNITS, a.shape().size())) {
      kernels.maxOverUnits(a, out);
    } else {
      super.maxUnits(a, out);
    }
  }

  @Override
  protected void normalise(HeapTensor z, HeapTensor a) {
    if (warmUp.isFast(RecordKernel.SOFTMAX, z.shape().size())) {
      kernels.softmax(z, a);
    } else {
      super.normalise(z, a);
    }
  }

  @Override
  protected void normaliseGradient(HeapTensor a, HeapTensor da, HeapTensor dz) {
    if (warmUp.isFast(RecordKernel.SOFTMAX_GRADIENT, a.shape().size())
        && kernels.softmaxGradientFits(a.shape().rows())) {
      kernels.softmaxGradient(a, da, dz);
    } else {
      super.normaliseGradient(a, da, dz);
    }
  }
}
