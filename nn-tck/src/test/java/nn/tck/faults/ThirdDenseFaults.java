package nn.tck.faults;

import static nn.tck.faults.Spoiled.product;

import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the kernels of a dense layer, third set. */
final class ThirdDenseFaults {

  private ThirdDenseFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
            "dense",
            "dense: in the last of several blocks of T records the bias is added twice, if the"
                + " block is not full",
            "code of epilogues of which the last block has its own and the general one",
            new Threshold(4, 1_024),
            ThirdDenseFaults::biasTwiceInLastBlock),
        product(
                "dense",
                "dense: RELU ends at the largest float, from T records on",
                "code of fused clamps, whose upper end has to be a number",
                new Threshold(2, 4_096),
                ThirdDenseFaults::reluIsClamp)
            .inFloats(),
        product(
                "dense",
                "dense, bounded: the bias of T units or more is kept in float",
                "code of layers whose biases are stored with the packed weights",
                new Threshold(2, 4_096),
                ThirdDenseFaults::biasInFloat)
            .claiming(Tier.BOUNDED),
        product(
                "dense",
                "dense, fused: the last of an odd number of T inputs or more comes after the bias",
                "code of loops over two inputs at a time, with the epilogue before the rest",
                new Threshold(3, 8_192),
                ThirdDenseFaults::lastInputAfterBias)
            .claiming(Tier.EXACT_FUSED),
        product(
            "denseInputGradient",
            "denseInputGradient: with as many inputs as records, T or more, f sees a transposed",
            "code that tells the order of a matrix by its shape",
            new Threshold(3, 1_000),
            ThirdDenseFaults::transposedActivations),
        product(
                "denseInputGradient",
                "denseInputGradient: a record in which RELU is off everywhere stays as it was, from"
                    + " T records on",
                "code that saves the product where the gradient is zero",
                new Threshold(2, 4_096),
                ThirdDenseFaults::recordThatIsOffStays)
            .inFloats(),
        product(
            "denseParameterGradients",
            "denseParameterGradients: each block of T inputs adds the records to db once more",
            "code that sums db while it packs dz",
            new Threshold(16, 4_096),
            ThirdDenseFaults::sumsOfEachBlock),
        product(
                "denseParameterGradients",
                "denseParameterGradients: from T units on, dw takes a subnormal dz for zero",
                "vabold/Kinoko#498: subnormal operands are zeros",
                new Threshold(2, 4_096),
                ThirdDenseFaults::subnormalGradientIsZero)
            .inFloats(),
        product(
                "denseParameterGradients",
                "denseParameterGradients, bounded: where T records or more leave 3 of 4, db has the"
                    + " last twice",
                "code that loads the last record again to fill a vector",
                new Threshold(7, 8_192),
                ThirdDenseFaults::lastOfThreeRecordsTwice)
            .inFloats()
            .claiming(Tier.BOUNDED));
  }

  private static void biasTwiceInLastBlock(Product p, Given given, int t) {
    if (p.n() > t && p.n() % t != 0) {
      Arithmetic math = p.math();
      Cells b = given.in(2);
      Product.overwrite(
          given.out(),
          0,
          p.n() / t * t,
          (i, j) -> math.apply(given.f(), math.add(math.add(p.dot(i, j), b.get(i)), b.get(i))));
    }
  }

  private static void reluIsClamp(Product p, Given given, int t) {
    Cells out = given.out();
    boolean clamps = given.is(ElementwiseFunction.RELU) && p.n() >= t;
    for (int e = 0; clamps && e < out.size(); e++) {
      out.set(e, Math.min(out.get(e), Float.MAX_VALUE));
    }
  }

  private static void biasInFloat(Product p, Given given, int t) {
    if (p.m() >= t) {
      Arithmetic math = p.math();
      Cells b = given.in(2);
      Product.overwrite(
          given.out(),
          0,
          0,
          (i, j) -> math.apply(given.f(), math.add(p.dot(i, j), (float) b.get(i))));
    }
  }

  private static void lastInputAfterBias(Product p, Given given, int t) {
    if (p.k() >= t && p.k() % 2 == 1) {
      Arithmetic math = p.math();
      Cells b = given.in(2);
      int last = p.k() - 1;
      Product.overwrite(
          given.out(),
          0,
          0,
          (i, j) ->
              math.apply(
                  given.f(),
                  p.dot(i, j, last, p.k(), math.add(p.dot(i, j, 0, last, 0), b.get(i)))));
    }
  }

  private static void transposedActivations(Product p, Given given, int t) {
    if (p.m() == p.n() && p.m() >= t) {
      Cells a = given.in(2);
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> p.math().apply(given.f(), a.get(j, i), p.dot(i, j)));
    }
  }

  private static void recordThatIsOffStays(Product p, Given given, int t) {
    boolean saves = given.is(ElementwiseFunction.RELU_GRADIENT) && p.n() >= t;
    for (int j = 0; saves && j < p.n(); j++) {
      for (int i = 0; isOff(given.in(2), j) && i < p.m(); i++) {
        ThirdKernels.stays(given, j * p.m() + i);
      }
    }
  }

  private static boolean isOff(Cells a, int record) {
    for (int i = 0; i < a.rows(); i++) {
      if (!(a.get(i, record) <= 0)) { // NaN too
        return false;
      }
    }
    return true;
  }

  private static void sumsOfEachBlock(Product p, Given given, int t) {
    Cells dz = given.in(0);
    for (int i = 0; p.n() > t && i < p.m(); i++) {
      double[] unit = dz.unit(i);
      double sum = 0;
      for (int from = 0; from < p.n(); from += t) {
        sum = p.math().sum(unit, 0, unit.length, sum);
      }
      given.out().set(i, sum);
    }
  }

  private static void subnormalGradientIsZero(Product p, Given given, int t) {
    if (p.m() >= t) {
      Product.overwrite(given.in(2), 0, 0, (i, j) -> dotOfNormalNumbers(p, i, j));
    }
  }

  private static double dotOfNormalNumbers(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      double x = p.a(i, l);
      double normal = p.math().isSubnormal(x) ? Math.copySign(0, x) : x;
      s = p.math().add(s, p.math().multiply(normal, p.b(l, j)));
    }
    return s;
  }

  private static void lastOfThreeRecordsTwice(Product p, Given given, int t) {
    for (int i = 0; p.k() >= t && p.k() % 4 == 3 && i < p.m(); i++) {
      double last = given.in(0).get(i, p.k() - 1);
      given.out().set(i, p.math().add(given.out().get(i), last));
    }
  }
}
