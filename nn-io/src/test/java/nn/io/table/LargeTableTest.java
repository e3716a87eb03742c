package nn.io.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.optimiser.Adam;
import nn.core.random.Philox;
import nn.core.training.Training;
import nn.io.file.FileFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeTableTest {
  private static final int RECORDS = 3000;
  private static final int SEED = 100;
  private static final TableNetwork NETWORK =
      new TableNetwork(List.of(8), new nn.core.activation.Relu(), 0, false, 1);
  private static final Training TRAINING =
      Training.epochs(2).batch(32).seed(7).optimiser(new Adam(0.01));

  private final Backend backend = Backends.open("naive");

  @TempDir Path folder;

  @AfterEach
  void close() {
    backend.close();
  }

  /** Sorted by class; numbers, missing ones too, and categories. */
  private static Table table() {
    return table(RECORDS);
  }

  private static Table table(int records) {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("x,y,colour,kind,half,price\n");
    for (int record = 0; record < records; record++) {
      int kind = 3 * record / records;
      double x = kind + random.nextGaussian() / 2;
      double y = random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian();
      csv.append(
          String.format(
              Locale.ROOT,
              "%.3f,%s,%s,%s,%s,%.3f\n",
              x,
              Double.isNaN(y) ? "" : String.format(Locale.ROOT, "%.2f", y),
              List.of("red", "green", "blue").get(random.nextInt(3)),
              List.of("a", "b", "c").get(kind),
              2 * record < records ? "no" : "yes",
              x * x));
    }
    try {
      return CsvTable.read(
          "table.csv", new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static TableSpec spec(String target) {
    return TableSpec.ofTarget(target)
        .ignored(Stream.of("kind", "half", "price").filter(n -> !n.equals(target)).toList())
        .policies(policies -> policies.missing(MissingPolicy.MEAN));
  }

  private static int[] tests(boolean test) {
    Philox philox = new Philox(SEED);
    double[] uniform = new double[1];
    return IntStream.range(0, RECORDS)
        .filter(
            record -> {
              philox.uniform(0, 0, record, uniform, 1);
              return (uniform[0] < 0.2) == test;
            })
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "half", "price"})
  void trainsToTheBitsThatItWouldInMemory(String target) throws IOException {
    Table table = table();
    TableEncoding encoding = TableEncoding.fit(table, spec(target));
    DataSet all = encoding.encode(table);
    DataSet train = all.select(tests(false));
    DataSet test = all.select(tests(true));
    TablePreparation preparation = TablePreparation.fit(encoding, train);
    try (LargeTable large = LargeTable.encode(TableSource.of(table), spec(target), folder);
        Network expected = NETWORK.build(encoding, backend)) {
      expected.fit(preparation.apply(train), TRAINING.validation(preparation.apply(test)));
      DataSet.Split split = large.split(0.2, SEED);
      assertArrayEquals(train.features(), split.train().features());
      assertArrayEquals(test.targets(), split.test().targets());
      try (TableModel model = large.fit(split, NETWORK, TRAINING, backend);
          Network actual = model.network()) {
        assertEquals(expected.weightsSha256(), actual.weightsSha256());
        assertEquals( // what stands for missing cells
            preparation.encoding().features().get(1), model.encoding().features().get(1));
        double accuracy = actual.evaluate(model.preparation().apply(split.test())).accuracy();
        assertTrue(target.equals("price") || accuracy > 0.75, "accuracy " + accuracy);
      }
    }
  }

  @Test
  void leavesNoFileBehind() throws IOException {
    LargeTable large = LargeTable.encode(TableSource.of(table()), spec("kind"), folder);
    DataSet records = large.records();
    assertEquals(RECORDS, records.records());
    large.close();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
    FileFormatException closed =
        assertThrows(FileFormatException.class, () -> records.feature(0, 0));
    assertTrue(String.valueOf(closed.getMessage()).endsWith("; encode the table again [NN-201]"));
  }

  @Test
  void leavesNoFileBehindWhereARecordCannotBeEncoded() throws IOException {
    assertEquals(
        "table: table.csv: it has changed while it was read; read it again when nobody writes to it",
        message(TableException.class, () -> encode(new Changing(table(), table(RECORDS - 1)))));
    assertEquals(
        "table: table.csv: it has changed while it was read; read it again when nobody writes to it",
        message(TableException.class, () -> encode(new Changing(table(), table(RECORDS + 1)))));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  /** A table that is another when it is read again. */
  private static final class Changing implements TableSource {
    private Table table;
    private final Table later;

    Changing(Table table, Table later) {
      this.table = table;
      this.later = later;
    }

    @Override
    public String name() {
      return table.name();
    }

    @Override
    public List<String> header() {
      return table.header();
    }

    @Override
    public void forEachPart(int most, Consumer<Table> visitor) {
      TableSource.of(table).forEachPart(most, visitor);
      table = later;
    }
  }

  private LargeTable encode(TableSource source) {
    return LargeTable.encode(source, spec("kind"), folder);
  }

  @Test
  void saysWhatIsWrongWithTheFolderAndTheSplit() {
    Path missing = folder.resolve("missing");
    String message =
        message(
            FileFormatException.class,
            () -> LargeTable.encode(TableSource.of(table()), spec("kind"), missing));
    assertTrue(
        message.startsWith(
            "encode: " + missing + ": the temporary file of encoded records cannot be written ("),
        message);
    assertTrue(message.endsWith("); make room, or name another folder [NN-210]"), message);
    try (LargeTable large = encode(TableSource.of(table()))) {
      assertEquals(
          "split: test share must be above 0 and below 1: 1.0",
          message(IllegalArgumentException.class, () -> large.split(1, SEED)));
      assertEquals(
          "split: both parts must have a record; choose another share or seed: 3000 records, share"
              + " 1.0E-9, seed 100 give 3000 and 0",
          message(IllegalArgumentException.class, () -> large.split(1e-9, SEED)));
    }
  }

  private static String message(
      Class<? extends Exception> type, org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(type, call).getMessage());
  }
}
