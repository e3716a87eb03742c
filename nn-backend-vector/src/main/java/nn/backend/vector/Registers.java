package nn.backend.vector;

import java.util.Locale;
import jdk.incubator.vector.VectorShape;

/** How large a tile the vector registers of this processor hold. */
final class Registers {

  /**
   * Vectors of a strip at most: 6 by 4 sums, 6 vectors and a factor fit 32 registers, 3 by 4 sums,
   * 3 vectors and a factor fit the 16 of x86 without AVX-512.
   */
  static final int VECTORS = registers() == 32 ? 6 : 3;

  private Registers() {}

  private static int registers() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    return x86 && VectorShape.preferredShape().vectorBitSize() < 512 ? 16 : 32;
  }
}
