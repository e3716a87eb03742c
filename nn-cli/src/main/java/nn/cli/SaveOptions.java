package nn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import nn.io.model.ModelWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a model is saved. */
final class SaveOptions {

  @Option(
      names = "--save",
      paramLabel = "MODEL",
      description =
          "Saves the model in this file, such as iris.safetensors: for 'predict', for programs, and for"
              + " Python (docs/model-file.md).")
  @Nullable Path model;

  /** Refuses a file that cannot be there: better now than after an hour of training. */
  void check(WrongUse wrongUse) {
    if (model == null) {
      return;
    }
    Path folder = model.toAbsolutePath().getParent();
    wrongUse.require(
        folder != null && Files.isDirectory(folder),
        "--save: there is no such folder; make it or name another file: " + model);
    wrongUse.require(
        !Files.isDirectory(model), "--save: this is a folder; name a file in it: " + model);
  }

  /** Saves the model, if that was asked for. */
  void save(ModelWriter writer, Screen screen) {
    if (model != null) {
      writer.save(model);
      screen.out().println("saved " + model);
      screen.out().flush();
    }
  }
}
