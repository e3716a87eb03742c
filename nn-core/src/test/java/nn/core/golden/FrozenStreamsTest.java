package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.DoubleSupplier;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.random.Philox;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;

/**
 * Our own streams, frozen: a seed means the same bits in every release, on every JDK and machine.
 * The values themselves are compared with NumPy's and with published vectors elsewhere.
 */
class FrozenStreamsTest {

  @Test
  void uniforms() {
    assertEquals(
        "4d54c9172c3591126611bc91ae2e3012e24330232840262f3c718962a648830f",
        sha256(10_000, new RandomState(100)::uniform));
  }

  @Test
  void normals() {
    assertEquals(
        "a9a84ac3337a8a6a71938af08ec3a0ce6348a1cff97995b69da5ea03b630b3d7",
        sha256(10_000, new RandomState(100)::normal));
  }

  @Test
  void moons() {
    DataSet moons = Moons.make(1000, 0.2, 100);
    double[] features = moons.features();
    int[] next = new int[1];
    assertEquals(
        "e860b076a84c6d6d698779b3328fdeb780c866f5efb3816144bec5286e65533c",
        sha256(features.length, () -> features[next[0]++]));
  }

  @Test
  void dropoutUniforms() {
    double[] values = new double[10_001];
    new Philox(100).uniform(7, 3, 0, values, values.length);
    int[] next = new int[1];
    assertEquals(
        "407d11fd15217696012b86a8a6d5298d3d88bc61d1606c4553f560200c8bf174",
        sha256(values.length, () -> values[next[0]++]));
  }

  private static String sha256(int count, DoubleSupplier stream) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES);
    for (int i = 0; i < count; i++) {
      bytes.putDouble(stream.getAsDouble());
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
