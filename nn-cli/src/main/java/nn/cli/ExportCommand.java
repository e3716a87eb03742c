package nn.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import nn.api.Backend;
import nn.core.Network;
import nn.io.model.ModelFile;
import nn.io.onnx.OnnxExport;
import nn.io.table.TableModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A saved model for other runtimes. */
@Command(
    name = "export",
    description = {
      "Writes a saved model for other programs: as ONNX, with its columns, scales and classes in the"
          + " graph (docs/onnx.md)."
    })
final class ExportCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(paramLabel = "MODEL", description = "A saved model.")
  Path model;

  @Option(
      names = "--onnx",
      paramLabel = "FILE",
      required = true,
      description = "The ONNX file to write.")
  Path onnx;

  @Mixin BackendChoice backendChoice;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  ExportCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    ModelFile file = ModelFile.read(model);
    try (Backend backend = backendChoice.openFor(file)) {
      if (file.preparation() == null) {
        try (Network network = file.network(backend)) {
          save(OnnxExport.of(network));
        }
      } else {
        try (TableModel table = file.tableModel(backend)) {
          save(OnnxExport.of(table));
        }
      }
    }
    return ExitCode.DONE;
  }

  private void save(OnnxExport export) {
    try {
      export.save(onnx);
    } catch (IllegalArgumentException without) {
      throw ToolException.failed("export: " + without.getMessage(), without);
    }
    screen.out().println("wrote " + onnx);
    screen.out().flush();
  }
}
