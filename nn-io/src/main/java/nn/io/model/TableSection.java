package nn.io.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import nn.api.Message;
import nn.core.Network;
import nn.core.data.Standardiser;
import nn.io.array.ElementType;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;
import nn.io.table.CategoricalFeature;
import nn.io.table.FeatureColumn;
import nn.io.table.MissingPolicy;
import nn.io.table.NumericFeature;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TablePreparation;
import nn.io.table.TargetColumn;
import nn.io.table.TargetScale;
import nn.io.table.Task;
import nn.io.table.UnknownPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says of tables: columns and target as JSON, the numbers of scales as arrays.
 *
 * @param preparation how cells become inputs, and outputs numbers
 * @param threshold of the second class's probability
 */
record TableSection(TablePreparation preparation, double threshold) {
  static final String COLUMNS = "columns";
  static final String MISSING_CELLS = "missing-cells";
  static final String TARGET = "target";

  /** The names of its arrays. */
  static final List<String> NAMES =
      List.of("preprocessing.mean", "preprocessing.deviation", "target.mean", "target.deviation");

  private static final String NAME = "name";
  private static final String TYPE = "type";
  private static final String NUMBER = "number";
  private static final String CATEGORY = "category";
  private static final String CATEGORIES = "categories";
  private static final String MISSING = "missing";
  private static final String FILL = "fill";
  private static final String INDICATED = "indicated";
  private static final String UNKNOWN = "unknown";
  private static final String TASK = "task";
  private static final String CLASSES = "classes";
  private static final String THRESHOLD = "threshold";

  /** That of a model. */
  static TableSection of(TableModel model) {
    return new TableSection(model.preparation(), model.threshold());
  }

  /** The members of a model that describe it. */
  JsonObject describe() {
    TableEncoding encoding = preparation.encoding();
    TargetColumn column = encoding.target();
    JsonObject target =
        JsonObject.EMPTY.with(NAME, column.name()).with(TASK, EnumJson.write(column.task()));
    if (column.task() != Task.REGRESSION) {
      target = target.with(CLASSES, column.classes());
    }
    if (column.task() == Task.BINARY) {
      target = target.with(THRESHOLD, threshold);
    }
    return JsonObject.EMPTY
        .with(COLUMNS, encoding.features().stream().map(TableSection::describe).toList())
        .with(MISSING_CELLS, List.copyOf(new TreeSet<>(encoding.missingCells())))
        .with(TARGET, target);
  }

  private static JsonObject describe(FeatureColumn column) {
    JsonObject json = JsonObject.EMPTY.with(NAME, column.name());
    JsonObject missing = JsonObject.EMPTY.with(MISSING, EnumJson.write(column.missing()));
    if (column instanceof NumericFeature numeric) {
      json = json.with(TYPE, NUMBER).withAll(missing);
      return isFilled(column)
          ? json.with(FILL, numeric.fill()).with(INDICATED, numeric.indicated())
          : json;
    }
    CategoricalFeature categorical = (CategoricalFeature) column;
    json = json.with(TYPE, CATEGORY).with(CATEGORIES, categorical.categories()).withAll(missing);
    String fill = categorical.fill();
    if (fill != null) {
      json = json.with(FILL, fill).with(INDICATED, categorical.indicated());
    }
    return json.with(UNKNOWN, EnumJson.write(categorical.unknown()));
  }

  private static boolean isFilled(FeatureColumn column) {
    return column.missing() != MissingPolicy.REFUSE;
  }

  /** Adds the numbers of its scales to a file's arrays. */
  void store(Map<String, NumberArray> arrays) {
    put(arrays, 0, preparation.standardiser().means());
    put(arrays, 1, preparation.standardiser().deviations());
    if (isScaled()) {
      put(arrays, 2, preparation.scale().mean());
      put(arrays, 3, preparation.scale().deviation());
    }
  }

  private static void put(Map<String, NumberArray> arrays, int name, double... values) {
    arrays.put(NAMES.get(name), NumberArray.ofDoubles(values, values.length));
  }

  private boolean isScaled() {
    return preparation.encoding().target().task() == Task.REGRESSION;
  }

  /** The names of the arrays that it has. */
  List<String> names() {
    return isScaled() ? NAMES : NAMES.subList(0, 2);
  }

  /**
   * That of a file; null if it has none.
   *
   * @throws FileFormatException if its parts do not fit together
   * @throws JsonException if a member is missing or of another type
   */
  static @Nullable TableSection read(FileSource source, ModelDocument document) {
    if (!document.model().has(COLUMNS)) {
      return null;
    }
    try {
      return new Reader(document).read();
    } catch (IllegalArgumentException refused) {
      throw inconsistent(source, refused);
    }
  }

  private static FileFormatException inconsistent(
      FileSource source, IllegalArgumentException refused) {
    return FileFormatException.of(
        FileProblem.INCONSISTENT,
        source.operation(),
        source.path(),
        "what it says of tables does not fit together: "
            + refused.getMessage()
            + "; save it again with what wrote it",
        refused);
  }

  /**
   * A model of its own.
   *
   * @param network which the model takes over
   * @throws FileFormatException if it does not fit
   */
  TableModel model(FileSource source, Network network) {
    try {
      TableModel model = TableModel.of(preparation, network);
      boolean binary = preparation.encoding().target().task() == Task.BINARY;
      return binary ? model.withThreshold(threshold) : model;
    } catch (IllegalArgumentException refused) {
      throw inconsistent(source, refused);
    }
  }

  /** Reads the section of one document. */
  private record Reader(ModelDocument document) {

    TableSection read() {
      JsonObject model = document.model();
      List<FeatureColumn> features = new ArrayList<>();
      model.objects(COLUMNS).forEach(column -> features.add(feature(column)));
      TargetColumn target = target(model.object(TARGET));
      boolean binary = target.task() == Task.BINARY;
      TablePreparation preparation =
          new TablePreparation(
              TableEncoding.of(features, target, model.texts(MISSING_CELLS)),
              Standardiser.of(numbers(0), numbers(1)),
              target.task() == Task.REGRESSION
                  ? new TargetScale(number(2), number(3))
                  : TargetScale.NONE);
      double threshold =
          binary ? model.object(TARGET).number(THRESHOLD) : TargetColumn.USUAL_THRESHOLD;
      return new TableSection(preparation, threshold);
    }

    private FeatureColumn feature(JsonObject json) {
      document.requireOnly(json, NAME, TYPE, CATEGORIES, MISSING, FILL, INDICATED, UNKNOWN);
      MissingPolicy missing = EnumJson.read(MissingPolicy.class, json, MISSING);
      boolean filled = missing != MissingPolicy.REFUSE;
      boolean indicated = filled && json.flag(INDICATED);
      return switch (json.text(TYPE)) {
        case NUMBER ->
            new NumericFeature(json.text(NAME), missing, filled ? json.number(FILL) : 0, indicated);
        case CATEGORY ->
            CategoricalFeature.of(
                json.text(NAME),
                json.texts(CATEGORIES),
                missing,
                filled ? json.text(FILL) : null,
                indicated,
                EnumJson.read(UnknownPolicy.class, json, UNKNOWN));
        default -> throw json.wrong(TYPE);
      };
    }

    private TargetColumn target(JsonObject json) {
      document.requireOnly(json, NAME, TASK, CLASSES, THRESHOLD);
      Task task = EnumJson.read(Task.class, json, TASK);
      return TargetColumn.of(
          json.text(NAME), task, task == Task.REGRESSION ? List.of() : json.texts(CLASSES));
    }

    private double number(int name) {
      double[] numbers = numbers(name);
      if (numbers.length != 1) {
        throw new IllegalArgumentException(
            Message.of("'%s' must be one number: %d", NAMES.get(name), numbers.length));
      }
      return numbers[0];
    }

    private double[] numbers(int name) {
      NumberArray array = document.arrays().get(NAMES.get(name));
      if (array == null || array.type() != ElementType.F64 || array.shape().size() != 1) {
        throw new IllegalArgumentException(
            Message.of("'%s' must be F64 of one dimension: %s", NAMES.get(name), array));
      }
      return array.toDoubles();
    }
  }
}
