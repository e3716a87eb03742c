package nn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import nn.cli.chart.PictureWriter;
import nn.io.model.Checkpoint;
import nn.io.model.Checkpoints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes on with a training that was ended. */
@Command(
    name = "resume",
    description = {
      "Goes on with a training that 'train --checkpoints' has kept, in the same folder and with the"
          + " same data, to the weights that it would have had if it had not been ended, bit for bit.",
      "",
      "Everything but where to write is as it was for 'train'. Further checkpoints go where this one is."
    })
final class ResumeCommand implements Callable<Integer> {
  private final Screen screen;
  private final PictureWriter pictures;

  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "A checkpoint, or the folder of checkpoints: the last that can be read.")
  Path path;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results. Default: nn-out/train.")
  @Nullable Path out;

  @Mixin SaveOptions saveOptions;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec CommandSpec spec;

  ResumeCommand(Screen screen, PictureWriter pictures) {
    this.screen = screen;
    this.pictures = pictures;
  }

  @Override
  public Integer call() {
    saveOptions.check(new WrongUse(spec));
    Checkpoint checkpoint = checkpoint();
    if (saveOptions.checkpoints == null) {
      saveOptions.checkpoints = checkpoint.file().toAbsolutePath().getParent();
    }
    TrainCommand train = new TrainCommand(screen, pictures);
    // A stranger's checkpoint names no file of arguments to be read.
    new CommandLine(train).setExpandAtFiles(false).parseArgs(arguments(checkpoint));
    if (saveOptions.every == null) {
      saveOptions.every = train.saveOptions.every;
    }
    screen.err().println("going on after step " + checkpoint.state().steps());
    return train.resume(checkpoint, out, saveOptions);
  }

  private Checkpoint checkpoint() {
    if (!Files.isDirectory(path)) {
      return Checkpoint.read(path);
    }
    return Checkpoints.in(path)
        .latest(skipped -> screen.warn(String.valueOf(skipped.getMessage())))
        .orElseThrow(
            () ->
                ToolException.failed(
                    "resume: there is no checkpoint that can be read; name another folder or file: "
                        + path));
  }

  private static String[] arguments(Checkpoint checkpoint) {
    Object arguments = checkpoint.model().provenance().get(TrainCommand.ARGUMENTS);
    if (arguments instanceof List<?> list) {
      return list.stream().map(String::valueOf).toArray(String[]::new);
    }
    throw ToolException.failed(
        "resume: the checkpoint must be one of './nn train --checkpoints'; go on with others in the"
            + " program that made them: "
            + checkpoint.file());
  }
}
