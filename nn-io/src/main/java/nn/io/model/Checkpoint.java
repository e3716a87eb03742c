package nn.io.model;

import java.nio.file.Path;
import java.util.Map;
import nn.api.Backend;
import nn.api.Message;
import nn.api.network.Catalogue;
import nn.core.Network;
import nn.core.architecture.Architecture;
import nn.core.data.DataSet;
import nn.core.training.Fit;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import nn.io.file.DurableFile;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;

/**
 * A training in a file: a {@linkplain ModelFile model} with the parameters of its last step, and
 * all that the training needs to go on.
 *
 * <pre>{@code
 * Fit fit = network.fit(data, training.stopWhen(…));
 * Checkpoint.save(file, network, fit.state());
 * …
 * Checkpoint checkpoint = Checkpoint.read(file);
 * try (Network network = checkpoint.model().network(backend)) {
 *   Fit whole = checkpoint.resume(network, data, training);
 * }
 * }</pre>
 *
 * <p>On a backend of the same exact tier and number type the resumed training ends in the bits of
 * the uninterrupted one: parameters, statistics, state of the optimiser and history. On one of
 * another tier it is not resumed. The file is saved and verified as a model is, and opens as one.
 * {@link Checkpoints} saves them while a training goes on. Immutable.
 */
public final class Checkpoint {
  private final Path file;
  private final ModelFile model;
  private final TrainingState state;

  private Checkpoint(Path file, ModelFile model, TrainingState state) {
    this.file = file;
    this.model = model;
    this.state = state;
  }

  /**
   * Saves a training, durably.
   *
   * @param network whose training it is; its parameters may be others than the state's, and are not
   *     changed
   * @throws FileFormatException if it cannot be saved, or a plug-in could not be rebuilt
   * @throws IllegalArgumentException if the state is of another network
   */
  public static void save(Path file, Network network, TrainingState state) {
    save(file, ModelFile.of(network), state);
  }

  /** {@link #save(Path, Network, TrainingState)}, with more about the model. */
  public static void save(Path file, ModelWriter model, TrainingState state) {
    byte[] bytes = model.toBytes(file, state);
    DurableFile.save(file, stream -> stream.write(bytes));
  }

  /**
   * Reads and verifies a file, with the plug-ins of the class path.
   *
   * @throws FileFormatException if it cannot be read, is no checkpoint, has changed since it was
   *     saved, needs a plug-in that is missing, or contradicts itself
   */
  public static Checkpoint read(Path file) {
    return read(file, Catalogue.load());
  }

  /** {@link #read(Path)} with given plug-ins. */
  public static Checkpoint read(Path file, Catalogue catalogue) {
    FileSource source = new FileSource("resume", file);
    ModelDocument document = ModelDocument.read(source);
    ModelFile model = ModelFile.of(source, document, catalogue);
    JsonObject training = document.training();
    if (training == null) {
      throw source.problem(
          FileProblem.OTHER_FORMAT, "this is a model without a training; name a checkpoint");
    }
    try {
      return new Checkpoint(
          file, model, TrainingSection.read(source, document, training, model.section()));
    } catch (JsonException refused) {
      throw ModelDocument.malformed(source, "training", refused);
    }
  }

  /** Where it was read from. */
  public Path file() {
    return file;
  }

  /** The model, with the parameters of the last step. */
  public ModelFile model() {
    return model;
  }

  /** Where the training is. */
  public TrainingState state() {
    return state;
  }

  /**
   * Goes on with the training, by {@link Network#resume}. Nothing is changed where it is refused.
   *
   * @param network of the same layers, cost and number type, on a backend of the same tier; its
   *     parameters become the state's
   * @throws IllegalArgumentException if network, data or plan are others
   * @throws FileFormatException if the backend is of another tier
   */
  public Fit resume(Network network, DataSet data, Training training) {
    requireSame(network.architecture());
    requireSameType(network.backend());
    requireSameTier(network.backend());
    return network.resume(data, training, state);
  }

  private void requireSame(Architecture other) {
    Map<String, Object> saved = NetworkSection.describe(model.architecture()).toMap();
    Map<String, Object> given = NetworkSection.describe(other).toMap();
    saved.forEach(
        (part, value) -> {
          if (!value.equals(given.get(part))) {
            throw new IllegalArgumentException(
                Message.of(
                    "resume: the network must be the checkpoint's: %s has the %s %s; the network"
                        + " has %s",
                    file, part, value, given.get(part)));
          }
        });
  }

  private void requireSameType(Backend backend) {
    if (backend.dtype() != model.dtype()) {
      throw new IllegalArgumentException(
          Message.of(
              "resume: the backend must have the checkpoint's number type: %s is of %s, %s of %s",
              file, model.dtype(), backend.name(), backend.dtype()));
    }
  }

  /** Products of another tier are rounded otherwise, and nobody would see where the bits part. */
  private void requireSameTier(Backend backend) {
    if (backend.tier() != model.tier()) {
      Object saved = model.provenance().get(Provenance.BACKEND);
      throw FileFormatException.of(
          FileProblem.INCONSISTENT,
          "resume",
          file,
          Message.of(
              "the backend must be of the checkpoint's tier: it is of %s, by %s, and %s is of %s;"
                  + " name a backend of that tier, as by NN_BACKEND=%s",
              model.tier(), saved, backend.name(), backend.tier(), saved));
    }
  }
}
