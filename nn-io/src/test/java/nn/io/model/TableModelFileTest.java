package nn.io.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.activation.Relu;
import nn.core.data.Standardiser;
import nn.core.training.Training;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonObject;
import nn.io.table.CategoricalFeature;
import nn.io.table.CsvTable;
import nn.io.table.FeatureColumn;
import nn.io.table.MissingPolicy;
import nn.io.table.NumericFeature;
import nn.io.table.Table;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TablePreparation;
import nn.io.table.TableSpec;
import nn.io.table.TargetColumn;
import nn.io.table.TargetScale;
import nn.io.table.Task;
import nn.io.table.UnknownPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableModelFileTest {
  private static final String PENGUINS =
      """
      bill,island,year,sex,mass
      39.1,Torgersen,2007,male,3750
      39.5,Torgersen,2008,female,3800
      ,Dream,2007,NA,3250
      36.7,Biscoe,2009,female,3450
      39.3,Dream,2008,male,3650
      38.9,Biscoe,2009,female,3625.5
      39.2,,2007,male,4675
      """;

  private final Backend backend = Backends.open("naive");

  @TempDir Path folder;

  @AfterEach
  void close() {
    backend.close();
  }

  private static Table table(String text) {
    try {
      return CsvTable.read(
          "a.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static TableSpec spec(String target) {
    return TableSpec.ofTarget(target)
        .categorical(List.of("year"))
        .policies(
            policies ->
                policies
                    .missing(MissingPolicy.MEAN)
                    .missing("year", MissingPolicy.REFUSE)
                    .missingCells(List.of("", "NA", "ü"))
                    .unknown("island", UnknownPolicy.ZEROS));
  }

  private TableModel fitted(Table table, TableSpec spec) {
    return TableModel.fit(
        table, spec, TableNetwork.usual(), Training.epochs(20).learningRate(0.001), backend);
  }

  private Path saved(TableModel model) {
    Path file = folder.resolve("a.safetensors");
    ModelFile.save(file, model);
    return file;
  }

  private void keeps(Table table, TableSpec spec) {
    try (TableModel model = fitted(table, spec);
        TableModel opened = ModelFile.openTable(saved(model), backend)) {
      assertEquals(model.predict(table).toString(), opened.predict(table).toString());
      assertArrayEquals(
          model.predict(model.encoding().encode(table)),
          opened.predict(opened.encoding().encode(table)));
      assertEquals(describe(model.preparation()), describe(opened.preparation()));
      assertEquals(model.threshold(), opened.threshold());
    }
  }

  /** All that a preparation is, as text. */
  private static String describe(TablePreparation preparation) {
    StringBuilder text = new StringBuilder();
    TableEncoding encoding = preparation.encoding();
    for (FeatureColumn column : encoding.features()) {
      text.append(column.name()).append(column.missing()).append(column.indicated());
      text.append(column.inputs());
      text.append(
          column instanceof CategoricalFeature category
              ? "" + category.categories() + category.fill() + category.unknown()
              : "" + ((NumericFeature) column).fill());
    }
    TargetColumn target = encoding.target();
    text.append(target.name()).append(target.task()).append(target.classes());
    text.append(List.of(encoding.missingCells())).append(preparation.scale());
    for (int i = 0; i < preparation.standardiser().means().length; i++) {
      text.append(preparation.standardiser().means()[i]).append(' ');
      text.append(preparation.standardiser().deviations()[i]).append(' ');
    }
    return text.toString();
  }

  @Test
  void aModelOfSeveralClassesIsKept() {
    keeps(CsvTable.read(Path.of("../examples/data/iris.csv")), TableSpec.ofTarget("species"));
  }

  @Test
  void missingCellsCategoriesAndANumberToLearnAreKept() {
    keeps(table(PENGUINS), spec("mass"));
  }

  @Test
  void twoClassesAndTheirThresholdAreKept() {
    Table table = table(PENGUINS.replace("NA", "male"));
    keeps(table, spec("sex"));
    try (TableModel model = fitted(table, spec("sex"));
        TableModel opened = ModelFile.openTable(saved(model.withThreshold(0.3)), backend)) {
      assertEquals(0.3, opened.threshold());
      assertEquals(List.of("female", "male"), opened.target().classes());
    }
  }

  @Test
  void theFileSaysWhatItsColumnsAre() {
    try (TableModel model = fitted(table(PENGUINS), spec("mass"))) {
      Path file = saved(model);
      JsonObject json = ModelDocument.read(new FileSource("open", file)).model();
      assertEquals(
          "[{\"name\":\"bill\",\"type\":\"number\",\"missing\":\"mean\",\"fill\":38.78333333333333,\"indicated\":true},"
              + "{\"name\":\"island\",\"type\":\"category\",\"categories\":[\"Biscoe\",\"Dream\",\"Torgersen\"],"
              + "\"missing\":\"most-frequent\",\"fill\":\"Biscoe\",\"indicated\":true,\"unknown\":\"zeros\"},"
              + "{\"name\":\"year\",\"type\":\"category\",\"categories\":[\"2007\",\"2008\",\"2009\"],"
              + "\"missing\":\"refuse\",\"unknown\":\"refuse\"},"
              + "{\"name\":\"sex\",\"type\":\"category\",\"categories\":[\"female\",\"male\"],"
              + "\"missing\":\"most-frequent\",\"fill\":\"female\",\"indicated\":true,\"unknown\":\"refuse\"}]",
          json.objects("columns").stream()
              .map(JsonObject::toString)
              .toList()
              .toString()
              .replace("}, {", "},{"));
      assertEquals(List.of("", "NA", "ü"), json.texts("missing-cells"));
      assertEquals("{\"name\":\"mass\",\"task\":\"regression\"}", json.object("target").toString());
      assertNotNull(ModelFile.read(file).preparation());
    }
  }

  @Test
  void aNetworkAloneIsNoModelOfATable() {
    Path file = folder.resolve("a.safetensors");
    try (Network network = Models.moons(backend)) {
      ModelFile.save(file, network);
    }
    assertNull(ModelFile.read(file).preparation());
    FileFormatException refused =
        assertThrows(FileFormatException.class, () -> ModelFile.openTable(file, backend));
    assertEquals(
        "open: "
            + file
            + ": it is a network alone, which knows no columns; open it as a network, or save a"
            + " model of a table [NN-209]",
        refused.getMessage());
  }

  @Test
  void theNetworkOfATableOpensAlone() {
    try (TableModel model = fitted(table(PENGUINS), spec("mass"));
        Network inside = model.network();
        Network network = ModelFile.open(saved(model), backend)) {
      assertEquals(inside.weightsSha256(), network.weightsSha256());
    }
  }

  /** As many columns as a CSV file may have, each with all that a column of numbers says. */
  @Test
  void asManyColumnsAsATableMayHaveAreSavedAndOpened() {
    int columns = 100_000;
    List<FeatureColumn> features =
        IntStream.range(0, columns)
            .mapToObj(
                column ->
                    (FeatureColumn)
                        new NumericFeature(
                            "gene " + column, MissingPolicy.MEAN, column / 7.0, false))
            .toList();
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    TablePreparation preparation =
        new TablePreparation(
            TableEncoding.of(
                features, TargetColumn.of("mass", Task.REGRESSION, List.of()), List.of("")),
            Standardiser.of(new double[columns], ones),
            TargetScale.NONE);
    TableNetwork linear = new TableNetwork(List.of(), new Relu(), 0, false, 1);
    Path file = folder.resolve("wide");
    try (TableModel model =
        TableModel.of(preparation, linear.build(preparation.encoding(), backend))) {
      ModelFile.save(file, model);
    }
    try (TableModel opened = ModelFile.openTable(file, backend)) {
      assertEquals(features, opened.encoding().features());
    }
  }

  private void refused(
      FileProblem problem,
      String message,
      UnaryOperator<String> model,
      UnaryOperator<Map<String, NumberArray>> arrays)
      throws IOException {
    try (TableModel fitted = fitted(table(PENGUINS), spec("mass"))) {
      Path file = saved(fitted);
      ModelDocument document = ModelDocument.read(new FileSource("open", file));
      JsonObject changed = JsonObject.parse(model.apply(document.model().toString()));
      Map<String, NumberArray> others = arrays.apply(new LinkedHashMap<>(document.arrays()));
      Files.write(file, new ModelDocument(changed, null, others).toBytes());
      FileFormatException refused =
          assertThrows(FileFormatException.class, () -> ModelFile.openTable(file, backend));
      assertEquals("open: " + file + ": " + message, refused.getMessage());
      assertEquals(problem, refused.problem());
    }
  }

  private void refusedModel(FileProblem problem, String message, UnaryOperator<String> model)
      throws IOException {
    refused(problem, message, model, UnaryOperator.identity());
  }

  @Test
  void whatContradictsItselfIsRefused() throws IOException {
    String before = "what it says of tables does not fit together: ";
    String after = "; save it again with what wrote it [NN-209]";
    refusedModel(
        FileProblem.INCONSISTENT,
        before + "encode: columns must have different names: two are 'year'" + after,
        model -> model.replace("\"name\":\"bill\"", "\"name\":\"year\""));
    refusedModel(
        FileProblem.INCONSISTENT,
        before
            + "prepare: the encoding and the standardiser must have as many inputs: 13 and 12"
            + after,
        model -> model.replace("[\"female\",\"male\"]", "[\"female\",\"male\",\"other\"]"));
    refusedModel(
        FileProblem.MALFORMED,
        "model: member 'missing' is unknown: 'median'; save it again with what wrote it [NN-205]",
        model -> model.replace("\"missing\":\"mean\"", "\"missing\":\"median\""));
    refusedModel(
        FileProblem.MALFORMED,
        "model: member 'type' is unknown: 'date'; save it again with what wrote it [NN-205]",
        model -> model.replace("\"type\":\"number\"", "\"type\":\"date\""));
    refused(
        FileProblem.INCONSISTENT,
        before + "'target.deviation' must be F64 of one dimension: null" + after,
        UnaryOperator.identity(),
        arrays -> {
          arrays.remove("target.deviation");
          return arrays;
        });
    refused(
        FileProblem.INCONSISTENT,
        before
            + "scale: the mean of the target must be finite, its deviation a number above 0: NaN and"
            + " 1.0"
            + after,
        UnaryOperator.identity(),
        arrays -> {
          arrays.put("target.mean", NumberArray.ofDoubles(new double[] {Double.NaN}, 1));
          arrays.put("target.deviation", NumberArray.ofDoubles(new double[] {1}, 1));
          return arrays;
        });
  }
}
