package nn.io.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.network.Catalogue;
import nn.core.Network;
import nn.core.architecture.Architecture;
import nn.core.training.Training;
import nn.io.array.NumberArray;
import nn.io.file.DurableFile;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonObject;

/**
 * What is to be saved of a network; from {@link ModelFile#of}.
 *
 * <pre>{@code
 * ModelFile.of(network).training(training).card(Map.of("licence", "CC0")).save(file);
 * }</pre>
 */
public final class ModelWriter {
  private final Network network;
  private double[] record;
  private JsonObject facts = JsonObject.EMPTY;
  private JsonObject card = JsonObject.EMPTY;

  ModelWriter(Network network) {
    this.network = network;
    record = Example.anyRecord(network.architecture());
  }

  /**
   * The record that is kept with its outputs as the example; without it, some small numbers.
   *
   * @param features {@link Network#inputs()} numbers; copied
   * @throws IllegalArgumentException if there are more or fewer
   */
  public ModelWriter example(double[] features) {
    if (features.length != network.inputs()) {
      throw new IllegalArgumentException(
          "model: an example must have the network's inputs: "
              + network.inputs()
              + ", given are "
              + features.length);
    }
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
   */
  public void save(Path file) {
    byte[] bytes = document(file).toBytes();
    DurableFile.save(file, stream -> stream.write(bytes));
  }

  private ModelDocument document(Path file) {
    Map<String, NumberArray> arrays = new LinkedHashMap<>(NetworkSection.store(network));
    Example.of(network, record).store(arrays);
    JsonObject model = NetworkSection.describe(network.architecture());
    model = model.with(ModelDocument.REQUIRES, List.of());
    if (!card.names().isEmpty()) {
      model = model.with("card", card);
    }
    model = model.with("provenance", Provenance.of(network, facts).json());
    ModelDocument document = new ModelDocument(model, null, arrays);
    requireOpens(new FileSource("save", file), document);
    return document;
  }

  /** Refuses what nobody could open, while the network is still there. */
  private void requireOpens(FileSource source, ModelDocument document) {
    Architecture rebuilt = ModelFile.of(source, document, Catalogue.load()).architecture();
    if (!NetworkSection.describe(rebuilt).equals(NetworkSection.describe(network.architecture()))) {
      throw source.problem(
          FileProblem.NOT_SAVED,
          "its plug-ins must be equal when they are built again from kind and settings; mend the"
              + " one whose config() leaves something out");
    }
  }
}
