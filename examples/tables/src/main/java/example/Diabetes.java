package example;

import java.nio.file.Path;
import java.util.List;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.activation.Relu;
import nn.core.metric.Metrics;
import nn.core.optimiser.AdamW;
import nn.core.schedule.Cosine;
import nn.core.selection.CrossValidation;
import nn.core.selection.Folds;
import nn.core.training.Training;
import nn.io.table.CsvTable;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TableSpec;

/** A number to learn from a small table, how a disease progresses, judged by ten folds. */
public final class Diabetes {
  private static final TableNetwork NETWORK =
      new TableNetwork(List.of(100), new Relu(), 0, false, 1);
  private static final Training TRAINING =
      Training.epochs(100)
          .batch(32)
          .optimiser(new AdamW(0.001, 1)) // so few records need a lot of weight decay
          .schedule(new Cosine(0));

  /** Reads the table that the argument names. */
  public static void main(String[] args) throws InterruptedException {
    CsvTable table = CsvTable.read(Path.of(args[0]));
    TableEncoding encoding = TableEncoding.fit(table, TableSpec.ofTarget("progression"));
    Folds folds = Folds.plain(table.records(), 10, 1);
    try (Backend backend = Backends.open()) {
      System.out.print(
          CrossValidation.of(folds, Metrics.r2(), Metrics.mae())
              .run(
                  encoding.encode(table),
                  train -> TableModel.fit(encoding, train, NETWORK, TRAINING, backend)));
    }
  }
}
