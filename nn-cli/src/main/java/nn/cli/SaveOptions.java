package nn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingState;
import nn.io.file.DurableFile;
import nn.io.model.Checkpoints;
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

  @Option(
      names = "--checkpoints",
      paramLabel = "FOLDER",
      description =
          "Keeps the training there while it goes on, the last three of them; './nn resume FOLDER'"
              + " goes on with it.")
  @Nullable Path checkpoints;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "EPOCHS",
      description =
          "Epochs from one checkpoint to the next. Default: 1, of 'resume' what 'train' had.")
  @Nullable Integer every;

  /** Refuses a file that cannot be there: better now than after an hour of training. */
  void check(WrongUse wrongUse) {
    wrongUse.require(
        every == null || every >= 1, "--checkpoint-every must be at least 1: " + every);
    if (model == null) {
      return;
    }
    Path folder = model.toAbsolutePath().getParent();
    wrongUse.require(
        folder != null && Files.isDirectory(folder),
        "--save: there is no such folder; make it or name another file: " + model);
    wrongUse.require(
        !Files.isDirectory(model), "--save: this is a folder; name a file in it: " + model);
    DurableFile.stage(model, stream -> {}).close(); // fails where saving would
  }

  /** Refuses to say how often nothing is kept. */
  void requireFolder(WrongUse wrongUse) {
    wrongUse.require(
        every == null || checkpoints != null, "--checkpoint-every needs --checkpoints: " + every);
  }

  /** What keeps the training while it goes on; does nothing unless that was asked for. */
  TrainingListener listener(ModelWriter writer) {
    return checkpoints == null
        ? epoch -> {}
        : Checkpoints.in(checkpoints).every(every == null ? 1 : every).listener(writer);
  }

  /** Keeps a training that was ended between checkpoints. */
  void keep(ModelWriter writer, TrainingState state, Screen screen) {
    if (checkpoints != null) {
      Path file = Checkpoints.in(checkpoints).save(writer, state);
      String save = model == null ? "" : " --save " + model;
      screen.err().println("kept " + file + "; go on with ./nn resume " + checkpoints + save);
    }
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
