package nn.core.data;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.metric.Predictions;
import nn.core.optimiser.Adam;
import nn.core.training.EarlyStopping;
import nn.core.training.Fit;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureSourceTest {
  private static final DataSet HELD = Moons.make(700, 0.2, 100);
  private static final double[] FEATURES = HELD.features();

  /** The same records, of which only targets are in memory. */
  private static DataSet read() {
    FeatureSource source =
        (record, count, target, offset) ->
            System.arraycopy(FEATURES, 2 * record, target, offset, 2 * count);
    return DataSet.ofSource(HELD.records(), source, 2, HELD.targets(), 1);
  }

  @Test
  void isTheDataSetThatItWouldBeInMemory() {
    DataSet read = read();
    assertEquals(HELD.fingerprint(), read.fingerprint());
    assertArrayEquals(FEATURES, read.features());
    assertEquals(HELD.feature(3, 1), read.feature(3, 1));
    int[] some = {5, 699, 5, 0};
    assertArrayEquals(HELD.select(some).features(), read.select(some).features());
    assertArrayEquals(
        HELD.select(some).select(1, 3).features(), read.select(some).select(1, 3).features());
  }

  @Test
  void isStandardisedAsInMemory() {
    Standardiser standardiser = Standardiser.fit(read());
    assertArrayEquals(Standardiser.fit(HELD).means(), standardiser.means());
    assertArrayEquals(Standardiser.fit(HELD).deviations(), standardiser.deviations());
    assertArrayEquals(standardiser.apply(HELD).features(), standardiser.apply(read()).features());
    assertArrayEquals(
        standardiser.apply(HELD).select(8, 2).features(),
        standardiser.apply(read()).select(8, 2).features());
  }

  static Stream<Training> trainings() {
    Training adam = Training.epochs(3).optimiser(new Adam(0.01)).seed(5);
    return Stream.of(
        adam,
        adam.batch(32),
        adam.batch(32).shards(3),
        adam.batch(32).accumulate(2),
        adam.batch(32).validationShare(0.2),
        adam.batch(600).validationShare(0.1).earlyStopping(EarlyStopping.patience(1)));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void trainsToTheBitsThatItWouldInMemory(Training training) {
    for (DType dtype : DType.values()) {
      try (Backend one = Backends.open("naive", BackendOptions.defaults().dtype(dtype).threads(1));
          Backend two = Backends.open("naive", BackendOptions.defaults().dtype(dtype).threads(2));
          Network held = network(one);
          Network read = network(two)) {
        Fit expected = held.fit(HELD, training);
        Fit actual = read.fit(read(), training);
        assertEquals(held.weightsSha256(), read.weightsSha256());
        assertEquals(expected.history().cost(2), actual.history().cost(2));
        assertEquals(expected.bestValue(), actual.bestValue());
        assertEquals(expected.state().counter("data"), actual.state().counter("data"));
        assertEquals(held.evaluate(HELD), read.evaluate(read()));
        Predictions predictions = read.predictions(read());
        assertEquals(held.predict(HELD.select(9).features(), 1)[0], predictions.output(9, 0));
      }
    }
  }

  private static Network network(Backend backend) {
    return Network.inputs(2).seed(1).dense(8, relu()).dense(1, sigmoid()).build(backend);
  }

  @Test
  void refusesWhatIsRefusedInMemory() {
    FeatureSource broken =
        (record, count, target, offset) -> {
          for (int i = 0; i < 2 * count; i++) {
            target[offset + i] = record + i / 2 == 6000 ? Double.NaN : 1;
          }
        };
    assertEquals(
        "data: features must be finite numbers: column 0 of record 6000 is NaN",
        message(() -> DataSet.ofSource(7000, broken, 2, new double[7000], 1)));
    assertEquals(
        "data: targets must hold 3 records of 1 numbers: 2 numbers given",
        message(() -> DataSet.ofSource(3, broken, 2, new double[2], 1)));
  }

  @Test
  void saysThatAllFeaturesAreTooManyForAnArray() {
    int records = 1 << 18;
    int inputs = 1 << 13;
    FeatureSource ones = (record, count, target, offset) -> {};
    Features features = new Features.Stored(ones, records, inputs);
    assertEquals(
        "data: the features do not fit in one array; select fewer records: 262144 records of 8192",
        message(features::toArray));
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
