package nn.io.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nn.api.Message;
import nn.core.Network;
import nn.core.training.Epoch;
import nn.core.training.TrainingListener;
import nn.core.training.TrainingState;
import nn.core.training.TrainingStep;
import nn.io.file.DurableFile;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;

/**
 * The last checkpoints of a training, in a folder: an immutable value, changed by its methods into
 * another one.
 *
 * <pre>{@code
 * Checkpoints checkpoints = Checkpoints.in(folder).keep(3).every(10);
 * network.fit(data, training.listener(checkpoints.listener(network)));
 * …
 * Optional<Checkpoint> last = checkpoints.latest(skipped -> …);
 * }</pre>
 *
 * <p>Files are named after the step, {@code checkpoint-000000001200.safetensors}. A checkpoint is
 * removed when as many later ones as are kept are on the disk, no sooner; nothing else in the
 * folder is touched.
 */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("checkpoint-\\d{12}\\.safetensors");

  private final Path folder;
  private final int kept;
  private final int epochs; // between two, or 0
  private final int steps; // between two, or 0

  private Checkpoints(Path folder, int kept, int epochs, int steps) {
    this.folder = folder;
    this.kept = kept;
    this.epochs = epochs;
    this.steps = steps;
  }

  /** The last three, one after each epoch. The folder is made when something is saved. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 3, 1, 0);
  }

  /**
   * Keeps so many.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Checkpoints keep(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("checkpoints: at least 1 must be kept: " + count);
    }
    return new Checkpoints(folder, count, epochs, steps);
  }

  /**
   * Saves after so many epochs, and after the last that is planned.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Checkpoints every(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "checkpoints: there must be at least 1 epoch between them: " + epochs);
    }
    return new Checkpoints(folder, kept, epochs, 0);
  }

  /**
   * Saves after so many steps, in place of epochs, and after the last epoch that is planned: for
   * epochs that take long.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Checkpoints everySteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "checkpoints: there must be at least 1 step between them: " + steps);
    }
    return new Checkpoints(folder, kept, 0, steps);
  }

  /**
   * What saves while a network is trained. If a file cannot be saved, the training ends with its
   * {@link FileFormatException}.
   */
  public TrainingListener listener(Network network) {
    return listener(ModelFile.of(network));
  }

  /** {@link #listener(Network)}, with more about the model. */
  public TrainingListener listener(ModelWriter model) {
    return new TrainingListener() {
      @Override
      public void epochEnded(Epoch epoch) {
        if (isDue(epoch)) {
          save(model, epoch.state());
        }
      }

      @Override
      public void stepEnded(TrainingStep step) {
        if (steps > 0 && step.number() % steps == 0) {
          save(model, step.state());
        }
      }
    };
  }

  private boolean isDue(Epoch epoch) {
    return epoch.number() == epoch.of() || (epochs > 0 && epoch.number() % epochs == 0);
  }

  /**
   * Saves one, and removes what is older than those that are kept.
   *
   * @return its file
   * @throws FileFormatException as by {@link Checkpoint#save}
   */
  public Path save(ModelWriter model, TrainingState state) {
    DurableFile.createFolder(folder);
    Path file = folder.resolve(Message.of("checkpoint-%012d.safetensors", state.steps()));
    Checkpoint.save(file, model, state);
    List<Path> older = files().stream().filter(other -> other.compareTo(file) < 0).toList();
    older.subList(0, Math.max(0, older.size() - (kept - 1))).forEach(Checkpoints::remove);
    return file;
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException unremovable) {
      // It takes room, no more; the next saving tries again.
    }
  }

  /**
   * The files, by step; empty if there is no such folder.
   *
   * @throws FileFormatException if the folder cannot be read
   */
  public List<Path> files() {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Checkpoints::isCheckpoint).sorted().toList();
    } catch (IOException | UncheckedIOException unreadable) {
      throw FileFormatException.of(
          FileProblem.UNREADABLE,
          "resume",
          folder,
          "it cannot be read as a folder (" + unreadable + "); name a folder of checkpoints",
          unreadable);
    }
  }

  private static boolean isCheckpoint(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /**
   * The last one that can be read.
   *
   * @param skipped is told why a later one cannot
   * @return empty if there is none
   */
  public Optional<Checkpoint> latest(Consumer<? super FileFormatException> skipped) {
    List<Path> files = files();
    for (int i = files.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(Checkpoint.read(files.get(i)));
      } catch (FileFormatException unreadable) {
        skipped.accept(unreadable);
      }
    }
    return Optional.empty();
  }
}
