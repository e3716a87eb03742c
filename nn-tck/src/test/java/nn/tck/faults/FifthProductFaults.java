package nn.tck.faults;

import static nn.tck.faults.FifthKernels.share;
import static nn.tck.faults.Spoiled.product;

import java.util.Arrays;
import java.util.List;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the three products, fifth set. */
final class FifthProductFaults {

  private static final int SHORTS = 65_536;

  private FifthProductFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
            "matmul",
            "matmul: of a column with T numbers or more and a row, the numbers of a row follow each"
                + " other",
            "deeplearning4j/nd4j#1237: the order of a vector is taken for that of the result",
            new Threshold(2, 4_096),
            FifthProductFaults::outerProductByRows),
        product(
            "matmul",
            "matmul: in packed panels of T rows offsets have 16 bits, so that terms wrap",
            "hw-native-sys/pto-isa#304: extents in 16 bits",
            new Threshold(4, 32),
            FifthProductFaults::offsetsOf16Bits),
        product(
                "matmul",
                "matmul, bounded: from n = T on, floats are two numbers of 8 bits each, and three"
                    + " of their four products are added",
                "code of XLA's BF16_BF16_F32_X3",
                new Threshold(2, 4_096),
                FifthProductFaults::partsOf8Bits)
            .inFloats()
            .claiming(Tier.BOUNDED),
        product(
            "matmul",
            "matmul: from T times 2²⁰ multiplications on, columns after blocks of 48 are summed in"
                + " blocks of 256 terms",
            "code of another kernel for the edges of large products",
            new Threshold(1, 32),
            FifthProductFaults::edgeOfLargeProducts),
        product(
                "matmulTransA",
                "matmulTransA, fused: from n = T on, accumulators are negative sums, so that zeros"
                    + " are −0.0",
                "code of fnmsub, whose accumulators are negated when they are stored",
                new Threshold(2, 4_096),
                FifthProductFaults::negatedZeros)
            .claiming(Tier.EXACT_FUSED),
        product(
            "matmulTransA",
            "matmulTransA: with 2 or 3 rows and T columns or more, columns are stored from the"
                + " last down, as four rows with zeros",
            "espressif/esp-nn#34: an output narrower than the kernel's",
            new Threshold(2, 4_096),
            FifthProductFaults::fourRowsAreStored),
        product(
            "matmulTransA",
            "matmulTransA: from m = T on, threads other than the caller take subnormal numbers for"
                + " zeros",
            "code of pools whose threads a library built with -ffast-math has started",
            new Threshold(2, 4_096),
            FifthProductFaults::otherThreadsFlush),
        product(
            "matmulTransB",
            "matmulTransB: where k is more than T times the elements of the result, threads share"
                + " the terms",
            "NVIDIA/cutlass#876; code of split-k products",
            new Threshold(1, 256),
            FifthProductFaults::threadsShareTerms),
        product(
            "matmulTransB",
            "matmulTransB: where n ≥ T leaves 8 of 16, the last 8 columns are those before",
            "tile-ai/tilelang#2593",
            new Threshold(24, 4_096),
            FifthProductFaults::halfTile),
        product(
                "matmulTransB",
                "matmulTransB, bounded: with one row of b, terms after the first T have the row's"
                    + " first numbers again",
                "OpenMathLib/OpenBLAS#154: gemv's buffer for the vector",
                new Threshold(16, 8_192),
                FifthProductFaults::bufferOfTheRow)
            .inFloats()
            .claiming(Tier.BOUNDED));
  }

  private static void outerProductByRows(Product p, Given given, int t) {
    if (p.k() != 1 || p.m() < t) {
      return;
    }
    double[] right = given.out().values().clone();
    for (int e = 0; e < right.length; e++) {
      given.out().set(e, right[e % p.n() * p.m() + e / p.n()]);
    }
  }

  private static void offsetsOf16Bits(Product p, Given given, int t) {
    int terms = SHORTS / t;
    if (p.k() > terms) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> wrapped(p, i, j, terms));
    }
  }

  private static double wrapped(Product p, int i, int j, int terms) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s = p.math().add(s, p.math().multiply(p.a(i, l % terms), p.b(l, j)));
    }
    return s;
  }

  private static void partsOf8Bits(Product p, Given given, int t) {
    if (p.n() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> ofParts(p, i, j));
    }
  }

  private static double ofParts(Product p, int i, int j) {
    float s = 0;
    for (int l = 0; l < p.k(); l++) {
      float x = (float) p.a(i, l);
      float y = (float) p.b(l, j);
      float xHigh = of8Bits(x);
      float yHigh = of8Bits(y);
      s += of8Bits(x - xHigh) * yHigh + xHigh * of8Bits(y - yHigh);
      s += xHigh * yHigh;
    }
    return s;
  }

  /** To nearest, ties to even. */
  private static float of8Bits(float x) {
    int bits = Float.floatToIntBits(x);
    return Float.isNaN(x)
        ? x
        : Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
  }

  private static void edgeOfLargeProducts(Product p, Given given, int t) {
    if ((long) p.m() * p.n() * p.k() >= (long) t << 20) {
      Product.overwrite(given.out(), 0, p.n() / 48 * 48, (i, j) -> p.blockDot(i, j, 256));
    }
  }

  private static void negatedZeros(Product p, Given given, int t) {
    Cells out = given.out();
    for (int e = 0; p.n() >= t && e < out.size(); e++) {
      out.set(e, out.get(e) == 0 ? -0.0 : out.get(e));
    }
  }

  private static void fourRowsAreStored(Product p, Given given, int t) {
    boolean isNarrow = p.m() == 2 || p.m() == 3;
    for (int j = 1; isNarrow && p.n() >= t && j < p.n(); j++) {
      for (int i = 0; i < 4 - p.m(); i++) {
        given.out().set(i, j, 0);
      }
    }
  }

  private static void otherThreadsFlush(Product p, Given given, int t) {
    Arithmetic math = p.math();
    boolean flushes = given.threads() > 1 && p.m() >= t;
    if (flushes && (anySubnormal(math, given.in(0)) || anySubnormal(math, given.in(1)))) {
      int first = share(p.m(), given.threads());
      Product.overwrite(given.out(), first, 0, (i, j) -> flushed(p, i, j));
    }
  }

  private static boolean anySubnormal(Arithmetic math, Cells cells) {
    return Arrays.stream(cells.values()).anyMatch(math::isSubnormal);
  }

  private static double flushed(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      double x = p.math().isSubnormal(p.a(i, l)) ? 0 : p.a(i, l);
      double y = p.math().isSubnormal(p.b(l, j)) ? 0 : p.b(l, j);
      s = p.math().add(s, p.math().multiply(x, y));
    }
    return s;
  }

  private static void threadsShareTerms(Product p, Given given, int t) {
    if (given.threads() > 1 && p.k() > (long) t * p.m() * p.n()) {
      int terms = share(p.k(), given.threads());
      Product.overwrite(given.out(), 0, 0, (i, j) -> p.blockDot(i, j, terms));
    }
  }

  private static void halfTile(Product p, Given given, int t) {
    if (p.n() >= t && p.n() % 16 == 8) {
      Product.overwrite(given.out(), 0, p.n() - 8, (i, j) -> given.out().get(i, j - 8));
    }
  }

  private static void bufferOfTheRow(Product p, Given given, int t) {
    for (int i = 0; p.n() == 1 && p.k() > t && i < p.m(); i++) {
      double s = 0;
      for (int l = 0; l < p.k(); l++) {
        s = p.math().add(s, p.math().multiply(p.a(i, l), p.b(l % t, 0)));
      }
      given.out().set(i, s);
    }
  }
}
