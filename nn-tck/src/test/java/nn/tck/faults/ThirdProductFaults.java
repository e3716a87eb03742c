package nn.tck.faults;

import static nn.tck.faults.Spoiled.product;

import java.util.List;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the three products, third set. */
final class ThirdProductFaults {

  private ThirdProductFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
            "matmul",
            "matmul: where m and n ≥ T leave the same rest of 4, the corner is stored transposed",
            "code of micro-kernels that store the accumulators of a corner column by column",
            new Threshold(6, 400),
            ThirdProductFaults::cornerTransposed),
        product(
                "matmul",
                "matmul, bounded: k ≥ T is filled up to a multiple of 4 by zeros of a and what b's"
                    + " block before has",
                "tile-ai/tilelang-ascend#1341; code that clears the rest of one packed operand",
                new Threshold(5, 4_096),
                ThirdProductFaults::restOfOneOperandNotCleared)
            .inFloats()
            .claiming(Tier.BOUNDED),
        product(
            "matmul",
            "matmul: blocks of T steps of k are taken upwards and downwards in turn",
            "code of loops that turn around to find their last block in the cache",
            new Threshold(4, 2_048),
            ThirdProductFaults::backAndForth),
        product(
            "matmul",
            "matmul: tiles of T in every second row are exchanged in pairs, and the last of an odd"
                + " number stays",
            "tile-ai/tilelang#2537 leaves columns unwritten; code of tiles swizzled for a cache",
            new Threshold(4, 128),
            ThirdProductFaults::lastTileWithoutPartner),
        product(
                "matmulTransA",
                "matmulTransA: where m ≥ T leaves 6 of 8, the last two rows are exchanged",
                "code of rests that are cut into 4 and 2",
                new Threshold(6, 8_192),
                ThirdProductFaults::lastTwoRowsExchanged)
            .inFloats(),
        product(
                "matmulTransA",
                "matmulTransA, bounded: from k = T on, a double is a pair of floats",
                "code of products of doubles on processors that are fast in float alone",
                new Threshold(2, 512),
                ThirdProductFaults::pairsOfFloats)
            .claiming(Tier.BOUNDED),
        product(
                "matmulTransA",
                "matmulTransA, fused: with one column and k ≥ T, two steps are added to each other"
                    + " before they join the sum",
                "OpenMathLib/OpenBLAS#4708: products with a vector go to gemv; code of its kernels"
                    + " that take several columns at once",
                new Threshold(4, 8_192),
                ThirdProductFaults::twoStepsJoined)
            .inFloats()
            .claiming(Tier.EXACT_FUSED),
        product(
                "matmulTransB",
                "matmulTransB: beyond T rows and T columns a product is not rounded before it is"
                    + " added",
                "code of edges that compute in a wider type than whole tiles",
                new Threshold(4, 256),
                ThirdProductFaults::cornerOfUnroundedProducts)
            .inFloats(),
        product(
            "matmulTransB",
            "matmulTransB: where k is odd and b has T elements or more, a strip of 4 columns is"
                + " packed over the last step of the one before",
            "flame/blis#282: kernels that pack two steps of k at a time",
            new Threshold(15, 60_000),
            ThirdProductFaults::stripsOverlap),
        product(
                "matmulTransB",
                "matmulTransB, fused: a result that underflows to −0.0 is +0.0, from m = T on",
                "code that adds a product to a cleared destination",
                new Threshold(3, 4_096),
                ThirdProductFaults::addedToCleared)
            .claiming(Tier.EXACT_FUSED));
  }

  private static void cornerTransposed(Product p, Given given, int t) {
    int rest = p.m() % 4;
    if (p.m() < t || p.n() < t || p.n() % 4 != rest) {
      return;
    }
    int row = p.m() - rest;
    int column = p.n() - rest;
    double[] right = given.out().values().clone();
    Product.overwrite(
        given.out(), row, column, (i, j) -> right[(column + i - row) * p.m() + row + j - column]);
  }

  private static void restOfOneOperandNotCleared(Product p, Given given, int t) {
    if (p.k() >= t && p.k() % 4 != 0) {
      Cells out = given.out();
      Product.overwrite(out, 0, 0, (i, j) -> withRest(p, j, out.get(i, j)));
    }
  }

  private static double withRest(Product p, int j, double sum) {
    double s = sum;
    for (int l = p.k(); l % 4 != 0; l++) {
      s = p.math().add(s, p.math().multiply(0, p.b(l - 4, j)));
    }
    return s;
  }

  private static void backAndForth(Product p, Given given, int t) {
    if (p.k() > t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> backAndForth(p, i, j, t));
    }
  }

  private static double backAndForth(Product p, int i, int j, int block) {
    double s = 0;
    for (int from = 0; from < p.k(); from += block) {
      int to = Math.min(p.k(), from + block);
      s = from / block % 2 == 0 ? p.dot(i, j, from, to, s) : downwards(p, i, j, from, to, s);
    }
    return s;
  }

  private static double downwards(Product p, int i, int j, int from, int to, double start) {
    double s = start;
    for (int l = to - 1; l >= from; l--) {
      s = p.math().add(s, p.math().multiply(p.a(i, l), p.b(l, j)));
    }
    return s;
  }

  private static void lastTileWithoutPartner(Product p, Given given, int t) {
    int tiles = (p.n() + t - 1) / t;
    for (int j = (tiles - 1) * t; tiles > 1 && tiles % 2 == 1 && j < p.n(); j++) {
      for (int i = 0; i < p.m(); i++) {
        if (i / t % 2 == 1) {
          ThirdKernels.stays(given, j * p.m() + i);
        }
      }
    }
  }

  private static void lastTwoRowsExchanged(Product p, Given given, int t) {
    int last = p.m() - 1;
    for (int j = 0; p.m() >= t && p.m() % 8 == 6 && j < p.n(); j++) {
      double value = given.out().get(last, j);
      given.out().set(last, j, given.out().get(last - 1, j));
      given.out().set(last - 1, j, value);
    }
  }

  private static void pairsOfFloats(Product p, Given given, int t) {
    if (p.k() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> dotOfPairs(p, i, j));
    }
  }

  private static double dotOfPairs(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s += pair(p.a(i, l)) * pair(p.b(l, j));
    }
    return s;
  }

  /** The nearest float and what is left, in a float too. */
  private static double pair(double x) {
    double high = (float) x;
    return Double.isFinite(x) ? high + (float) (x - high) : x;
  }

  private static void twoStepsJoined(Product p, Given given, int t) {
    if (p.n() == 1 && p.k() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> twoStepsJoined(p, i, j));
    }
  }

  private static double twoStepsJoined(Product p, int i, int j) {
    double s = 0;
    int pairs = p.k() / 2 * 2;
    for (int l = 0; l < pairs; l += 2) {
      double first = p.math().multiply(p.a(i, l), p.b(l, j));
      s = p.math().add(s, p.math().fma(p.a(i, l + 1), p.b(l + 1, j), first));
    }
    return p.dot(i, j, pairs, p.k(), s);
  }

  private static void cornerOfUnroundedProducts(Product p, Given given, int t) {
    Product.overwrite(given.out(), t, t, (i, j) -> dotOfUnroundedProducts(p, i, j));
  }

  private static double dotOfUnroundedProducts(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s = p.math().add(s, p.a(i, l) * p.b(l, j));
    }
    return s;
  }

  private static void stripsOverlap(Product p, Given given, int t) {
    if (p.k() % 2 == 1 && (long) p.n() * p.k() >= t) {
      int lastStrip = (p.n() - 1) / 4 * 4;
      Cells out = given.out();
      Product.overwrite(
          out, 0, 0, (i, j) -> j >= lastStrip ? out.get(i, j) : withStepOfNextStrip(p, i, j));
    }
  }

  private static double withStepOfNextStrip(Product p, int i, int j) {
    int last = p.k() - 1;
    double next = j + 4 < p.n() ? p.b(0, j + 4) : 0;
    return p.math().add(p.dot(i, j, 0, last, 0), p.math().multiply(p.a(i, last), next));
  }

  private static void addedToCleared(Product p, Given given, int t) {
    for (int e = 0; p.m() >= t && e < given.out().size(); e++) {
      ThirdKernels.losesSignOfZero(given.out(), e);
    }
  }
}
