package example;

import static nn.core.activation.Activations.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.training.Training;
import nn.spark.SparkTraining;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Trains a network on a cluster, and again on this machine: the weights have the same bits. */
public final class TrainingOnSpark {
  private static final StructType COLUMNS =
      StructType.fromDDL("id BIGINT, features ARRAY<DOUBLE>, label DOUBLE");

  public static void main(String[] args) {
    SparkConf conf =
        new SparkConf().setAppName("Training").setIfMissing("spark.master", "local[2]");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
        Backend backend = Backends.open();
        Network there = network(backend);
        Network here = network(backend)) {
      Dataset<Row> table = spark.createDataFrame(shuffled(Moons.make(1000, 0.2, 100)), COLUMNS);
      Training training = Training.epochs(15).batch(200).shards(4).optimiser(new Adam(0.03));
      SparkTraining onSpark = SparkTraining.of(training).orderBy("id");

      onSpark.fit(there, table, "features", "label");
      here.fit(onSpark.collect(here, table, "features", "label"), training);

      double accuracy = there.evaluate(Moons.make(1000, 0.2, 101)).accuracy();
      System.out.println("Spark " + spark.version() + ", " + spark.sparkContext().master());
      System.out.println("computed by: " + backend.name());
      System.out.println("accuracy on fresh moons: " + accuracy);
      System.out.println("weights, trained on Spark: " + there.weightsSha256());
      System.out.println("weights, trained on this machine: " + here.weightsSha256());
    }
  }

  private static Network network(Backend backend) {
    return Network.inputs(2).seed(100)
        .dense(25, relu()).dense(25, relu()).dense(1, sigmoid()).build(backend);
  }

  /** Rows in any order: the column id says which is which. */
  private static List<Row> shuffled(DataSet moons) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < moons.records(); i++) {
      List<Double> features = List.of(moons.feature(i, 0), moons.feature(i, 1));
      rows.add(RowFactory.create((long) i, features, moons.target(i, 0)));
    }
    Collections.shuffle(rows);
    return rows;
  }
}
