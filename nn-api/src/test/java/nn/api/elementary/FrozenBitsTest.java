package nn.api.elementary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trained networks depend on each bit of these functions, so none may change from one release, JVM
 * or processor to another. Whoever writes them down in another language can check it by the same
 * hashes.
 *
 * <p>Of 2¹⁷ numbers {@code r} of SplitMix64 from state 0 (G. L. Steele, D. Lea, C. H. Flood, Fast
 * Splittable Pseudorandom Number Generators, OOPSLA 2014), the first, third, … are bit patterns of
 * arguments, of which FLOAT32 takes the upper half; the others give arguments {@code (r >> 11) ·
 * 2⁻⁴⁸} in [−16, 16), in FLOAT32 rounded. The hash is the first half of SHA-256 over the bits of
 * the results, the more significant bytes first, every NaN as Java's.
 */
class FrozenBitsTest {

  private static final int NUMBERS = 1 << 17;

  @ParameterizedTest
  @EnumSource
  void theBitsOfFloat64AreTheFrozenOnes(Elementary f) {
    String expected =
        switch (f) {
          case EXP -> "e2c8aced8adfe33a4724c57194922ef7";
          case LOG -> "1ced0fa109785603e0a0d9c0f01f203f";
          case LOG1P -> "ebab790ea9235ae69fc7bd5725867d86";
          case TANH -> "13622a03ab3849f80707c2c379fbb8f8";
          case SIGMOID -> "e7d19c397afee3d41af9abda3feff989";
          case SOFTPLUS -> "74869d3406e419765561c47b22e69859";
        };
    ByteBuffer results = ByteBuffer.allocate(NUMBERS * Double.BYTES);
    each(
        r -> results.putLong(Double.doubleToLongBits(f.at(Double.longBitsToDouble(r)))),
        r -> results.putLong(Double.doubleToLongBits(f.at(uniform(r)))));
    assertEquals(expected, hash(results), f + " has other bits");
  }

  @ParameterizedTest
  @EnumSource
  void theBitsOfFloat32AreTheFrozenOnes(Elementary f) {
    String expected =
        switch (f) {
          case EXP -> "4711671025b8fa808a112a3d16a17e42";
          case LOG -> "c565b7dad4d5488260f1962e6a7471ce";
          case LOG1P -> "c1cd6920086041229442fbdbd977767a";
          case TANH -> "54a8e9359f28985a3a5010b540d519b9";
          case SIGMOID -> "4505be1c0601a85e3453447ea69f4d69";
          case SOFTPLUS -> "e1e84be17092a26fe126de2d6cd249ff";
        };
    ByteBuffer results = ByteBuffer.allocate(NUMBERS * Float.BYTES);
    each(
        r -> results.putInt(Float.floatToIntBits(f.at(Float.intBitsToFloat((int) (r >> 32))))),
        r -> results.putInt(Float.floatToIntBits(f.at((float) uniform(r)))));
    assertEquals(expected, hash(results), f + " has other bits");
  }

  private static void each(LongConsumer pattern, LongConsumer uniform) {
    long state = 0;
    for (int i = 0; i < NUMBERS; i++) {
      state += 0x9e3779b97f4a7c15L;
      long r = state;
      r = (r ^ (r >>> 30)) * 0xbf58476d1ce4e5b9L;
      r = (r ^ (r >>> 27)) * 0x94d049bb133111ebL;
      r ^= r >>> 31;
      (i % 2 == 0 ? pattern : uniform).accept(r);
    }
  }

  private static double uniform(long r) {
    return (r >> 11) * 0x1p-48;
  }

  private static String hash(ByteBuffer results) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(results.flip());
      return HexFormat.of().formatHex(sha256.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JVM has it
    }
  }
}
