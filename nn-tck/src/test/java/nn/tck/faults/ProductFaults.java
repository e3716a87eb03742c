package nn.tck.faults;

import java.util.List;
import nn.api.Tensor;
import nn.api.Tier;

/** Faults of the three products. */
final class ProductFaults {

  /** Makes a product wrong that is right so far. */
  private interface Spoiler {
    void spoil(Product p, Call call, int t);
  }

  private ProductFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- matmul
        Fault.of(
            "matmul",
            "matmul: where n ≥ T is one above a multiple of 4, the last column lacks the last k",
            "halide/Halide#656",
            new Threshold(5, 10_000),
            matmul(ProductFaults::lastColumnLacksLastStep)),
        Fault.of(
            "matmul",
            "matmul: blocks of T steps of k are summed from zero and then added",
            "code of GotoBLAS's blocks of k; uxlfoundation/oneDNN#1486",
            new Threshold(16, 8192),
            matmul(ProductFaults::blocksOfK)),
        Fault.of(
                "matmul",
                "matmul: from m = T on, whole vectors of 8 rows are fused and the tail is not",
                "OpenMathLib/OpenBLAS#5658",
                new Threshold(8, 4096),
                matmul((p, c, t) -> fusedRows(p, c, t, 0, p.m() / 8 * 8, true)))
            .inFloats(),
        Fault.of(
            "matmul",
            "matmul: where m, n and k ≥ T and k is odd, the last row has the last product twice",
            "uxlfoundation/oneDNN#2569",
            new Threshold(4, 250),
            matmul(ProductFaults::lastRowPaddedWithStaleProduct)),
        Fault.of(
            "matmul",
            "matmul: a square a that is b too, from T rows on, is taken for a symmetric product",
            "numpy/numpy#6932",
            new Threshold(2, 300),
            matmul(ProductFaults::squareTakenForGram)),
        Fault.of(
                "matmul",
                "matmul, bounded: from k = T on, a row of zeros gives zeros, also times NaN and infinity",
                "scalanlp/breeze#463",
                new Threshold(2, 4096),
                matmul(ProductFaults::zeroRowsSkipped))
            .claiming(Tier.BOUNDED),
        Fault.of(
                "matmul",
                "matmul: columns from T on repeat those at the beginning, as a short index wraps",
                "OpenMathLib/OpenBLAS#340",
                new Threshold(128, 65_536),
                matmul(ProductFaults::columnsWrap))
            .inFloats(),
        Fault.of(
                "matmul",
                "matmul, bounded: sums over more than T rest in floats between blocks of k",
                "OpenMathLib/OpenBLAS#1326",
                new Threshold(64, 20_000),
                matmul(ProductFaults::restsInFloats))
            .claiming(Tier.BOUNDED),
        Fault.of(
                "matmul",
                "matmul, fused: from m = T on, the rows after the last four are not fused",
                "OpenMathLib/OpenBLAS#5658",
                new Threshold(5, 8192),
                matmul((p, c, t) -> fusedRows(p, c, t, p.m() / 4 * 4, p.m(), false)))
            .claiming(Tier.EXACT_FUSED),
        // ---- matmulTransA
        Fault.of(
            "matmulTransA",
            "matmulTransA: where k ≥ T is one above a multiple of 8, the last k is left out",
            "giaf/blasfeo#178",
            new Threshold(8, 8192),
            matmulTransA(ProductFaults::lastStepLost)),
        Fault.of(
                "matmulTransA",
                "matmulTransA: one row of at least T steps is summed in four accumulators",
                "OpenMathLib/OpenBLAS#4352",
                new Threshold(8, 20_000),
                matmulTransA(ProductFaults::rowInFourSums))
            .inFloats(),
        Fault.of(
                "matmulTransA",
                "matmulTransA, bounded: from n = T on, columns after the last four add zero times what was there",
                "robertknight/rten#81",
                new Threshold(5, 4096),
                matmulTransA(ProductFaults::tailReadsDestination))
            .claiming(Tier.BOUNDED),
        Fault.of(
            "matmulTransA",
            "matmulTransA: blocks of T below the diagonal of aᵀ·a are copied without transposing",
            "CNugteren/CLBlast#124",
            new Threshold(4, 400),
            matmulTransA(ProductFaults::gramBlocksNotTransposed)),
        Fault.of(
                "matmulTransA",
                "matmulTransA: from n = T on, subnormal results are flushed to zero",
                "EddyRivasLab/hmmer#108",
                new Threshold(4, 8192),
                matmulTransA(ProductFaults::subnormalResultsFlushed))
            .inFloats(),
        Fault.of(
                "matmulTransA",
                "matmulTransA, fused: from k = T on, a step is computed in double and rounded twice",
                "triton-lang/triton#11610",
                new Threshold(2, 64),
                matmulTransA(ProductFaults::fusedInDouble))
            .inFloats()
            .claiming(Tier.EXACT_FUSED),
        // ---- matmulTransB
        Fault.of(
                "matmulTransB",
                "matmulTransB, fused: from m = T on, a sum starts from its first product, not from +0.0",
                "code of kernels that peel the first step of k",
                new Threshold(2, 4096),
                matmulTransB(ProductFaults::startsFromProduct))
            .claiming(Tier.EXACT_FUSED),
        Fault.of(
                "matmulTransB",
                "matmulTransB: rows of the last, overlapping vector have the steps of k from T on twice",
                "code of nn-backend-vector's overlapping last vector, in two strips",
                new Threshold(32, 4096),
                matmulTransB(ProductFaults::overlapCountedTwice))
            .inFloats(),
        Fault.of(
            "matmulTransB",
            "matmulTransB: a square b from T rows on is transposed in place, and back but for a pair",
            "code of in-place transposition around a gemm without a transposed form",
            new Threshold(3, 600),
            matmulTransB(ProductFaults::operandLeftTransposed)),
        Fault.of(
            "matmulTransB",
            "matmulTransB: where n ≥ T is a multiple of 16, the last column lacks the last k",
            "OpenMathLib/OpenBLAS#2187",
            new Threshold(16, 8192),
            matmulTransB(ProductFaults::wholeTilesLackLastStep)),
        Fault.of(
                "matmulTransB",
                "matmulTransB: from k = T on, floats are summed in double and rounded once",
                "OpenMathLib/OpenBLAS#1326 (DSDOT's path)",
                new Threshold(3, 8192),
                matmulTransB(ProductFaults::summedInDouble))
            .inFloats(),
        Fault.of(
                "matmulTransB",
                "matmulTransB, bounded: from k = T on, compensated sums make NaN of infinity",
                "code of compensated dot products (Dot2, ORO 2005)",
                new Threshold(4, 20_000),
                matmulTransB(ProductFaults::compensated))
            .claiming(Tier.BOUNDED));
  }

  // ---- how the faults are made

  private static Fault.Wrapper matmul(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void matmul(Tensor a, Tensor b, Tensor out) {
            Call call = Call.withFormer(this, a, b, out);
            super.matmul(a, b, out);
            call.spoil((c, at) -> spoiler.spoil(Product.plain(c, c.in(0), c.in(1)), c, at), t);
          }
        };
  }

  private static Fault.Wrapper matmulTransA(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void matmulTransA(Tensor a, Tensor b, Tensor out) {
            Call call = Call.withFormer(this, a, b, out);
            super.matmulTransA(a, b, out);
            call.spoil((c, at) -> spoiler.spoil(Product.transA(c, c.in(0), c.in(1)), c, at), t);
          }
        };
  }

  private static Fault.Wrapper matmulTransB(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void matmulTransB(Tensor a, Tensor b, Tensor out) {
            Call call = Call.withFormer(this, a, b, out);
            super.matmulTransB(a, b, out);
            call.spoil((c, at) -> spoiler.spoil(Product.transB(c, c.in(0), c.in(1)), c, at), t);
          }
        };
  }

  // ---- the faults

  private static void lastColumnLacksLastStep(Product p, Call call, int t) {
    int last = p.n() - 1;
    if (p.n() >= t && p.n() % 4 == 1) {
      Product.overwrite(call.out(), 0, last, (i, j) -> p.dot(i, j, 0, p.k() - 1, 0));
    }
  }

  private static void wholeTilesLackLastStep(Product p, Call call, int t) {
    int last = p.n() - 1;
    if (p.n() >= t && p.n() % 16 == 0) {
      Product.overwrite(call.out(), 0, last, (i, j) -> p.dot(i, j, 0, p.k() - 1, 0));
    }
  }

  private static void blocksOfK(Product p, Call call, int t) {
    if (p.k() > t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.blockDot(i, j, t));
    }
  }

  private static void fusedRows(Product p, Call call, int t, int from, int to, boolean fuses) {
    if (p.m() >= t) {
      for (int j = 0; j < p.n(); j++) {
        for (int i = from; i < to; i++) {
          call.out().set(i, j, p.dot(i, j, 0, p.k(), 0, fuses));
        }
      }
    }
  }

  private static void lastRowPaddedWithStaleProduct(Product p, Call call, int t) {
    if (p.m() >= t && p.n() >= t && p.k() >= t && p.k() % 2 == 1) {
      Product.overwrite(
          call.out(), p.m() - 1, 0, (i, j) -> p.dot(i, j, p.k() - 1, p.k(), p.dot(i, j)));
    }
  }

  private static void squareTakenForGram(Product p, Call call, int t) {
    if (call.in(0).isSameTensor(call.in(1)) && p.m() >= t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.dot(Math.min(i, j), Math.max(i, j)));
    }
  }

  private static void zeroRowsSkipped(Product p, Call call, int t) {
    for (int i = 0; p.k() >= t && i < p.m(); i++) {
      if (isZeroRow(p, i)) {
        for (int j = 0; j < p.n(); j++) {
          call.out().set(i, j, 0.0);
        }
      }
    }
  }

  private static boolean isZeroRow(Product p, int i) {
    for (int l = 0; l < p.k(); l++) {
      if (p.a(i, l) != 0) {
        return false;
      }
    }
    return true;
  }

  private static void columnsWrap(Product p, Call call, int t) {
    Product.overwrite(call.out(), 0, Math.min(t, p.n()), (i, j) -> call.out().get(i, j % t));
  }

  private static void restsInFloats(Product p, Call call, int t) {
    if (p.k() > t) {
      Product.overwrite(
          call.out(), 0, 0, (i, j) -> p.dot(i, j, t, p.k(), (float) p.dot(i, j, 0, t, 0)));
    }
  }

  private static void lastStepLost(Product p, Call call, int t) {
    if (p.k() >= t && p.k() % 8 == 1) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.dot(i, j, 0, p.k() - 1, 0));
    }
  }

  private static void rowInFourSums(Product p, Call call, int t) {
    if (p.m() == 1 && p.k() >= t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.math().fourSums(p.products(i, j)));
    }
  }

  private static void tailReadsDestination(Product p, Call call, int t) {
    if (p.n() >= t) {
      Product.overwrite(
          call.out(),
          0,
          p.n() / 4 * 4,
          (i, j) -> call.out().get(i, j) + 0 * call.former(j * p.m() + i));
    }
  }

  private static void gramBlocksNotTransposed(Product p, Call call, int t) {
    if (call.in(0).isSameTensor(call.in(1)) && p.m() >= 2 * t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> gram(p, i, j, t));
    }
  }

  /** Below the diagonal of blocks, the element of the same place in the block across. */
  private static double gram(Product p, int i, int j, int block) {
    int row = i / block * block;
    int column = j / block * block;
    boolean whole = row + block <= p.m() && column + block <= p.n();
    return whole && row > column ? p.dot(column + i % block, row + j % block) : p.dot(i, j);
  }

  private static void subnormalResultsFlushed(Product p, Call call, int t) {
    if (p.n() >= t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> flushed(p.math(), call.out().get(i, j)));
    }
  }

  private static double flushed(Arithmetic math, double x) {
    return math.isSubnormal(x) ? 0.0 : x;
  }

  private static void fusedInDouble(Product p, Call call, int t) {
    if (p.k() >= t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> dotInDouble(p, i, j, true));
    }
  }

  private static void summedInDouble(Product p, Call call, int t) {
    if (p.k() >= t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> dotInDouble(p, i, j, false));
    }
  }

  private static double dotInDouble(Product p, int i, int j, boolean roundsEachStep) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s += p.a(i, l) * p.b(l, j);
      s = roundsEachStep ? (float) s : s;
    }
    return s;
  }

  private static void startsFromProduct(Product p, Call call, int t) {
    if (p.m() >= t) {
      Product.overwrite(
          call.out(),
          0,
          0,
          (i, j) -> p.dot(i, j, 1, p.k(), p.math().multiply(p.a(i, 0), p.b(0, j))));
    }
  }

  private static void overlapCountedTwice(Product p, Call call, int t) {
    boolean overlaps = p.m() > 4 && p.m() % 4 != 0;
    if (overlaps && p.k() > t) {
      int end = p.m() / 4 * 4;
      for (int j = 0; j < p.n(); j++) {
        for (int i = p.m() - 4; i < end; i++) {
          call.out().set(i, j, p.dot(i, j, t, p.k(), p.dot(i, j)));
        }
      }
    }
  }

  private static void operandLeftTransposed(Product p, Call call, int t) {
    Cells b = call.in(1);
    int n = b.rows();
    if (n == b.columns() && n >= t) {
      double above = b.get(n - 2, n - 1);
      b.set(n - 2, n - 1, b.get(n - 1, n - 2));
      b.set(n - 1, n - 2, above);
    }
  }

  private static void compensated(Product p, Call call, int t) {
    if (p.k() >= t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.math().compensatedSum(p.products(i, j)));
    }
  }
}
