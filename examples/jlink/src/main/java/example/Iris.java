package example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.io.model.ModelFile;
import nn.io.onnx.OnnxExport;
import nn.io.table.CsvTable;
import nn.io.table.TableModel;
import nn.io.table.TablePredictions;
import nn.io.table.TableSpec;

/** Learns the species of irises the first time, and keeps the model; later it only uses that. */
public final class Iris {

  private Iris() {}

  /** Takes a table and the file of the model. */
  public static void main(String[] files) {
    CsvTable iris = CsvTable.read(Path.of(files[0]));
    Path file = Path.of(files[1]);
    if (!Files.exists(file)) {
      try (TableModel model = TableModel.fit(iris, TableSpec.ofTarget("species"))) {
        ModelFile.save(file, model);
        OnnxExport.of(model).save(file.resolveSibling("iris.onnx"));
      }
    }
    try (Backend backend = Backends.open();
        TableModel model = ModelFile.openTable(file, backend)) {
      TablePredictions predictions = model.predict(iris);
      int species = iris.column("species");
      long right =
          IntStream.range(0, iris.records())
              .filter(i -> predictions.className(i).equals(iris.cell(i, species)))
              .count();
      System.out.println("computed by: " + backend.name());
      System.out.println("right: " + right + " of " + iris.records());
    }
  }
}
