package nn.tck.faults;

import static nn.tck.faults.Spoiled.product;

import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the kernels of a dense layer, second set. */
final class SecondDenseFaults {

  private SecondDenseFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
            "dense",
            "dense: from T units on, SIGMOID is ½ + ½ · TANH(½ · z)",
            "code of libraries that have a fast tanh alone",
            new Threshold(2, 4_096),
            SecondDenseFaults::sigmoidByTanh),
        product(
            "dense",
            "dense: each block of T inputs adds the bias",
            "NVIDIA/cutlass#3650",
            new Threshold(64, 16_384),
            SecondDenseFaults::biasOfEachBlock),
        product(
                "dense",
                "dense: from T units on, a loop that is no named function comes before the bias",
                "tensorflow/tensorflow#56761: which epilogues are fused",
                new Threshold(2, 4_096),
                SecondDenseFaults::unknownLoopBeforeBias)
            .inFloats(),
        product(
                "dense",
                "dense, bounded: with as many units as records, T or more, records have the bias",
                "NVIDIA/cutlass#3540: the vector of a column-major result",
                new Threshold(2, 1_000),
                SecondDenseFaults::biasOfRecords)
            .inFloats()
            .claiming(Tier.BOUNDED),
        product(
                "denseInputGradient",
                "denseInputGradient: from T records on, RELU_GRADIENT takes a subnormal a for zero",
                "vabold/Kinoko#498: subnormal operands are zeros",
                new Threshold(2, 8_192),
                SecondDenseFaults::subnormalIsOff)
            .inFloats(),
        product(
                "denseInputGradient",
                "denseInputGradient, fused: from T inputs on, a loop that is no named function has"
                    + " its operands exchanged",
                "code of wrappers that put the product first",
                new Threshold(2, 4_096),
                SecondDenseFaults::operandsExchanged)
            .claiming(Tier.EXACT_FUSED),
        product(
            "denseInputGradient",
            "denseInputGradient: a square w of T units or more is not transposed",
            "codeplaysoftware/portBLAS#185; NVIDIA/cuml#484",
            new Threshold(3, 1_000),
            SecondDenseFaults::squareNotTransposed),
        product(
            "denseParameterGradients",
            "denseParameterGradients: db leaves out records of x that are nothing but zeros, from T"
                + " records on",
            "code of layers for sparse inputs",
            new Threshold(2, 8_192),
            SecondDenseFaults::emptyRecordsLeftOut),
        product(
                "denseParameterGradients",
                "denseParameterGradients: dw beyond T units and T inputs lacks the last of an odd"
                    + " number of records",
                "yzhaiustc/Optimizing-SGEMM-on-NVIDIA-Turing-GPUs#2",
                new Threshold(4, 1_000),
                SecondDenseFaults::cornerLacksLastRecord)
            .inFloats(),
        product(
            "denseParameterGradients",
            "denseParameterGradients: with dz as x, from T units on, dw is zero above its diagonal",
            "code of syrk in the place of gemm; CNugteren/CLBlast#51",
            new Threshold(3, 1_000),
            SecondDenseFaults::triangleLeftZero));
  }

  private static boolean isUnknown(Given given) {
    return !(given.loop() instanceof ElementwiseFunction);
  }

  private static void sigmoidByTanh(Product p, Given given, int t) {
    if (given.is(ElementwiseFunction.SIGMOID) && p.m() >= t) {
      Cells b = given.in(2);
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> byTanh(p.math(), p.math().add(p.dot(i, j), b.get(i))));
    }
  }

  private static double byTanh(Arithmetic math, double z) {
    return math.add(0.5, math.multiply(0.5, math.apply(ElementwiseFunction.TANH, 0.5 * z)));
  }

  private static void biasOfEachBlock(Product p, Given given, int t) {
    if (p.k() > t) {
      Cells b = given.in(2);
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> p.math().apply(given.f(), withBiases(p, b.get(i), i, j, t)));
    }
  }

  private static double withBiases(Product p, double bias, int i, int j, int block) {
    double z = p.dot(i, j);
    for (int from = 0; from < p.k(); from += block) {
      z = p.math().add(z, bias);
    }
    return z;
  }

  private static void unknownLoopBeforeBias(Product p, Given given, int t) {
    if (isUnknown(given) && p.m() >= t) {
      Cells b = given.in(2);
      Product.overwrite(
          given.out(),
          0,
          0,
          (i, j) -> p.math().add(p.math().apply(given.f(), p.dot(i, j)), b.get(i)));
    }
  }

  private static void biasOfRecords(Product p, Given given, int t) {
    if (p.m() == p.n() && p.m() >= t) {
      Cells b = given.in(2);
      Product.overwrite(
          given.out(),
          0,
          0,
          (i, j) -> p.math().apply(given.f(), p.math().add(p.dot(i, j), b.get(j))));
    }
  }

  private static void subnormalIsOff(Product p, Given given, int t) {
    if (given.is(ElementwiseFunction.RELU_GRADIENT) && p.n() >= t) {
      Cells a = given.in(2);
      for (int e = 0; e < a.size(); e++) {
        given.out().set(e, p.math().isSubnormal(a.get(e)) ? 0.0 : given.out().get(e));
      }
    }
  }

  private static void operandsExchanged(Product p, Given given, int t) {
    if (isUnknown(given) && p.m() >= t) {
      Cells a = given.in(2);
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> p.math().apply(given.f(), p.dot(i, j), a.get(i, j)));
    }
  }

  private static void squareNotTransposed(Product p, Given given, int t) {
    if (p.m() == p.k() && p.m() >= t) {
      Product plain = Product.plain(given.call(), given.in(0), given.in(1));
      Cells a = given.in(2);
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> p.math().apply(given.f(), a.get(i, j), plain.dot(i, j)));
    }
  }

  private static void emptyRecordsLeftOut(Product p, Given given, int t) {
    Cells dz = given.in(0);
    Cells x = given.in(1);
    for (int i = 0; p.k() >= t && i < p.m(); i++) {
      double sum = 0;
      for (int j = 0; j < p.k(); j++) {
        sum = isEmpty(x, j) ? sum : p.math().add(sum, dz.get(i, j));
      }
      given.out().set(i, sum);
    }
  }

  private static boolean isEmpty(Cells x, int record) {
    for (int i = 0; i < x.rows(); i++) {
      if (x.get(i, record) != 0) {
        return false;
      }
    }
    return true;
  }

  private static void cornerLacksLastRecord(Product p, Given given, int t) {
    if (p.m() > t && p.n() > t && p.k() % 2 == 1) {
      Product.overwrite(given.in(2), t, t, (i, j) -> p.dot(i, j, 0, p.k() - 1, 0));
    }
  }

  private static void triangleLeftZero(Product p, Given given, int t) {
    if (given.in(0).isSameTensor(given.in(1)) && p.m() >= t) {
      Cells dw = given.in(2);
      Product.overwrite(dw, 0, 0, (i, j) -> i < j ? 0.0 : dw.get(i, j));
    }
  }
}
