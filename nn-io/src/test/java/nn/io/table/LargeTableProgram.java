package nn.io.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.activation.Relu;
import nn.core.data.DataSet;
import nn.core.optimiser.Adam;
import nn.core.training.Training;

/** Trains one epoch on a CSV file, whose records stay in a file or are in memory. */
final class LargeTableProgram {
  private static final TableNetwork NETWORK =
      new TableNetwork(List.of(16), new Relu(), 0, false, 1);
  private static final Training TRAINING =
      Training.epochs(1).batch(256).seed(7).optimiser(new Adam(0.003));
  private static final double SHARE = 0.1;
  private static final int SEED = 100;

  private LargeTableProgram() {}

  /**
   * Prints the accuracy for the records that validate.
   *
   * @param args a CSV file, {@code file} or {@code memory}, and the folder of the temporary file
   */
  public static void main(String[] args) {
    Path csv = Path.of(args[0]);
    TableSpec spec = TableSpec.ofTarget("class");
    try (Backend backend = Backends.open();
        LargeTable table = LargeTable.encode(CsvTable.source(csv), spec, Path.of(args[2]))) {
      DataSet.Split split = table.split(SHARE, SEED);
      DataSet.Split used =
          args[1].equals("file")
              ? split
              : new DataSet.Split(inMemory(split.train()), inMemory(split.test()));
      try (TableModel model = table.fit(used, NETWORK, TRAINING, backend);
          Network network = model.network()) {
        double accuracy = network.evaluate(model.preparation().apply(used.test())).accuracy();
        System.out.printf(
            Locale.ROOT, "%s %d %.4f%n", args[1], table.records().records(), accuracy);
      }
    }
  }

  private static DataSet inMemory(DataSet stored) {
    double[] features = new double[stored.inputs()];
    return DataSet.ofFloats(
        stored.records(),
        stored.inputs(),
        stored.outputs(),
        (record, inputs, targets) -> {
          stored.copyRecord(record, features);
          for (int input = 0; input < inputs.length; input++) {
            inputs[input] = (float) features[input];
          }
          targets[0] = stored.target(record, 0);
        });
  }
}
