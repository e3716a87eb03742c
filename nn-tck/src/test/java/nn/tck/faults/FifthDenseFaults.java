package nn.tck.faults;

import static nn.tck.faults.Spoiled.product;

import java.util.Arrays;
import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the kernels of a dense layer, fifth set. */
final class FifthDenseFaults {

  private static final int UNITS_AT_ONCE = 8;

  private static final int RECORDS_AT_ONCE = 4;

  private FifthDenseFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
                "dense",
                "dense, bounded: from T units on, RELU's mask of a block of records is that of the"
                    + " next block's weights, in units after vectors of 8",
                "uxlfoundation/oneDNN#5212: two masks in one register",
                new Threshold(2, 4_096),
                FifthDenseFaults::oneRegisterForTwoMasks)
            .claiming(Tier.BOUNDED),
        product(
            "dense",
            "dense: from T units on, SIGMOID is 1 − 1 / (1 + EXP(z)) for z between −80 and 88",
            "opencv/opencv#28999",
            new Threshold(2, 4_096),
            FifthDenseFaults::complement),
        product(
            "dense",
            "dense: where T inputs or more leave 1 of 4, the bias is added before the last term",
            "code that ends its loop over terms one step early, to load what follows",
            new Threshold(5, 4_096),
            FifthDenseFaults::biasBeforeTheLastTerm),
        product(
                "dense",
                "dense, fused: with one tensor as w and b, from T units on, there is no bias",
                "code of packed weights in a map by tensor, with the bias or without",
                new Threshold(2, 4_096),
                FifthDenseFaults::noBias)
            .claiming(Tier.EXACT_FUSED),
        product(
            "dense",
            "dense: TANH is the platform's in records after whole blocks of T",
            "code that has a vector loop of its own, and calls the C library for the rest",
            new Threshold(2, 256),
            FifthDenseFaults::tanhOfThePlatform),
        product(
            "denseInputGradient",
            "denseInputGradient: from T inputs on, eight that RELU_GRADIENT turns off stay as they"
                + " were",
            "code that leaves out blocks of a mask which are all zero",
            new Threshold(8, 4_096),
            FifthDenseFaults::blocksStay),
        product(
                "denseInputGradient",
                "denseInputGradient: from T units on, SIGMOID_GRADIENT is +0.0 where a is 0 or 1",
                "code that saves products for saturated units",
                new Threshold(2, 4_096),
                FifthDenseFaults::saturatedUnits)
            .inFloats(),
        product(
            "denseParameterGradients",
            "denseParameterGradients: db is summed once more for each block of T inputs",
            "NVIDIA/cutlass#423; code that sums an operand while it is loaded",
            new Threshold(2, 4_096),
            FifthDenseFaults::sumForEachBlock),
        product(
            "denseParameterGradients",
            "denseParameterGradients: from T records on, dw leaves out those whose dz is zero, also"
                + " if x is not finite",
            "code of losses with masked records",
            new Threshold(2, 4_096),
            FifthDenseFaults::maskedRecords));
  }

  private static void oneRegisterForTwoMasks(Product p, Given given, int t) {
    boolean applies = given.is(ElementwiseFunction.RELU) && p.m() >= t;
    Cells out = given.out();
    for (int j = RECORDS_AT_ONCE; applies && j < p.n(); j++) {
      int before = j / RECORDS_AT_ONCE * RECORDS_AT_ONCE - 1;
      for (int i = p.m() / UNITS_AT_ONCE * UNITS_AT_ONCE; i < p.m(); i++) {
        if (out.get(i, before) == 0) {
          double biasAlone = p.math().add(0, given.in(2).get(i));
          out.set(i, j, p.math().apply(given.f(), biasAlone));
        }
      }
    }
  }

  private static void complement(Product p, Given given, int t) {
    if (given.is(ElementwiseFunction.SIGMOID) && p.m() >= t) {
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> complement(p.math(), beforeFunction(p, given, i, j)));
    }
  }

  private static double complement(Arithmetic math, double z) {
    double exp = math.apply(ElementwiseFunction.EXP, Math.min(Math.max(z, -80), 88));
    return math.subtract(1, math.divide(1, math.add(1, exp)));
  }

  private static double beforeFunction(Product p, Given given, int i, int j) {
    return p.math().add(p.dot(i, j), given.in(2).get(i));
  }

  private static void biasBeforeTheLastTerm(Product p, Given given, int t) {
    if (p.k() >= t && p.k() % 4 == 1) {
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> p.math().apply(given.f(), biasEarly(p, given, i, j)));
    }
  }

  private static double biasEarly(Product p, Given given, int i, int j) {
    int last = p.k() - 1;
    double early = p.math().add(p.dot(i, j, 0, last, 0), given.in(2).get(i));
    return p.dot(i, j, last, p.k(), early);
  }

  private static void noBias(Product p, Given given, int t) {
    if (given.in(0).isSameTensor(given.in(2)) && p.m() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> p.math().apply(given.f(), p.dot(i, j)));
    }
  }

  private static void tanhOfThePlatform(Product p, Given given, int t) {
    if (given.is(ElementwiseFunction.TANH)) {
      int from = p.n() / t * t;
      Product.overwrite(given.out(), 0, from, (i, j) -> Math.tanh(beforeFunction(p, given, i, j)));
    }
  }

  private static void blocksStay(Product p, Given given, int t) {
    boolean applies = given.is(ElementwiseFunction.RELU_GRADIENT) && p.m() >= t;
    for (int j = 0; applies && j < p.n(); j++) {
      double[] a = given.in(2).record(j);
      for (int from = 0; from + UNITS_AT_ONCE <= a.length; from += UNITS_AT_ONCE) {
        int to = from + UNITS_AT_ONCE;
        boolean isOff = Arrays.stream(a, from, to).allMatch(x -> x <= 0);
        for (int i = from; isOff && i < to; i++) {
          ThirdKernels.stays(given, j * a.length + i);
        }
      }
    }
  }

  private static void saturatedUnits(Product p, Given given, int t) {
    boolean applies = given.is(ElementwiseFunction.SIGMOID_GRADIENT) && p.k() >= t;
    for (int e = 0; applies && e < given.out().size(); e++) {
      double a = given.in(2).get(e);
      if (a == 0 || a == 1) {
        given.out().set(e, 0.0);
      }
    }
  }

  private static void sumForEachBlock(Product p, Given given, int t) {
    for (int i = 0; p.n() > t && i < p.m(); i++) {
      double[] dz = given.in(0).unit(i);
      double sum = 0;
      for (int from = 0; from < p.n(); from += t) {
        sum = p.math().sum(dz, 0, dz.length, sum);
      }
      given.out().set(i, sum);
    }
  }

  private static void maskedRecords(Product p, Given given, int t) {
    boolean[] masked = new boolean[p.k()];
    boolean any = false;
    for (int l = 0; p.k() >= t && l < p.k(); l++) {
      masked[l] = Arrays.stream(given.in(0).record(l)).allMatch(x -> x == 0);
      any |= masked[l];
    }
    if (any) {
      Product.overwrite(given.in(2), 0, 0, (i, j) -> withoutMasked(p, masked, i, j));
    }
  }

  private static double withoutMasked(Product p, boolean[] masked, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s = masked[l] ? s : p.dot(i, j, l, l + 1, s);
    }
    return s;
  }
}
