package nn.tck.faults;

import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;

/** Faults of the three kernels of a dense layer. */
final class DenseFaults {

  /** Makes a fused kernel wrong that is right so far. */
  private interface Spoiler {
    void spoil(Product p, ElementwiseLoop f, Call call, int t);
  }

  private DenseFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- dense: operands w, x, b, out
        Fault.of(
            "dense",
            "dense: from T inputs on, a sum starts from the bias",
            "google/XNNPACK#6277 (the bias is packed with the weights)",
            new Threshold(2, 4096),
            dense(DenseFaults::startsFromBias)),
        Fault.of(
            "dense",
            "dense: from T units on, the function is applied twice where the last vector overlaps",
            "code of nn-backend-vector's overlapping last vector",
            new Threshold(5, 4096),
            dense(DenseFaults::appliedTwice)),
        Fault.of(
                "dense",
                "dense, bounded: records from number T on get no bias",
                "ROCm/composable_kernel#546",
                new Threshold(4, 16_384),
                dense(DenseFaults::biasInFirstBlockOnly))
            .claiming(Tier.BOUNDED),
        Fault.of(
                "dense",
                "dense: from T records on, bias and function are computed in double and rounded once",
                "code of epilogues in a wider type",
                new Threshold(2, 8192),
                dense(DenseFaults::epilogueInDouble))
            .inFloats(),
        Fault.of(
                "dense",
                "dense: RELU of NaN is zero from T elements of the destination on",
                "tensorflow/tensorflow#40072",
                new Threshold(8, 200_000),
                dense(DenseFaults::reluLosesNaN))
            .inFloats(),
        Fault.of(
                "dense",
                "dense, fused: with one input and T units or more, w·x + b is one fused multiply-add",
                "uxlfoundation/oneDNN#1198",
                new Threshold(2, 16_384),
                dense(DenseFaults::outerProductFusesBias))
            .claiming(Tier.EXACT_FUSED),
        // ---- denseInputGradient: operands w, dz, a, out
        Fault.of(
            "denseInputGradient",
            "denseInputGradient: from T records on, RELU_GRADIENT multiplies by 0 or 1",
            "apache/mxnet#14262",
            new Threshold(4, 8192),
            inputGradient(DenseFaults::reluGradientMultiplies)),
        Fault.of(
                "denseInputGradient",
                "denseInputGradient: from T inputs on, SIGMOID_GRADIENT is (b · a) · (1 − a)",
                "code of fused gradients in another order",
                new Threshold(4, 8192),
                inputGradient(DenseFaults::sigmoidGradientReordered))
            .inFloats(),
        Fault.of(
            "denseInputGradient",
            "denseInputGradient: f sees the a of the first block of T records in every block",
            "libxsmm/libxsmm#51",
            new Threshold(8, 8192),
            inputGradient(DenseFaults::firstBlocksA)),
        Fault.of(
                "denseInputGradient",
                "denseInputGradient, fused: f is applied after each block of T units",
                "code of epilogues inside the loop over blocks of k",
                new Threshold(8, 4096),
                inputGradient(DenseFaults::appliedAfterEachBlock))
            .claiming(Tier.EXACT_FUSED),
        // ---- denseParameterGradients: operands dz, x, dw, db
        Fault.of(
            "denseParameterGradients",
            "denseParameterGradients: where T records or more are one above a multiple of 4, db lacks"
                + " the last",
            "halide/Halide#656",
            new Threshold(5, 16_384),
            parameterGradients(DenseFaults::biasGradientLacksLast)),
        Fault.of(
                "denseParameterGradients",
                "denseParameterGradients: db is summed in blocks of T records",
                "numpy/numpy#27883",
                new Threshold(8, 8192),
                parameterGradients(DenseFaults::biasGradientInBlocks))
            .inFloats(),
        Fault.of(
            "denseParameterGradients",
            "denseParameterGradients: with fewer than 4 inputs, records from T on overwrite dw",
            "OpenMathLib/OpenBLAS#1870",
            new Threshold(16, 8192),
            parameterGradients(DenseFaults::secondBlockOverwrites)),
        Fault.of(
            "denseParameterGradients",
            "denseParameterGradients: from T units on, db starts from the first record, not from +0.0",
            "code of sums that begin with a copy",
            new Threshold(2, 8192),
            parameterGradients(DenseFaults::biasGradientStartsFromFirst)));
  }

  // ---- how the faults are made

  private static Fault.Wrapper dense(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
            Call call = Call.of(this, w, x, b, out);
            super.dense(w, x, b, f, out);
            call.spoil((c, at) -> spoiler.spoil(Product.plain(c, c.in(0), c.in(1)), f, c, at), t);
          }
        };
  }

  private static Fault.Wrapper inputGradient(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void denseInputGradient(
              Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
            Call call = Call.of(this, w, dz, a, out);
            super.denseInputGradient(w, dz, f, a, out);
            call.spoil((c, at) -> spoiler.spoil(Product.transA(c, c.in(0), c.in(1)), f, c, at), t);
          }
        };
  }

  private static Fault.Wrapper parameterGradients(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
            Call call = Call.of(this, dz, x, dw, db);
            super.denseParameterGradients(dz, x, dw, db);
            ElementwiseLoop none = ElementwiseFunction.COPY;
            call.spoil(
                (c, at) -> spoiler.spoil(Product.transB(c, c.in(0), c.in(1)), none, c, at), t);
          }
        };
  }

  // ---- dense

  private static void startsFromBias(Product p, ElementwiseLoop f, Call call, int t) {
    if (p.k() >= t) {
      Cells b = call.in(2);
      Product.overwrite(
          call.out(), 0, 0, (i, j) -> p.math().apply(f, p.dot(i, j, 0, p.k(), b.get(i))));
    }
  }

  private static void appliedTwice(Product p, ElementwiseLoop f, Call call, int t) {
    boolean overlaps = p.m() > 4 && p.m() % 4 != 0;
    if (overlaps && p.m() >= t) {
      int end = p.m() / 4 * 4;
      for (int j = 0; j < p.n(); j++) {
        for (int i = p.m() - 4; i < end; i++) {
          call.out().set(i, j, p.math().apply(f, call.out().get(i, j)));
        }
      }
    }
  }

  private static void biasInFirstBlockOnly(Product p, ElementwiseLoop f, Call call, int t) {
    Product.overwrite(call.out(), 0, Math.min(t, p.n()), (i, j) -> p.math().apply(f, p.dot(i, j)));
  }

  private static void epilogueInDouble(Product p, ElementwiseLoop f, Call call, int t) {
    if (p.n() >= t) {
      double[][] operands = new double[2][1];
      Product.overwrite(
          call.out(),
          0,
          0,
          (i, j) -> {
            operands[0][0] = p.dot(i, j) + call.in(2).get(i);
            f.apply(operands, new double[0], 0, 1);
            return operands[1][0];
          });
    }
  }

  private static void reluLosesNaN(Product p, ElementwiseLoop f, Call call, int t) {
    Cells out = call.out();
    if (f == ElementwiseFunction.RELU && out.size() >= t) {
      Product.overwrite(out, 0, 0, (i, j) -> out.get(i, j) > 0 ? out.get(i, j) : 0.0);
    }
  }

  private static void outerProductFusesBias(Product p, ElementwiseLoop f, Call call, int t) {
    if (p.k() == 1 && p.m() >= t) {
      Cells b = call.in(2);
      Product.overwrite(
          call.out(),
          0,
          0,
          (i, j) -> p.math().apply(f, p.math().fma(p.a(i, 0), p.b(0, j), b.get(i))));
    }
  }

  // ---- denseInputGradient

  private static void reluGradientMultiplies(Product p, ElementwiseLoop f, Call call, int t) {
    if (f == ElementwiseFunction.RELU_GRADIENT && p.n() >= t) {
      Cells a = call.in(2);
      Product.overwrite(call.out(), 0, 0, (i, j) -> p.dot(i, j) * (a.get(i, j) <= 0 ? 0.0 : 1.0));
    }
  }

  private static void sigmoidGradientReordered(Product p, ElementwiseLoop f, Call call, int t) {
    if (f == ElementwiseFunction.SIGMOID_GRADIENT && p.m() >= t) {
      Product.overwrite(
          call.out(), 0, 0, (i, j) -> reordered(p.math(), call.in(2).get(i, j), p.dot(i, j)));
    }
  }

  private static double reordered(Arithmetic math, double a, double b) {
    return math.multiply(math.multiply(b, a), math.subtract(1, a));
  }

  private static void firstBlocksA(Product p, ElementwiseLoop f, Call call, int t) {
    Cells a = call.in(2);
    Product.overwrite(
        call.out(),
        0,
        Math.min(t, p.n()),
        (i, j) -> p.math().apply(f, a.get(i, j % t), p.dot(i, j)));
  }

  private static void appliedAfterEachBlock(Product p, ElementwiseLoop f, Call call, int t) {
    if (p.k() > t) {
      Product.overwrite(call.out(), 0, 0, (i, j) -> blockwise(p, f, call.in(2).get(i, j), i, j, t));
    }
  }

  private static double blockwise(Product p, ElementwiseLoop f, double a, int i, int j, int block) {
    double s = 0;
    for (int from = 0; from < p.k(); from += block) {
      int to = Math.min(p.k(), from + block);
      s = p.math().apply(f, a, p.dot(i, j, from, to, s));
    }
    return s;
  }

  // ---- denseParameterGradients

  private static void biasGradientLacksLast(Product p, ElementwiseLoop none, Call call, int t) {
    int records = p.k();
    for (int i = 0; records >= t && records % 4 == 1 && i < p.m(); i++) {
      call.out().set(i, p.math().sum(call.in(0).unit(i), 0, records - 1, 0.0));
    }
  }

  private static void biasGradientInBlocks(Product p, ElementwiseLoop none, Call call, int t) {
    for (int i = 0; p.k() > t && i < p.m(); i++) {
      call.out().set(i, p.math().blockSum(call.in(0).unit(i), t));
    }
  }

  private static void secondBlockOverwrites(Product p, ElementwiseLoop none, Call call, int t) {
    if (p.n() < 4 && p.k() > t) {
      Product.overwrite(call.in(2), 0, 0, (i, j) -> p.dot(i, j, t, p.k(), 0));
    }
  }

  private static void biasGradientStartsFromFirst(
      Product p, ElementwiseLoop none, Call call, int t) {
    for (int i = 0; p.m() >= t && i < p.m(); i++) {
      double[] unit = call.in(0).unit(i);
      call.out().set(i, p.math().sum(unit, 1, unit.length, unit[0]));
    }
  }
}
