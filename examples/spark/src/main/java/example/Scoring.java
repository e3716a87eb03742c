package example;

import java.nio.file.Path;
import nn.io.model.ModelFile;
import nn.io.table.CsvTable;
import nn.io.table.TableModel;
import nn.io.table.TableSpec;
import nn.spark.SparkPredictor;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A model that one machine has trained and kept in a file, on the rows of a table of Spark's. */
public final class Scoring {
  /** Takes the iris table, and the file for the model. */
  public static void main(String[] args) {
    Path file = Path.of(args[1]);
    String[] species = train(Path.of(args[0]), file);
    SparkConf conf = new SparkConf().setAppName("Scoring").setIfMissing("spark.master", "local[2]");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      Dataset<Row> table =
          spark.read().option("header", "true").option("inferSchema", "true").csv(args[0]);
      Dataset<Row> scored = SparkPredictor.of(file).transform(table);
      scored.select("petal_length", "species", "predicted_species", "probability").show(5, false);
      System.out.println("accuracy on Spark: " + accuracy(scored, species));
    }
  }

  /** Trains a model, keeps it, and returns the classes in the order of their numbers. */
  private static String[] train(Path data, Path file) {
    CsvTable table = CsvTable.read(data);
    try (TableModel model = TableModel.fit(table, TableSpec.ofTarget("species"))) {
      ModelFile.save(file, model);
      System.out.println("accuracy on this machine: " + model.evaluate(table).value("accuracy"));
      return model.target().classes().toArray(String[]::new);
    }
  }

  /** What Spark itself says of the predictions. */
  private static double accuracy(Dataset<Row> scored, String[] species) {
    StringIndexerModel number = new StringIndexerModel(species);
    return new MulticlassClassificationEvaluator()
        .setMetricName("accuracy")
        .evaluate(number.setInputCol("species").setOutputCol("label").transform(scored));
  }
}
