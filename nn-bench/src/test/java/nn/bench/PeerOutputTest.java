package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines are of the programs themselves. */
class PeerOutputTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numpy 2-25-100-100-10-1 n=1000 float64 epochs=1000 4.001s 250 ep/s cost=0.4086 acc=0.8720"
            + " | 250 | 0.872",
        "torch fmnist torch.float32 bs=128 sgd epoch 0: 1.26s 47700 samples/s test acc 0.8012"
            + " | 47700 | 0.8012",
        "nn moons naive FLOAT64 threads=1 33 iterations/s cost 0.5 acc 0.8830 | 33 | 0.883",
        "dl4j moons 2-25-100-100-10-1 DOUBLE 132 ep/s score 0.0727 | 132 | ",
        "sklearn fmnist float32 33500 samples/s | 33500 | ",
        "smile predict 0.440 us/record | 0.44 | ",
      })
  void readsARate(String line, double rate, Double accuracy) {
    PeerOutput output = PeerOutput.parse(line);
    assertEquals(Map.of("", rate), output.values());
    assertEquals(
        accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy), output.accuracy());
  }

  @Test
  void theFirstOfSeveralIsAWarmUpAndTheLastAccuracyCounts() {
    PeerOutput output =
        PeerOutput.parse(
            """
            WARNING: something else
            nn fashion naive FLOAT32 threads=1 adam epoch 1 10 samples/s acc 0.7
            nn fashion naive FLOAT32 threads=1 adam epoch 2 20 samples/s acc 0.8
            nn fashion naive FLOAT32 threads=1 adam epoch 3 30 samples/s acc 0.9
            """);
    assertEquals(Map.of("", 25.0), output.values());
    assertEquals(OptionalDouble.of(0.9), output.accuracy());
  }

  @Test
  void productsHaveAValueForEachSizeAndType() {
    PeerOutput output = PeerOutput.parse("16 np f64 12.5 f32 15.0 GF\n1024 torch f64 100 f32 200");
    assertEquals(
        Map.of(
            "FLOAT64 n = 16", 12.5,
            "FLOAT32 n = 16", 15.0,
            "FLOAT64 n = 1024", 100.0,
            "FLOAT32 n = 1024", 200.0),
        output.values());
  }

  @Test
  void nothingIsFoundInOtherText() {
    assertTrue(PeerOutput.parse("Traceback (most recent call last):").values().isEmpty());
  }
}
