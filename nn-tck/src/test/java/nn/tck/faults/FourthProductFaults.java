package nn.tck.faults;

import static nn.tck.faults.Spoiled.product;

import java.util.List;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the three products, fourth set. */
final class FourthProductFaults {

  /** Parts a double into two of 26 bits (G. W. Veltkamp, 1968). */
  private static final double SPLITTER = 0x1p27 + 1;

  private static final int BITS = 52;

  private FourthProductFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
            "matmul",
            "matmul: where m ≥ T is a multiple of 32, columns are computed 8 numbers apart and"
                + " copied as if they followed each other",
            "code that pads a leading dimension so that columns do not share a cache's set",
            new Threshold(32, 1_024),
            FourthProductFaults::padIsCopied),
        product(
                "matmul",
                "matmul, bounded: from k = T on, rows of a and columns of b are fixed-point numbers"
                    + " of 53 bits below their largest",
                "tsotchke/eshkol#307; code of doubles emulated by integers (K. Ozaki's scheme)",
                new Threshold(2, 1_024),
                FourthProductFaults::fixedPoint)
            .claiming(Tier.BOUNDED),
        product(
                "matmul",
                "matmul, fused: from n = T on, a step is made of exact products by T. J. Dekker,"
                    + " which are NaN for large numbers",
                "LekKit/RVVM#307; code for processors without the instruction",
                new Threshold(2, 2_048),
                FourthProductFaults::emulatedSteps)
            .claiming(Tier.EXACT_FUSED),
        product(
            "matmul",
            "matmul: of [1, 1] with T records or more it is a scaling, which fills with zeros for"
                + " a zero and does not begin with +0.0",
            "code that goes to BLAS's scal; Reference-LAPACK/lapack#1077",
            new Threshold(2, 16_384),
            FourthProductFaults::scaling),
        product(
                "matmulTransA",
                "matmulTransA: sums of more than T terms begin at term T · (column mod 4), and"
                    + " wrap",
                "code of ROCm/Tensile's StaggerU, which spreads its loads over memory's channels",
                new Threshold(4, 2_048),
                FourthProductFaults::staggered)
            .inFloats(),
        product(
                "matmulTransA",
                "matmulTransA, bounded: from k = T on, inner products by S. Winograd's method",
                "N. J. Higham, Accuracy and Stability, §23.2.1: half of the multiplications",
                new Threshold(2, 2_048),
                FourthProductFaults::innerProducts)
            .claiming(Tier.BOUNDED),
        product(
                "matmulTransA",
                "matmulTransA: where m ≥ T leaves 9 or more of 16, rows from the ninth on stay",
                "simd-everywhere/simde#1419: a mask of 8 bits for 16 floats",
                new Threshold(9, 8_192),
                FourthProductFaults::maskOfEightBits)
            .inFloats(),
        product(
            "matmulTransB",
            "matmulTransB: with a as b, from m = T on, the diagonal has the squares of norms",
            "code of BLAS's nrm2, which scales against overflow",
            new Threshold(2, 1_024),
            FourthProductFaults::squaresOfNorms),
        product(
            "matmulTransB",
            "matmulTransB: from m = T on, the rows of a column before memory's next multiple of 8"
                + " numbers have k descending",
            "code of loops that peel until their stores are aligned",
            new Threshold(3, 4_096),
            FourthProductFaults::peeledHeads),
        product(
                "matmulTransB",
                "matmulTransB, bounded: from n = T on, products and sums are rounded towards zero",
                "deepseek-ai/DeepGEMM#37; triton-lang/triton#4574: accumulators of tensor cores",
                new Threshold(2, 4_096),
                FourthProductFaults::towardsZero)
            .inFloats()
            .claiming(Tier.BOUNDED));
  }

  private static void padIsCopied(Product p, Given given, int t) {
    if (p.m() < t || p.m() % 32 != 0) {
      return;
    }
    double[] right = given.out().values().clone();
    int stride = p.m() + 8;
    for (int e = 0; e < right.length; e++) {
      int row = e % stride;
      given.out().set(e, row < p.m() ? right[e / stride * p.m() + row] : 0);
    }
  }

  private static void fixedPoint(Product p, Given given, int t) {
    if (p.k() < t) {
      return;
    }
    double[] ofRows = new double[p.m()];
    double[] ofColumns = new double[p.n()];
    for (int l = 0; l < p.k(); l++) {
      for (int i = 0; i < p.m(); i++) {
        ofRows[i] = Math.max(ofRows[i], Math.abs(p.a(i, l)));
      }
      for (int j = 0; j < p.n(); j++) {
        ofColumns[j] = Math.max(ofColumns[j], Math.abs(p.b(l, j)));
      }
    }
    Product.overwrite(given.out(), 0, 0, (i, j) -> fixedDot(p, i, j, ofRows[i], ofColumns[j]));
  }

  private static double fixedDot(Product p, int i, int j, double ofRow, double ofColumn) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s += fixed(p.a(i, l), ofRow) * fixed(p.b(l, j), ofColumn);
    }
    return s;
  }

  private static double fixed(double x, double largest) {
    double unit = Math.scalb(1.0, Math.getExponent(largest) - BITS);
    return Double.isFinite(largest) && unit > 0 ? Math.rint(x / unit) * unit : x;
  }

  private static void emulatedSteps(Product p, Given given, int t) {
    if (p.n() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> emulatedSteps(p, i, j));
    }
  }

  private static double emulatedSteps(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s = emulatedFma(p.a(i, l), p.b(l, j), s);
    }
    return s;
  }

  private static double emulatedFma(double x, double y, double s) {
    double product = x * y;
    double sum = product + s;
    double back = sum - product;
    double rest = (product - (sum - back)) + (s - back);
    double xHigh = high(x);
    double yHigh = high(y);
    double xLow = x - xHigh;
    double yLow = y - yHigh;
    double lost = xLow * yLow - (((product - xHigh * yHigh) - xLow * yHigh) - xHigh * yLow);
    return Double.isFinite(sum) ? sum + (rest + lost) : sum;
  }

  private static double high(double x) {
    double c = SPLITTER * x;
    return c - (c - x);
  }

  private static void scaling(Product p, Given given, int t) {
    if (p.m() == 1 && p.k() == 1 && p.n() >= t) {
      double s = p.a(0, 0);
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> s == 0 ? 0.0 : p.math().multiply(s, p.b(0, j)));
    }
  }

  private static void staggered(Product p, Given given, int t) {
    if (p.k() > t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> staggered(p, i, j, j % 4 * t % p.k()));
    }
  }

  private static double staggered(Product p, int i, int j, int from) {
    return p.dot(i, j, 0, from, p.dot(i, j, from, p.k(), 0));
  }

  private static void innerProducts(Product p, Given given, int t) {
    if (p.k() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> innerProduct(p, i, j));
    }
  }

  private static double innerProduct(Product p, int i, int j) {
    double s = 0;
    double ofA = 0;
    double ofB = 0;
    int pairs = p.k() / 2 * 2;
    for (int l = 0; l < pairs; l += 2) {
      s += (p.a(i, l) + p.b(l + 1, j)) * (p.a(i, l + 1) + p.b(l, j));
      ofA += p.a(i, l) * p.a(i, l + 1);
      ofB += p.b(l, j) * p.b(l + 1, j);
    }
    return p.dot(i, j, pairs, p.k(), s - ofA - ofB);
  }

  private static void maskOfEightBits(Product p, Given given, int t) {
    int rest = p.m() % 16;
    for (int j = 0; p.m() >= t && rest > 8 && j < p.n(); j++) {
      for (int i = p.m() - rest + 8; i < p.m(); i++) {
        ThirdKernels.stays(given, j * p.m() + i);
      }
    }
  }

  private static void squaresOfNorms(Product p, Given given, int t) {
    boolean isSquare = given.in(0).isSameTensor(given.in(1));
    for (int i = 0; isSquare && p.m() >= t && i < p.m(); i++) {
      double norm = norm(p, i);
      given.out().set(i, i, norm * norm);
    }
  }

  private static double norm(Product p, int i) {
    double scale = 0;
    double sum = 1;
    for (int l = 0; l < p.k(); l++) {
      double x = Math.abs(p.a(i, l));
      if (scale < x) {
        sum = 1 + sum * (scale / x) * (scale / x);
        scale = x;
      } else if (x != 0) {
        sum += x / scale * (x / scale);
      }
    }
    return scale * Math.sqrt(sum);
  }

  private static void peeledHeads(Product p, Given given, int t) {
    for (int j = 0; p.m() >= t && j < p.n(); j++) {
      int head = Math.floorMod(-j * p.m(), 8);
      for (int i = 0; i < Math.min(head, p.m()); i++) {
        given.out().set(i, j, downwards(p, i, j));
      }
    }
  }

  private static double downwards(Product p, int i, int j) {
    double s = 0;
    for (int l = p.k() - 1; l >= 0; l--) {
      s = p.math().add(s, p.math().multiply(p.a(i, l), p.b(l, j)));
    }
    return s;
  }

  private static void towardsZero(Product p, Given given, int t) {
    if (p.n() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> towardsZero(p, i, j));
    }
  }

  private static double towardsZero(Product p, int i, int j) {
    float s = 0;
    for (int l = 0; l < p.k(); l++) {
      s = cutOff((double) s + cutOff(p.a(i, l) * p.b(l, j)));
    }
    return s;
  }

  private static float cutOff(double x) {
    float nearest = (float) x;
    boolean isFarther = Math.abs((double) nearest) > Math.abs(x);
    return isFarther ? Math.nextAfter(nearest, 0) : nearest;
  }
}
