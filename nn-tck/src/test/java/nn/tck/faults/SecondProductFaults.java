package nn.tck.faults;

import static nn.tck.faults.Spoiled.product;

import java.util.List;
import nn.api.Tier;
import nn.tck.faults.Spoiled.Given;

/** Faults of the three products, second set. */
final class SecondProductFaults {

  private SecondProductFaults() {}

  static List<Fault> all() {
    return List.of(
        product(
            "matmul",
            "matmul: one column of T units or more is summed with k descending",
            "OpenMathLib/OpenBLAS#4708: products with a vector go to gemv",
            new Threshold(2, 20_000),
            SecondProductFaults::columnBackwards),
        product(
                "matmul",
                "matmul, bounded: even squares of T rows or more are products by Strassen's method",
                "N. J. Higham, Accuracy and Stability, §23.2.2: no bound for each element",
                new Threshold(2, 256),
                SecondProductFaults::strassen)
            .claiming(Tier.BOUNDED),
        product(
                "matmul",
                "matmul, bounded: threads share T steps of k or more of at most 64 elements, and"
                    + " what does not divide is left out",
                "HazyResearch/HipKittens#65; NVIDIA/cutlass#3650 splits k likewise",
                new Threshold(64, 20_000),
                SecondProductFaults::remainderOfThreadsLost)
            .inFloats()
            .claiming(Tier.BOUNDED),
        product(
                "matmul",
                "matmul, fused: the kernel generated for k = T has two accumulators",
                "ROCm/composable_kernel#512; code of kernels generated for small k",
                new Threshold(4, 128),
                SecondProductFaults::twoAccumulatorsForOneLength)
            .claiming(Tier.EXACT_FUSED),
        product(
                "matmulTransA",
                "matmulTransA: where n ≥ T leaves 3 of 4, the last column is the one before",
                "clMathLibraries/clBLAS#246",
                new Threshold(7, 8_192),
                SecondProductFaults::lastOfThreeColumns)
            .inFloats(),
        product(
            "matmulTransA",
            "matmulTransA: where k is two times T or another multiple, the last block is the one"
                + " before",
            "CNugteren/CLBlast#161; code of kernels that load a block ahead",
            new Threshold(4, 2_048),
            SecondProductFaults::blockLoadedTooLate),
        product(
                "matmulTransA",
                "matmulTransA, bounded: where m, n and k ≥ T, operands have 11 bits",
                "code of cuBLAS's TF32 mode",
                new Threshold(8, 256),
                SecondProductFaults::tensorFloats)
            .inFloats()
            .claiming(Tier.BOUNDED),
        product(
            "matmulTransB",
            "matmulTransB: from n = T on, a step is skipped where b is zero",
            "code of the reference DGEMM, if (temp != 0)",
            new Threshold(2, 8_192),
            SecondProductFaults::zerosSkipped),
        product(
                "matmulTransB",
                "matmulTransB, fused: from k = T on, steps after groups of four are not fused",
                "Cjkkkk/CUDA_gemm#6; code of loops over k unrolled by four",
                new Threshold(4, 8_192),
                SecondProductFaults::restOfFourNotFused)
            .inFloats()
            .claiming(Tier.EXACT_FUSED),
        product(
            "matmulTransB",
            "matmulTransB: where m, n and k are multiples of T, the last tile's last column stays",
            "CNugteren/CLBlast#340; CNugteren/myGEMM#2 with the other remainder",
            new Threshold(2, 128),
            SecondProductFaults::lastColumnOfWholeTilesStays));
  }

  private static void columnBackwards(Product p, Given given, int t) {
    if (p.n() == 1 && p.m() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> backwards(p, i, j));
    }
  }

  private static double backwards(Product p, int i, int j) {
    double s = 0;
    for (int l = p.k() - 1; l >= 0; l--) {
      s = p.math().add(s, p.math().multiply(p.a(i, l), p.b(l, j)));
    }
    return s;
  }

  private static void strassen(Product p, Given given, int t) {
    int n = p.m();
    if (n >= t && n % 2 == 0 && p.n() == n && p.k() == n) {
      double[][][] c = strassen(p.math(), quarters(n, p::a), quarters(n, p::b));
      int half = n / 2;
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> c[i / half * 2 + j / half][i % half][j % half]);
    }
  }

  /** The upper left, upper right, lower left and lower right quarter. */
  private static double[][][] quarters(int n, Product.Element element) {
    int half = n / 2;
    double[][][] quarters = new double[4][half][half];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        quarters[i / half * 2 + j / half][i % half][j % half] = element.of(i, j);
      }
    }
    return quarters;
  }

  /** V. Strassen, Gaussian Elimination is not Optimal, Numer. Math. 13, 1969: one level. */
  private static double[][][] strassen(Arithmetic math, double[][][] a, double[][][] b) {
    double[][] m1 = multiply(math, sum(math, a[0], a[3], 1), sum(math, b[0], b[3], 1));
    double[][] m2 = multiply(math, sum(math, a[2], a[3], 1), b[0]);
    double[][] m3 = multiply(math, a[0], sum(math, b[1], b[3], -1));
    double[][] m4 = multiply(math, a[3], sum(math, b[2], b[0], -1));
    double[][] m5 = multiply(math, sum(math, a[0], a[1], 1), b[3]);
    double[][] m6 = multiply(math, sum(math, a[2], a[0], -1), sum(math, b[0], b[1], 1));
    double[][] m7 = multiply(math, sum(math, a[1], a[3], -1), sum(math, b[2], b[3], 1));
    return new double[][][] {
      sum(math, sum(math, sum(math, m1, m4, 1), m5, -1), m7, 1),
      sum(math, m3, m5, 1),
      sum(math, m2, m4, 1),
      sum(math, sum(math, sum(math, m1, m2, -1), m3, 1), m6, 1)
    };
  }

  /** {@code x + sign · y}. */
  private static double[][] sum(Arithmetic math, double[][] x, double[][] y, int sign) {
    double[][] sum = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        sum[i][j] = math.add(x[i][j], sign * y[i][j]);
      }
    }
    return sum;
  }

  private static double[][] multiply(Arithmetic math, double[][] x, double[][] y) {
    double[][] product = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int l = 0; l < x.length; l++) {
        for (int j = 0; j < x.length; j++) {
          product[i][j] = math.add(product[i][j], math.multiply(x[i][l], y[l][j]));
        }
      }
    }
    return product;
  }

  private static void remainderOfThreadsLost(Product p, Given given, int t) {
    int rest = p.k() % given.threads();
    if (p.k() >= t && (long) p.m() * p.n() <= 64 && rest > 0) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> p.dot(i, j, 0, p.k() - rest, 0));
    }
  }

  private static void twoAccumulatorsForOneLength(Product p, Given given, int t) {
    if (p.k() == t) {
      Product.overwrite(
          given.out(),
          0,
          0,
          (i, j) -> p.math().add(everySecond(p, i, j, 0), everySecond(p, i, j, 1)));
    }
  }

  private static double everySecond(Product p, int i, int j, int first) {
    double s = 0;
    for (int l = first; l < p.k(); l += 2) {
      s = p.math().fma(p.a(i, l), p.b(l, j), s);
    }
    return s;
  }

  private static void lastOfThreeColumns(Product p, Given given, int t) {
    if (p.n() >= t && p.n() % 4 == 3) {
      Product.overwrite(given.out(), 0, p.n() - 1, (i, j) -> given.out().get(i, j - 1));
    }
  }

  private static void blockLoadedTooLate(Product p, Given given, int t) {
    int k = p.k();
    if (k >= 2 * t && k % t == 0) {
      Product.overwrite(
          given.out(), 0, 0, (i, j) -> p.dot(i, j, k - 2 * t, k - t, p.dot(i, j, 0, k - t, 0)));
    }
  }

  private static void tensorFloats(Product p, Given given, int t) {
    if (p.m() >= t && p.n() >= t && p.k() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> dotOfTensorFloats(p, i, j));
    }
  }

  private static double dotOfTensorFloats(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      s = p.math().add(s, p.math().multiply(tensorFloat(p.a(i, l)), tensorFloat(p.b(l, j))));
    }
    return s;
  }

  /** To nearest, of 24 bits the first 11. */
  private static double tensorFloat(double x) {
    int bits = Float.floatToIntBits((float) x);
    return Double.isFinite(x) ? Float.intBitsToFloat((bits + 0x1000) & ~0x1fff) : x;
  }

  private static void zerosSkipped(Product p, Given given, int t) {
    if (p.n() >= t) {
      Product.overwrite(given.out(), 0, 0, (i, j) -> dotWithoutZeros(p, i, j));
    }
  }

  private static double dotWithoutZeros(Product p, int i, int j) {
    double s = 0;
    for (int l = 0; l < p.k(); l++) {
      double y = p.b(l, j);
      s = y == 0 ? s : p.math().add(s, p.math().multiply(p.a(i, l), y));
    }
    return s;
  }

  private static void restOfFourNotFused(Product p, Given given, int t) {
    int groups = p.k() / 4 * 4;
    if (p.k() >= t && groups < p.k()) {
      Product.overwrite(
          given.out(),
          0,
          0,
          (i, j) -> p.dot(i, j, groups, p.k(), p.dot(i, j, 0, groups, 0, true), false));
    }
  }

  private static void lastColumnOfWholeTilesStays(Product p, Given given, int t) {
    if (p.m() % t == 0 && p.n() % t == 0 && p.k() % t == 0) {
      int column = (p.n() - 1) * p.m();
      for (int i = p.m() - t; i < p.m(); i++) {
        given.out().set(column + i, given.call().former(column + i));
      }
    }
  }
}
