package nn.io.malformed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jazzer looks for bytes that a reader neither reads nor refuses as it should. The first byte says
 * which reader, the others are the file; of a model the digest is made right.
 */
class ReadersFuzzTest {
  private static final int MOST_SEED = 5000; // bytes

  /** A short file of each class, and some without a fault, to begin with. */
  private static Stream<Arguments> seeds() {
    MalformedFiles all = MalformedFiles.all();
    Stream<byte[]> malformed =
        all.classes().entrySet().stream()
            .map(faults -> seed(all.reader(faults.getKey()), faults.getValue().get(0)));
    Stream<byte[]> right =
        Stream.of(
            seed(Reader.MODEL, MalformedModels.model()),
            seed(Reader.CHECKPOINT, MalformedModels.checkpoint()),
            seed(Reader.SAFETENSORS, MalformedModels.model()),
            seed(Reader.IDX, MalformedIdx.images(3)),
            seed(Reader.NPY, MalformedNumpy.array(9)),
            seed(Reader.NPZ, new Zip(Map.of("a.npy", MalformedNumpy.array(9))).stored()),
            seed(Reader.TORCH, MalformedTorch.right()));
    return Stream.concat(malformed, right)
        .filter(seed -> seed.length <= MOST_SEED)
        .map(Arguments::arguments);
  }

  private static byte[] seed(Reader reader, byte[] file) {
    return Bytes.join(new byte[] {(byte) reader.ordinal()}, file);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  @DisabledIfSystemProperty(named = "nn.soak", matches = "true")
  void forAMinute(byte[] input) throws IOException {
    read(input);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1h")
  @EnabledIfSystemProperty(named = "nn.soak", matches = "true")
  void forAnHour(byte[] input) throws IOException {
    read(input);
  }

  private static void read(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    Reader reader = Reader.values()[(input[0] & 0xff) % Reader.values().length];
    byte[] file = Arrays.copyOfRange(input, 1, input.length);
    Path path = Files.createTempFile("fuzz", ".file");
    try {
      Files.write(path, reader.isSigned() ? Container.signed(file) : file);
      reader.read(path);
    } catch (RuntimeException refused) {
      if (!reader.isRefusal(refused)) {
        throw refused;
      }
    } finally {
      Files.delete(path);
    }
  }
}
