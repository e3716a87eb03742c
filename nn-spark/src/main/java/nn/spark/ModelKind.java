package nn.spark;

import java.io.Serializable;
import java.util.List;
import nn.api.network.Decision;
import nn.core.architecture.Architecture;
import nn.io.model.ModelFile;
import nn.io.table.FeatureColumn;
import nn.io.table.TableEncoding;
import nn.io.table.TablePreparation;
import nn.io.table.Task;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * What a model reads and says, as the driver must know it, which opens no network.
 *
 * @param columns that a model of a table reads; empty for a network alone
 * @param target of a model of a table; empty for a network alone
 * @param givesVectors whether a prediction is a vector: each output is a number or class of its own
 * @param givesProbabilities whether outputs are probabilities of classes
 * @param givesClassNames whether classes have names
 */
record ModelKind(
    List<String> columns,
    String target,
    boolean givesVectors,
    boolean givesProbabilities,
    boolean givesClassNames)
    implements Serializable {
  static final DataType PROBABILITY_TYPE = SQLDataTypes.VectorType();
  static final DataType CLASS_NAME_TYPE = DataTypes.StringType;

  static ModelKind of(ModelFile file) {
    TablePreparation preparation = file.preparation();
    return preparation == null ? of(file.architecture()) : of(preparation.encoding());
  }

  private static ModelKind of(TableEncoding encoding) {
    boolean classes = encoding.target().task() != Task.REGRESSION;
    List<String> columns = encoding.features().stream().map(FeatureColumn::name).toList();
    return new ModelKind(columns, encoding.target().name(), false, classes, classes);
  }

  private static ModelKind of(Architecture architecture) {
    Decision decision = architecture.cost().decision();
    return new ModelKind(
        List.of(),
        "",
        decision != Decision.FIRST_MAXIMUM && architecture.outputs() > 1,
        decision == Decision.THRESHOLD || decision == Decision.FIRST_MAXIMUM,
        false);
  }

  boolean isOfTable() {
    return !columns.isEmpty();
  }

  DataType predictionType() {
    return givesVectors ? SQLDataTypes.VectorType() : DataTypes.DoubleType;
  }

  /** A column without nulls. */
  static StructField field(String name, DataType type) {
    return new StructField(name, type, false, Metadata.empty());
  }
}
