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
   * Whether any product is packed. Of 32 registers, separate sums keep the multipliers busy for so
   * long that loads and indices wait for them: packing saves nothing.
   */
  static boolean packs(boolean fused) {
    return FEW || fused;
  }

  /**
   * Whether a product is faster from packed operands, if any is. Where factors are packed by
   * vectors it soon is. Transposed, each costs as much as some multiply-adds, which the vectors of
   * the destination's rows must save: 20 of them do. Of 16 registers, 3 by 4 separate sums need one
   * more than there are, so that packing pays early; fused, 2 by 4 sums, as are packed, are just
   * enough for the multipliers of a core, so that it pays late.
   *
   * @param vectors of the destination's rows
   * @param transposes whether factors are packed element by element
   */
  static boolean worthPacking(boolean fused, long multiplyAdds, int vectors, boolean transposes) {
    if (!packs(fused)) {
      return false;
    }
    if (!transposes) {
      return multiplyAdds >= 1 << 19;
    }
    if (FEW) {
      return multiplyAdds >= 1 << (fused ? 27 : 20);
    }
    return vectors >= 20 && multiplyAdds >= 1 << 20;
  }

  private static boolean few() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    return x86 && VectorShape.preferredShape().vectorBitSize() < 512;
  }
}
