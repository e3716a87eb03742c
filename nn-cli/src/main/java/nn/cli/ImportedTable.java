package nn.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import nn.core.data.Standardiser;
import nn.io.table.FeatureColumn;
import nn.io.table.NumericFeature;
import nn.io.table.TableEncoding;
import nn.io.table.TablePreparation;
import nn.io.table.TargetColumn;
import nn.io.table.TargetScale;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say of which table an imported network is. */
final class ImportedTable {

  @Option(
      names = "--columns",
      paramLabel = "NAME,...",
      split = ",",
      description = "The columns that are the network's inputs, as they are, in order.")
  List<String> columns = List.of();

  @Option(names = "--target", paramLabel = "NAME", description = "What is predicted.")
  @Nullable String target;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      split = ",",
      description = "The classes, in the order of the outputs; none for a number.")
  List<String> classes = List.of();

  boolean isGiven() {
    return target != null;
  }

  /** Refuses one without the other. */
  void check(WrongUse wrongUse) {
    wrongUse.require(
        columns.isEmpty() == (target == null) && (classes.isEmpty() || target != null),
        "--columns and --target are needed, both or none of them, and --classes with them");
    wrongUse.require(
        classes.size() != 1, "--classes must be two or more, or none for a number: " + classes);
  }

  /** What the last layer has where nothing is said. */
  String usualActivation() {
    return switch (task()) {
      case BINARY -> "sigmoid";
      case MULTICLASS -> "softmax";
      case REGRESSION -> "identity";
    };
  }

  private Task task() {
    if (classes.isEmpty()) {
      return Task.REGRESSION;
    }
    return classes.size() == 2 ? Task.BINARY : Task.MULTICLASS;
  }

  /** The columns, which are not scaled. */
  TablePreparation preparation() {
    List<FeatureColumn> features =
        columns.stream().<FeatureColumn>map(NumericFeature::new).toList();
    TargetColumn column = TargetColumn.of(String.valueOf(target), task(), classes);
    double[] ones = new double[columns.size()];
    Arrays.fill(ones, 1);
    return new TablePreparation(
        TableEncoding.of(features, column, Set.of("")),
        Standardiser.of(new double[columns.size()], ones),
        TargetScale.NONE);
  }
}
