package nn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import nn.api.Backend;
import nn.io.file.DurableFile;
import nn.io.model.ModelFile;
import nn.io.table.Table;
import nn.io.table.TableModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a saved model says of records. */
@Command(
    name = "predict",
    description = {
      "Tells what a saved model predicts for the records of a table, as CSV: the table's own columns,"
          + " the class or number that is predicted and, of classes, the probability of each.",
      "",
      "The table needs the columns that the model was trained with, in any order; others are copied."
    })
final class PredictCommand implements Callable<Integer> {
  private final Screen screen;

  @Mixin JudgedOptions judged;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the predictions go. Default: standard output.")
  @Nullable Path out;

  @Spec CommandSpec spec;

  PredictCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    judged.check(new WrongUse(spec), false);
    ModelFile file = ModelFile.read(judged.model);
    try (Backend backend = judged.backendChoice.openFor(file);
        TableModel model = file.tableModel(backend)) {
      Table table = judged.table("predict", model);
      List<String> own = judged.isImages() ? List.of() : table.header();
      write(new PredictionLines(table, model.predict(table), own).text());
    }
    return ExitCode.DONE;
  }

  private void write(String lines) {
    if (out == null) {
      screen.out().print(lines);
      screen.out().flush();
    } else {
      DurableFile.save(out, stream -> stream.write(lines.getBytes(StandardCharsets.UTF_8)));
      screen.err().println("wrote " + out);
    }
  }
}
