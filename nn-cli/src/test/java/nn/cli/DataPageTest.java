package nn.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.io.table.CsvTable;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TableSpec;
import nn.io.table.TableSplit;
import nn.io.table.TableTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPageTest {
  private static final Path PAGE = Path.of("../docs/data.md");

  @TempDir Path folder;

  @Test
  void theThreeLinesLeadFromAFileToAClassAndItsProbability()
      throws IOException, InterruptedException {
    Path iris = Path.of("../examples/data/iris.csv").toAbsolutePath().normalize();
    String lines =
        DocumentedProgram.blocks(PAGE, "java")
            .replace("iris.csv", iris.toString())
            .replace("new.csv", iris.toString());
    String program =
        """
        import java.nio.file.Path;
        import nn.io.table.*;

        class Lines {
          public static void main(String[] args) {
            %s
          }
        }
        """
            .replace("%s", lines);
    String printed = new DocumentedProgram("Lines", program).printed(folder);
    assertTrue(printed.startsWith("Iris-setosa {Iris-setosa=0."), printed);
  }

  /** In the order in which the tool draws the records. */
  @Test
  void aProgramTrainsToTheBitsOfTheTool() throws IOException {
    Path iris = Path.of("../examples/data/iris.csv");
    Run run =
        Run.nn(
            "train",
            iris.toString(),
            "--target",
            "species",
            "--test-share",
            "0",
            "--backend",
            "naive",
            "--no-pictures",
            "--out",
            folder.resolve("out").toString());
    CsvTable table = CsvTable.read(iris);
    TableEncoding encoding = TableEncoding.fit(table, TableSpec.ofTarget("species"));
    DataSet records = encoding.encode(table);
    int[] order = TableSplit.stratified(records.records(), record -> 0, 0, 100).train();
    try (Backend backend = Backends.open("naive");
        TableModel model =
            TableModel.fit(
                encoding,
                records.select(order),
                TableNetwork.usual(),
                TableTraining.usual(records.records()),
                backend);
        Network network = model.network()) {
      assertTrue(run.out().contains(network.weightsSha256()), run.out());
    }
  }

  @Test
  void thePageNamesTheOptions() throws IOException {
    String page = Files.readString(PAGE);
    for (String option :
        new String[] {
          "--separator", "--decimal", "--encoding", "--no-header", "--missing mean",
          "--missing-cells", "--unknown zeros", "--split-column", "--test-share", "--ignore"
        }) {
      assertTrue(page.contains(option), option);
    }
  }
}
