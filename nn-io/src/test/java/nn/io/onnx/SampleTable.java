package nn.io.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.Message;
import nn.core.Network;
import nn.core.activation.Relu;
import nn.core.random.RandomState;
import nn.core.training.Training;
import nn.io.table.CategoricalFeature;
import nn.io.table.CsvTable;
import nn.io.table.FeatureColumn;
import nn.io.table.MissingPolicy;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TablePredictions;
import nn.io.table.TableSpec;
import nn.io.table.Task;
import nn.io.table.UnknownPolicy;

/** Random records with numbers and categories, some of them missing, some unknown. */
final class SampleTable {
  /** A target for each task. */
  static final List<String> TARGETS = List.of("species", "alive", "price");

  private final CsvTable table;

  /**
   * Draws records.
   *
   * @param unknown whether there are categories that are not in other tables
   */
  SampleTable(int records, boolean unknown, RandomState random) throws IOException {
    String lines =
        IntStream.range(0, records)
            .mapToObj(i -> record(unknown, random))
            .collect(
                Collectors.joining("\n", "width,height,colour,size,species,alive,price\n", ""));
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    table = CsvTable.read("sample", new ByteArrayInputStream(bytes));
  }

  private static String record(boolean unknown, RandomState random) {
    String height = random.integer(0, 10) == 0 ? "" : String.valueOf(random.normal(170, 10));
    String colour = "colour é" + random.integer(0, 4);
    String size = random.integer(0, 10) == 0 ? "" : "size " + random.integer(0, unknown ? 8 : 5);
    return Message.of(
        "%s,%s,%s,%s,%s,%s,%s",
        random.normal(),
        height,
        colour,
        size,
        "species " + random.integer(0, 3),
        random.integer(0, 2) == 0 ? "no" : "yes",
        random.normal(1000, 300));
  }

  /** A model that has learnt one of the targets for a while. */
  TableModel fit(String target, Backend backend) {
    TableSpec spec =
        TableSpec.ofTarget(target)
            .ignored(TARGETS.stream().filter(other -> !other.equals(target)).toList())
            .policies(
                policies ->
                    policies
                        .missing("height", MissingPolicy.MEAN)
                        .missing("size", MissingPolicy.MOST_FREQUENT)
                        .unknown("size", UnknownPolicy.ZEROS));
    TableNetwork network = new TableNetwork(List.of(20), new Relu(), 0, true, 1);
    TableModel model = TableModel.fit(table, spec, network, Training.epochs(10).batch(50), backend);
    return model.target().task() == Task.BINARY ? model.withThreshold(0.45) : model;
  }

  /** What the model says of these records. */
  void write(TableModel model, SampleFolder folder) throws IOException {
    List<FeatureColumn> columns = model.encoding().features();
    folder.numbers(
        "features",
        IntStream.range(0, table.records() * columns.size())
            .mapToDouble(i -> feature(columns.get(i % columns.size()), i / columns.size()))
            .toArray());
    folder.numbers("encoded", model.encoding().encode(table).features());
    folder.standardiser(model.preparation().standardiser());
    TablePredictions predictions = model.predict(table);
    int records = table.records();
    switch (model.target().task()) {
      case REGRESSION -> {
        folder.scale(model.preparation().scale());
        folder.numbers("outputs", records(records, predictions::number));
      }
      case BINARY ->
          folder.numbers("outputs", records(records, i -> predictions.probability(i, 1)));
      case MULTICLASS -> {
        int classes = predictions.classes().size();
        folder.numbers(
            "outputs",
            records(records * classes, i -> predictions.probability(i / classes, i % classes)));
      }
    }
    if (model.target().task() != Task.REGRESSION) {
      folder.labels(
          IntStream.range(0, records).mapToObj(predictions::className).toList(), model.threshold());
    }
    try (Network network = model.network()) {
      folder.network(network);
    }
  }

  private static double[] records(int count, IntToDoubleFunction value) {
    return IntStream.range(0, count).mapToDouble(value).toArray();
  }

  /**
   * As the graph takes it: NaN for a missing cell, the index of a category, −1 for no known one.
   */
  private double feature(FeatureColumn column, int record) {
    String cell = table.cell(record, table.column(column.name()));
    if (cell.isEmpty()) {
      return Double.NaN;
    }
    return column instanceof CategoricalFeature categorical
        ? categorical.categories().indexOf(cell)
        : Double.parseDouble(cell);
  }
}
