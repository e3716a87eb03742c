package nn.backend.vector;

import nn.api.Checks;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.heap.HeapBackend;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;
import nn.backend.naive.PlainProducts;

/** Products and element-wise work with vectors, in either exact arithmetic. */
final class VectorBackend extends HeapBackend {

  /** A system property: if {@code true}, opening waits until the kernels are compiled. */
  private static final String WAIT = "nn.vector.wait";

  // one thread's products, reused by its next ones, so that a steady state allocates nothing
  private final ThreadLocal<DoubleProduct> doubles;
  private final ThreadLocal<FloatProduct> floats;

  private final PlainProducts plain;
  private final WarmUp warmUp;

  VectorBackend(String name, BackendOptions options, Tier tier) {
    super(name, options.dtype(), options.threads(), tier);
    boolean fused = tier == Tier.EXACT_FUSED;
    doubles = ThreadLocal.withInitial(() -> new DoubleProduct(workers(), fused));
    floats = ThreadLocal.withInitial(() -> new FloatProduct(workers(), fused));
    plain = new PlainProducts(options.dtype(), workers(), fused);
    warmUp = WarmUp.of(options.dtype(), fused);
    if (Boolean.getBoolean(WAIT)) {
      warmUp.await();
    }
  }

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    int most = warmUp.vectorsOfStrip();
    if (most == 0) {
      plain.multiply(a, b, out);
      return;
    }
    int m = a.shape().rows();
    int k = a.shape().columns();
    compute(a, 1, m, b, k, 1, out, k, most);
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    int most = warmUp.vectorsOfStrip();
    if (most == 0) {
      plain.multiplyTransA(a, b, out);
      return;
    }
    int k = a.shape().rows();
    compute(a, k, 1, b, k, 1, out, k, most);
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    int most = warmUp.vectorsOfStrip();
    if (most == 0) {
      plain.multiplyTransB(a, b, out);
      return;
    }
    int m = a.shape().rows();
    int n = b.shape().rows();
    compute(a, 1, m, b, 1, n, out, a.shape().columns(), most);
  }

  private void compute(
      HeapTensor a,
      int aStrideM,
      int aStrideK,
      HeapTensor b,
      int bStrideN,
      int bStrideK,
      HeapTensor out,
      int k,
      int most) {
    int m = out.shape().rows();
    int n = out.shape().columns();
    if (dtype() == DType.FLOAT64) {
      doubles
          .get()
          .compute(
              a.doubles(),
              aStrideM,
              aStrideK,
              b.doubles(),
              bStrideN,
              bStrideK,
              out.doubles(),
              m,
              n,
              k,
              most);
    } else {
      floats
          .get()
          .compute(
              a.floats(),
              aStrideM,
              aStrideK,
              b.floats(),
              bStrideN,
              bStrideK,
              out.floats(),
              m,
              n,
              k,
              most);
    }
  }

  @Override
  protected void multiplyAddApply(
      HeapTensor w, HeapTensor x, HeapTensor bias, ElementwiseLoop f, HeapTensor out) {
    int most = warmUp.vectorsOfStrip();
    if (most == 0) {
      super.multiplyAddApply(w, x, bias, f, out);
      return;
    }
    int m = out.shape().rows();
    int n = out.shape().columns();
    int k = w.shape().columns();
    ElementwiseLoop loop = warmUp.loop(f);
    if (dtype() == DType.FLOAT64) {
      doubles
          .get()
          .computeDense(
              w.doubles(), x.doubles(), bias.doubles(), loop, out.doubles(), m, n, k, most);
    } else {
      floats
          .get()
          .computeDense(w.floats(), x.floats(), bias.floats(), loop, out.floats(), m, n, k, most);
    }
  }

  @Override
  protected void multiplyTransAApply(
      HeapTensor w, HeapTensor dz, ElementwiseLoop f, HeapTensor a, HeapTensor out) {
    int most = warmUp.vectorsOfStrip();
    if (most == 0) {
      super.multiplyTransAApply(w, dz, f, a, out);
      return;
    }
    int m = out.shape().rows();
    int n = out.shape().columns();
    int k = w.shape().rows();
    ElementwiseLoop loop = warmUp.loop(f);
    if (dtype() == DType.FLOAT64) {
      doubles
          .get()
          .computeInputGradient(
              w.doubles(), dz.doubles(), loop, a.doubles(), out.doubles(), m, n, k, most);
    } else {
      floats
          .get()
          .computeInputGradient(
              w.floats(), dz.floats(), loop, a.floats(), out.floats(), m, n, k, most);
    }
  }

  @Override
  protected void multiplyTransBSum(HeapTensor dz, HeapTensor x, HeapTensor dw, HeapTensor db) {
    int most = warmUp.vectorsOfStrip();
    if (most == 0 || !warmUp.kernels()) {
      super.multiplyTransBSum(dz, x, dw, db);
      return;
    }
    int m = dw.shape().rows();
    int n = dw.shape().columns();
    int k = dz.shape().columns();
    if (dtype() == DType.FLOAT64) {
      doubles
          .get()
          .computeParameterGradients(
              dz.doubles(), x.doubles(), dw.doubles(), db.doubles(), m, n, k, most);
    } else {
      floats
          .get()
          .computeParameterGradients(
              dz.floats(), x.floats(), dw.floats(), db.floats(), m, n, k, most);
    }
  }

  // ---- element-wise work, reductions and softmax

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    super.apply(warmUp.loop(loop), scalars, operands);
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    HeapTensor ownA = own("combine", "a", a);
    HeapTensor ownB = own("combine", "b", b);
    HeapTensor ownOut = own("combine", "out", out);
    Checks.combine(a, b, out);
    boolean one = b.shape().size() == 1; // one number for all: as for one record
    int units = one ? a.shape().size() : a.shape().rows();
    int records = one ? 1 : a.shape().columns();
    boolean row = one || b.shape().rows() == 1;
    boolean fits =
        dtype() == DType.FLOAT64 ? DoubleBroadcast.fits(units) : FloatBroadcast.fits(units);
    if (!warmUp.kernels() || a.shape().equals(b.shape()) || !fits) {
      super.combine(op, a, b, out);
    } else if (dtype() == DType.FLOAT64) {
      if (row) {
        DoubleBroadcast.row(
            op, ownA.doubles(), ownB.doubles(), ownOut.doubles(), units, 0, records);
      } else {
        DoubleBroadcast.column(
            op, ownA.doubles(), ownB.doubles(), ownOut.doubles(), units, 0, records);
      }
    } else {
      if (row) {
        FloatBroadcast.row(op, ownA.floats(), ownB.floats(), ownOut.floats(), units, 0, records);
      } else {
        FloatBroadcast.column(op, ownA.floats(), ownB.floats(), ownOut.floats(), units, 0, records);
      }
    }
  }

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    if (!warmUp.kernels()) {
      super.sumOverRecords(a, out);
      return;
    }
    HeapTensor ownA = own("sumOverRecords", "a", a);
    HeapTensor ownOut = own("sumOverRecords", "out", out);
    Checks.sumOverRecords(a, out);
    int units = a.shape().rows();
    int records = a.shape().columns();
    if (dtype() == DType.FLOAT64) {
      DoubleReductions.sumOverRecords(
          ownA.doubles(), ownOut.doubles(), units, 0, units, 0, records);
    } else {
      FloatReductions.sumOverRecords(ownA.floats(), ownOut.floats(), units, 0, units, 0, records);
    }
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    if (!warmUp.kernels()) {
      super.sumOverUnits(a, out);
      return;
    }
    HeapTensor ownA = own("sumOverUnits", "a", a);
    HeapTensor ownOut = own("sumOverUnits", "out", out);
    Checks.sumOverUnits(a, out);
    int units = a.shape().rows();
    int records = a.shape().columns();
    if (dtype() == DType.FLOAT64) {
      DoubleReductions.sumOverUnits(ownA.doubles(), ownOut.doubles(), units, 0, records);
    } else {
      FloatReductions.sumOverUnits(ownA.floats(), ownOut.floats(), units, 0, records);
    }
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    if (!warmUp.kernels()) {
      super.maxOverUnits(a, out);
      return;
    }
    HeapTensor ownA = own("maxOverUnits", "a", a);
    HeapTensor ownOut = own("maxOverUnits", "out", out);
    Checks.maxOverUnits(a, out);
    int units = a.shape().rows();
    int records = a.shape().columns();
    if (dtype() == DType.FLOAT64) {
      DoubleReductions.maxOverUnits(ownA.doubles(), ownOut.doubles(), units, 0, records);
    } else {
      FloatReductions.maxOverUnits(ownA.floats(), ownOut.floats(), units, 0, records);
    }
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    if (!warmUp.kernels()) {
      super.softmax(z, a);
      return;
    }
    HeapTensor ownZ = own("softmax", "z", z);
    HeapTensor ownA = own("softmax", "a", a);
    Checks.sameShape("softmax", "z", z, "a", a);
    int units = z.shape().rows();
    int records = z.shape().columns();
    if (dtype() == DType.FLOAT64) {
      DoubleSoftmax.softmax(ownZ.doubles(), ownA.doubles(), units, 0, records);
    } else {
      FloatSoftmax.softmax(ownZ.floats(), ownA.floats(), units, 0, records);
    }
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    HeapTensor ownA = own("softmaxGradient", "a", a);
    HeapTensor ownDa = own("softmaxGradient", "da", da);
    HeapTensor ownDz = own("softmaxGradient", "dz", dz);
    Checks.sameShape("softmaxGradient", "a", a, "da", da);
    Checks.sameShape("softmaxGradient", "a", a, "dz", dz);
    Checks.noAlias("softmaxGradient", "a", a, "dz", dz);
    int units = a.shape().rows();
    int records = a.shape().columns();
    boolean fits =
        dtype() == DType.FLOAT64
            ? DoubleSoftmax.gradientFits(units)
            : FloatSoftmax.gradientFits(units);
    if (!warmUp.kernels() || !fits) {
      super.softmaxGradient(a, da, dz);
    } else if (dtype() == DType.FLOAT64) {
      DoubleSoftmax.gradient(ownA.doubles(), ownDa.doubles(), ownDz.doubles(), units, 0, records);
    } else {
      FloatSoftmax.gradient(ownA.floats(), ownDa.floats(), ownDz.floats(), units, 0, records);
    }
  }
}
