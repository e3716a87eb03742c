package nn.io.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nn.api.network.Catalogue;
import nn.core.Network;
import nn.core.architecture.Architecture;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import nn.io.array.NumberArray;
import nn.io.file.DurableFile;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonObject;
import nn.io.table.TableModel;
import org.jspecify.annotations.Nullable;

/**
 * What is to be saved of a network; from {@link ModelFile#of}.
 *
 * <pre>{@code
 * ModelFile.of(network).training(training).card(Map.of("licence", "CC0")).save(file);
 * }</pre>
 */
public final class ModelWriter {
  private final @Nullable Network network;
  private final @Nullable TableModel table; // one of the two
  private double @Nullable [] record;
  private JsonObject facts = JsonObject.EMPTY;
  private JsonObject card = JsonObject.EMPTY;

  ModelWriter(Network network) {
    this.network = network;
    table = null;
  }

  ModelWriter(TableModel table) {
    this.table = table;
    network = null;
  }

  /**
   * The record that is kept with its outputs as the example; without it, some small numbers.
   *
   * @param features as many as the network has inputs, standardised where it is a table's; copied.
   *     {@link #save} refuses more or fewer
   */
  public ModelWriter example(double... features) {
    record = features.clone();
    return this;
  }

  /** Adds to the provenance by which training the network became what it is. */
  public ModelWriter training(Training training) {
    return provenance(Map.of("training", TrainingJson.write(training)));
  }

  /**
   * Adds to the provenance, for instance {@code "data-sha256"}.
   *
   * @param more texts, finite numbers, truth values, and lists and maps of these, by name
   * @throws IllegalArgumentException if another value is among them, or a name was there before
   */
  public ModelWriter provenance(Map<String, ?> more) {
    facts = facts.withAll(JsonObject.of(more));
    return this;
  }

  /**
   * What the author says of the model: licence, intended use, limits, data, metrics of each split.
   *
   * @param more as {@link #provenance} takes it
   */
  public ModelWriter card(Map<String, ?> more) {
    card = card.withAll(JsonObject.of(more));
    return this;
  }

  /**
   * Saves it, as {@link ModelFile#save}.
   *
   * @throws FileFormatException likewise
   * @throws IllegalArgumentException if the example has not the network's inputs
   */
  public void save(Path file) {
    byte[] bytes;
    try (Network saved = copy()) {
      bytes = bytes(file, saved, null);
    }
    DurableFile.save(file, stream -> stream.write(bytes));
  }

  /**
   * The bytes that {@link #save} writes, to be kept elsewhere than in a file; {@link
   * ModelFile#of(String, byte[])} reads them.
   *
   * @param name what errors name
   * @throws FileFormatException if a plug-in could not be rebuilt
   * @throws IllegalArgumentException if the example has not the network's inputs
   */
  public byte[] toBytes(String name) {
    try (Network saved = copy()) {
      return bytes(Path.of(name), saved, null);
    }
  }

  /**
   * The bytes of a checkpoint: the model with the parameters of a state, and the state.
   *
   * @param file what errors name
   */
  byte[] toBytes(Path file, TrainingState state) {
    try (Network stopped = copy()) {
      TrainingSection.setParameters(stopped, state);
      return bytes(file, stopped, state);
    }
  }

  private Network copy() {
    return table == null ? Objects.requireNonNull(network).copy() : table.network();
  }

  private byte[] bytes(Path file, Network saved, @Nullable TrainingState state) {
    byte[] bytes = document(saved, state).toBytes();
    requireOpens(new FileSource("save", file), bytes, saved.architecture());
    return bytes;
  }

  private ModelDocument document(Network saved, @Nullable TrainingState state) {
    Map<String, NumberArray> arrays = new LinkedHashMap<>(NetworkSection.store(saved));
    JsonObject model = NetworkSection.describe(saved.architecture());
    if (table != null) {
      TableSection section = TableSection.of(table);
      section.store(arrays);
      model = model.withAll(section.describe());
    }
    Example.of(saved, record == null ? Example.anyRecord(saved.architecture()) : record)
        .store(arrays);
    model = model.with(ModelDocument.REQUIRES, List.of());
    if (!card.names().isEmpty()) {
      model = model.with(ModelFile.CARD, card);
    }
    model = model.with(ModelFile.PROVENANCE, Provenance.of(saved, facts).json());
    JsonObject training = null;
    if (state != null) {
      training = TrainingSection.describe(state);
      arrays.putAll(TrainingSection.store(state, saved.backend().dtype()));
    }
    return new ModelDocument(model, training, arrays);
  }

  /** Refuses what nobody could open, while the network is still there. */
  private static void requireOpens(FileSource source, byte[] bytes, Architecture architecture) {
    ModelDocument document = ModelDocument.parse(source, bytes);
    Architecture rebuilt = ModelFile.of(source, document, Catalogue.load()).architecture();
    if (!NetworkSection.describe(rebuilt).equals(NetworkSection.describe(architecture))) {
      throw source.problem(
          FileProblem.NOT_SAVED,
          "its plug-ins must be equal when they are built again from kind and settings; mend the"
              + " one whose config() leaves something out");
    }
  }
}
