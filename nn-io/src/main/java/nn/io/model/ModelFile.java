package nn.io.model;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.network.Catalogue;
import nn.core.Network;
import nn.core.architecture.Architecture;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;
import nn.io.table.TableModel;
import nn.io.table.TablePreparation;
import org.jspecify.annotations.Nullable;

/**
 * A model in a file: layers and cost by kind and settings, all parameters, where it comes from, and
 * an example that shows that it still computes the same.
 *
 * <pre>{@code
 * ModelFile.save(file, network);
 * …
 * Network network = ModelFile.open(file, backend);
 * }</pre>
 *
 * <p>It is a safetensors file with a SHA-256 over all its bytes; docs/model-file.md describes it
 * byte by byte, and how NumPy and PyTorch read it. The same training gives the same bytes on every
 * Java. A file opens on every backend, whichever saved it, and names kinds, never classes: opening
 * runs no code but that of plug-ins on the class path. Immutable.
 */
public final class ModelFile {
  static final String PROVENANCE = "provenance";
  static final String CARD = "card";

  /** The names of a checkpoint's arrays begin so. */
  private static final List<String> TRAINING = List.of("optimiser.", "best.", "training.");

  private final FileSource source;
  private final NetworkSection network;
  private final @Nullable TableSection table;
  private final Example example;
  private final Provenance provenance;
  private final JsonObject card;

  private ModelFile(FileSource source, ModelDocument document, Catalogue catalogue) {
    this.source = source;
    JsonObject model = document.model();
    document.requireOnly(
        model,
        NetworkSection.INPUTS,
        NetworkSection.LAYERS,
        NetworkSection.COST,
        TableSection.COLUMNS,
        TableSection.MISSING_CELLS,
        TableSection.TARGET,
        ModelDocument.REQUIRES,
        CARD,
        PROVENANCE);
    network = NetworkSection.read(source, document, catalogue);
    table = TableSection.read(source, document);
    example = Example.read(source, document, network.architecture());
    document.requireOnly(source, knownArrays(document));
    provenance = Provenance.read(model.object(PROVENANCE));
    card = model.has(CARD) ? model.object(CARD) : JsonObject.EMPTY;
  }

  private Set<String> knownArrays(ModelDocument document) {
    Set<String> known = new HashSet<>(Example.NAMES);
    known.addAll(network.names());
    if (table != null) {
      known.addAll(table.names());
    }
    if (document.training() != null) {
      TRAINING.forEach(prefix -> known.addAll(document.names(prefix)));
    }
    return known;
  }

  /**
   * Saves a network, durably: whatever happens meanwhile, the file is the old one or the new one.
   *
   * @throws FileFormatException if it cannot be saved, or a plug-in could not be rebuilt
   */
  public static void save(Path file, Network network) {
    of(network).save(file);
  }

  /** {@link #save(Path, Network)} of a model of a table: with columns, scales and classes. */
  public static void save(Path file, TableModel model) {
    of(model).save(file);
  }

  /** Begins a file of a network, with more than {@link #save(Path, Network)} writes. */
  public static ModelWriter of(Network network) {
    return new ModelWriter(network);
  }

  /** Begins a file of a model of a table, with more than {@link #save(Path, TableModel)} writes. */
  public static ModelWriter of(TableModel model) {
    return new ModelWriter(model);
  }

  /**
   * Opens a network on a backend, with the plug-ins of the class path.
   *
   * <p>Its example must then give the outputs that it gave when it was saved: on a backend of the
   * same exact tier and number type the same bits. Elsewhere products and sums are rounded
   * otherwise, and parameters too where the number type is another; how far that moves an output
   * depends on the network. So the example is computed once more with every parameter and input
   * changed by the relative amount {@code ±√u}, half of the digits ({@code 2⁻²⁶} in FLOAT64, {@code
   * 2⁻¹²} where either side is FLOAT32): an output may differ from the saved one by as much as that
   * moves it and by {@code √u·max(1, largest output)}. Rounding stays far below; another activation
   * or other settings do not.
   *
   * @return a network of its own, to be closed
   * @throws FileFormatException if the file cannot be read, is none of nn, has changed since it was
   *     saved, needs a plug-in that is missing, or computes something else than it did
   */
  public static Network open(Path file, Backend backend) {
    return read(file).network(backend);
  }

  /**
   * {@link #open} of a model of a table.
   *
   * @param backend which must stay open as long as the model
   * @return a model of its own, to be closed
   * @throws FileFormatException also if it is a network alone
   */
  public static TableModel openTable(Path file, Backend backend) {
    return read(file).tableModel(backend);
  }

  /**
   * Reads and verifies a file, without a backend.
   *
   * @throws FileFormatException as by {@link #open}
   */
  public static ModelFile read(Path file) {
    return read(file, Catalogue.load());
  }

  /** {@link #read(Path)} with given plug-ins. */
  public static ModelFile read(Path file, Catalogue catalogue) {
    FileSource source = new FileSource("open", file);
    return of(source, ModelDocument.read(source), catalogue);
  }

  /**
   * {@link #read(Path)} of bytes that came from elsewhere, as over a network.
   *
   * @param name what errors name
   * @param bytes as {@link ModelWriter#toBytes} gives them; not to be changed any more
   */
  public static ModelFile of(String name, byte[] bytes) {
    FileSource source = new FileSource("open", Path.of(name));
    return of(source, ModelDocument.parse(source, bytes), Catalogue.load());
  }

  static ModelFile of(FileSource source, ModelDocument document, Catalogue catalogue) {
    try {
      return new ModelFile(source, document, catalogue);
    } catch (JsonException refused) {
      throw ModelDocument.malformed(source, "model", refused);
    }
  }

  NetworkSection section() {
    return network;
  }

  /** The number type of the backend that saved it. */
  public DType dtype() {
    return provenance.dtype();
  }

  /** The tier of the backend that saved it. */
  Tier tier() {
    return provenance.tier();
  }

  /** The network without its numbers. */
  public Architecture architecture() {
    return network.architecture();
  }

  /**
   * The network on a backend; see {@link #open}.
   *
   * @throws FileFormatException if a parameter does not fit into the backend's number type, or the
   *     example gives other outputs
   */
  public Network network(Backend backend) {
    Network opened = network.network(backend);
    try {
      example.require(source, opened, provenance.tier(), provenance.dtype());
      return opened;
    } catch (Throwable failure) {
      opened.close();
      throw failure;
    }
  }

  /** How tables become inputs and outputs become classes or numbers; null for a network alone. */
  public @Nullable TablePreparation preparation() {
    return table == null ? null : table.preparation();
  }

  /**
   * The model of a table on a backend; see {@link #open}.
   *
   * @throws FileFormatException as by {@link #network}, and if the file has a network alone
   */
  public TableModel tableModel(Backend backend) {
    if (table == null) {
      throw source.problem(
          FileProblem.INCONSISTENT,
          "it is a network alone, which knows no columns; open it as a network, or save a model of"
              + " a table");
    }
    Network opened = network(backend);
    try {
      return table.model(source, opened);
    } catch (Throwable failure) {
      opened.close();
      throw failure;
    }
  }

  /** The features of the record that is the example. */
  public double[] exampleInputs() {
    return example.inputs();
  }

  /** The outputs that the network gave for it when it was saved. */
  public double[] exampleOutputs() {
    return example.outputs();
  }

  /**
   * Where it comes from: {@code nn}, {@code spec}, {@code backend}, {@code tier}, {@code dtype},
   * {@code weights-sha256} and what was added. Values are texts, numbers ({@link Double}), truth
   * values, and lists and maps of these.
   */
  public Map<String, Object> provenance() {
    return provenance.json().toPlainMap();
  }

  /** What its author says of it, such as licence, intended use and limits; values likewise. */
  public Map<String, Object> card() {
    return card.toPlainMap();
  }
}
