package example;

import static nn.core.activation.Activations.*;

import java.nio.file.Path;
import java.util.Arrays;
import nn.api.Backend;
import nn.api.network.Decision;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.core.metric.Metrics;
import nn.core.optimiser.AdamW;
import nn.core.schedule.Cosine;
import nn.core.selection.CrossValidation;
import nn.core.selection.Folds;
import nn.core.selection.Model;
import nn.core.training.Training;
import nn.io.table.CsvTable;
import nn.io.table.TableEncoding;
import nn.io.table.TableSpec;
import nn.io.table.TargetScale;

/** A number to learn from a small table, how a disease progresses, judged by ten folds. */
public final class Diabetes {

  /** Reads the table that the argument names. */
  public static void main(String[] args) throws InterruptedException {
    CsvTable table = CsvTable.read(Path.of(args[0]));
    TableEncoding encoding = TableEncoding.fit(table, TableSpec.ofTarget("progression"));
    DataSet data = DataSet.of(encoding.encodeFeatures(table), encoding.encodeTargets(table));
    Folds folds = Folds.plain(data.records(), 10, 1);
    try (Backend backend = Backends.open()) {
      System.out.print(
          CrossValidation.of(folds, Metrics.r2(), Metrics.mae())
              .run(data, train -> new Progression(backend, train)));
    }
  }

  /** A network with its scales, which are those of the records that train. */
  private static final class Progression implements Model {
    private final Standardiser features;
    private final TargetScale target;
    private final Network network;

    Progression(Backend backend, DataSet train) {
      features = Standardiser.fit(train);
      target = TargetScale.fit(train);
      network =
          Network.inputs(train.inputs())
              .seed(1)
              .dense(100, relu())
              .dense(1, identity())
              .build(backend);
      network.fit(
          target.apply(features.apply(train)),
          Training.epochs(100)
              .batch(32)
              .optimiser(new AdamW(0.001, 1)) // so few records need a lot of weight decay
              .schedule(new Cosine(0)));
    }

    @Override
    public double[] predict(DataSet data) {
      double[] outputs = network.predict(features.apply(data).features(), data.records());
      return Arrays.stream(outputs).map(target::number).toArray(); // in the table's own unit
    }

    @Override
    public Decision decision() {
      return network.cost().decision();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
