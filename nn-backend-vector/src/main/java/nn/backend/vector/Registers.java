package nn.backend.vector;

import java.util.Locale;
import jdk.incubator.vector.VectorShape;

/** How many vector registers this processor has, and what follows from it. */
final class Registers {

  /**
   * Whether there are 16, as x86 has without AVX-512, and not 32. They hold 3 by 4 sums, 3 vectors
   * and a factor; 32 hold 3 by 8 sums. In both a vector of {@code a} serves as many columns as may
   * be: of 6 by 4 sums, twice as many vectors of a step do not stay in the first-level cache.
   */
  static final boolean FEW = few();

  private Registers() {}

  /**
   * From how many multiply-adds on a product is computed from packed operands: soon where factors
   * are packed by vectors. Where they are transposed it depends. Of 16 registers, 3 by 4 separate
   * sums need one more than there are; fused, 2 by 4 sums, as are packed, are just enough for the
   * multipliers of a core.
   */
  static long worthPacking(boolean fused, boolean transposes) {
    if (!transposes) {
      return 1L << 19;
    }
    if (FEW) {
      return 1L << (fused ? 27 : 20);
    }
    return 1L << 26;
  }

  private static boolean few() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    return x86 && VectorShape.preferredShape().vectorBitSize() < 512;
  }
}
