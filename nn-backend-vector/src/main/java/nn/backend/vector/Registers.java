package nn.backend.vector;

import java.util.Locale;
import jdk.incubator.vector.VectorShape;

/** How large a tile the vector registers of this processor hold. */
final class Registers {

  /** Vectors of a strip at most, in either arithmetic. */
  static final int VECTORS = 6;

  private static final int REGISTERS = registers();

  private Registers() {}

  /**
   * Vectors of a strip. Fused, 6 by 4 sums, 6 vectors and a factor fit 32 registers; separate, a
   * product takes one more, and C2 inlines no more than 4 by 4 without fail. The 16 registers of
   * x86 without AVX-512 hold 3 by 4 sums, 3 vectors and a factor.
   */
  static int vectors(boolean fused) {
    if (REGISTERS == 16) {
      return 3;
    }
    return fused ? VECTORS : 4;
  }

  /**
   * From how many multiply-adds on a product is computed from packed operands, in tiles of 2 by 4.
   * A step's loads then need no check, and C2 does all of them before the first multiplication, for
   * which a tile of 3 by 4 leaves too few of 16 registers. Separate, 3 by 4 sums need one register
   * more than there are, so that this pays early; fused, 2 by 4 are just enough for the multipliers
   * of a core, so that it pays late.
   */
  static long worthPacking(boolean fused) {
    if (REGISTERS != 16) {
      return Long.MAX_VALUE;
    }
    return 1L << (fused ? 27 : 20);
  }

  private static int registers() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    return x86 && VectorShape.preferredShape().vectorBitSize() < 512 ? 16 : 32;
  }
}
