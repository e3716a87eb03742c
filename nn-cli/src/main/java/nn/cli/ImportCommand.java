package nn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.core.Network;
import nn.io.model.ModelFile;
import nn.io.model.ModelWriter;
import nn.io.model.ParameterImport;
import nn.io.table.TableModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A network of fully connected layers that another program trained. */
@Command(
    name = "import",
    description = {
      "Makes a model of the parameters of fully connected layers that PyTorch (.pt, .pth), NumPy"
          + " (.npz) or Hugging Face (.safetensors) has saved. Nothing of the file is executed"
          + " (docs/import.md).",
      "",
      "With --columns and --target the model knows a table, and 'predict' takes it."
    })
final class ImportCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(paramLabel = "FILE", description = "The file of parameters.")
  Path file;

  @Option(
      names = "--save",
      paramLabel = "MODEL",
      required = true,
      description = "Where the model is saved.")
  Path model;

  @Option(
      names = "--activation",
      paramLabel = "KIND",
      defaultValue = "relu",
      description = "Of all layers but the last. Default: ${DEFAULT-VALUE}.")
  String activation;

  @Option(
      names = "--last-activation",
      paramLabel = "KIND",
      description =
          "Of the last layer: sigmoid, softmax or identity. Default: what the target needs.")
  @Nullable String lastActivation;

  @Option(
      names = "--take",
      paramLabel = "LAYER,...",
      split = ",",
      description = "These layers of the file, in this order. Default: all in the file's.")
  List<String> layers = List.of();

  @Option(
      names = "--under",
      paramLabel = "PREFIX",
      description = "What the names of the parameters begin with, such as generator. with its dot.")
  @Nullable String prefix;

  @Mixin ImportedTable table;
  @Mixin BackendChoice backendChoice;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec CommandSpec spec;

  ImportCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    table.check(new WrongUse(spec));
    ParameterImport parameters = parameters();
    try (Backend backend = backendChoice.open();
        Network network = network(parameters, backend)) {
      parameters.into(network);
      writer(network).provenance(Map.of("imported-from", fileName())).save(model);
      screen.out().println("saved " + model);
      screen.out().print(network.summary());
      screen.out().flush();
    }
    return ExitCode.DONE;
  }

  private Network network(ParameterImport parameters, Backend backend) {
    CommandPlugIns plugIns = CommandPlugIns.load("import");
    Activation hidden = plugIns.activation(activation);
    Activation last =
        plugIns.activation(lastActivation == null ? table.usualActivation() : lastActivation);
    try {
      return parameters.dense(hidden, last).build(backend);
    } catch (IllegalArgumentException unfit) {
      throw unfit(unfit);
    }
  }

  private static ToolException unfit(IllegalArgumentException unfit) {
    return ToolException.wrongUse(
        "import: --columns, --classes and --last-activation must suit the file: "
            + unfit.getMessage());
  }

  private ParameterImport parameters() {
    ParameterImport parameters = ParameterImport.read(file);
    if (prefix != null) {
      parameters = parameters.under(prefix);
    }
    return layers.isEmpty() ? parameters : parameters.layers(layers);
  }

  private ModelWriter writer(Network network) {
    if (!table.isGiven()) {
      return ModelFile.of(network);
    }
    try {
      return ModelFile.of(TableModel.of(table.preparation(), network));
    } catch (IllegalArgumentException unfit) {
      throw unfit(unfit);
    }
  }

  private String fileName() {
    return String.valueOf(file.getFileName());
  }
}
