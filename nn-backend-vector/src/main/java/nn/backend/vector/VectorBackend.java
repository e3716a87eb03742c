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

  // ---- products

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    if (warmUp.productsAreReady()) {
      kernels.multiply(a, b, out, warmUp.vectorsOfStrip());
    } else {
      plain.multiply(a, b, out);
    }
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    if (warmUp.productsAreReady()) {
      kernels.multiplyTransA(a, b, out, warmUp.vectorsOfStrip());
    } else {
      plain.multiplyTransA(a, b, out);
    }
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    if (warmUp.productsAreReady()) {
      kernels.multiplyTransB(a, b, out, warmUp.vectorsOfStrip());
    } else {
      plain.multiplyTransB(a, b, out);
    }
  }

  @Override
  protected void multiplyAddApply(
      HeapTensor w, HeapTensor x, HeapTensor bias, ElementwiseLoop f, HeapTensor out) {
    if (warmUp.productsAreReady()) {
      kernels.dense(w, x, bias, warmUp.loop(f), out, warmUp.vectorsOfStrip());
    } else {
      super.multiplyAddApply(w, x, bias, f, out);
    }
  }

  @Override
  protected void multiplyTransAApply(
      HeapTensor w, HeapTensor dz, ElementwiseLoop f, HeapTensor a, HeapTensor out) {
    if (warmUp.productsAreReady()) {
      kernels.inputGradient(w, dz, warmUp.loop(f), a, out, warmUp.vectorsOfStrip());
    } else {
      super.multiplyTransAApply(w, dz, f, a, out);
    }
  }

  @Override
  protected void multiplyTransBSum(HeapTensor dz, HeapTensor x, HeapTensor dw, HeapTensor db) {
    if (warmUp.productsAreReady() && warmUp.kernelsAreReady()) {
      kernels.parameterGradients(dz, x, dw, db, warmUp.vectorsOfStrip());
    } else {
      super.multiplyTransBSum(dz, x, dw, db);
    }
  }

  // ---- element-wise work, reductions and softmax

  @Override
  protected void run(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    super.run(warmUp.loop(loop), scalars, operands);
  }

  @Override
  protected void broadcast(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out) {
    boolean one = b.shape().size() == 1; // one number for all: as for one record
    int units = one ? a.shape().size() : a.shape().rows();
    if (!warmUp.kernelsAreReady() || !kernels.broadcastFits(units)) {
      super.broadcast(op, a, b, out);
    } else if (one || b.shape().rows() == 1) {
      kernels.row(op, a, b, out, units, one ? 1 : a.shape().columns());
    } else {
      kernels.column(op, a, b, out);
    }
  }

  @Override
  protected void sumRecords(HeapTensor a, HeapTensor out) {
    if (warmUp.kernelsAreReady()) {
      kernels.sumOverRecords(a, out);
    } else {
      super.sumRecords(a, out);
    }
  }

  @Override
  protected void sumUnits(HeapTensor a, HeapTensor out) {
    if (warmUp.kernelsAreReady()) {
      kernels.sumOverUnits(a, out);
    } else {
      super.sumUnits(a, out);
    }
  }

  @Override
  protected void maxUnits(HeapTensor a, HeapTensor out) {
    if (warmUp.kernelsAreReady()) {
      kernels.maxOverUnits(a, out);
    } else {
      super.maxUnits(a, out);
    }
  }

  @Override
  protected void normalise(HeapTensor z, HeapTensor a) {
    if (warmUp.kernelsAreReady()) {
      kernels.softmax(z, a);
    } else {
      super.normalise(z, a);
    }
  }

  @Override
  protected void normaliseGradient(HeapTensor a, HeapTensor da, HeapTensor dz) {
    if (warmUp.kernelsAreReady() && kernels.softmaxGradientFits(a.shape().rows())) {
      kernels.softmaxGradient(a, da, dz);
    } else {
      super.normaliseGradient(a, da, dz);
    }
  }
}
