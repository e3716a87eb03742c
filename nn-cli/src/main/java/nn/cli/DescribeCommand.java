package nn.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import nn.cli.report.Cells;
import nn.core.architecture.Architecture;
import nn.io.model.ModelFile;
import nn.io.table.CategoricalFeature;
import nn.io.table.FeatureColumn;
import nn.io.table.TablePreparation;
import nn.io.table.TargetColumn;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a saved model is. */
@Command(
    name = "describe",
    description = {
      "Verifies a saved model and tells what it is: layers, cost, columns, target and classes, where it"
          + " comes from, and what its author says of it."
    })
final class DescribeCommand implements Callable<Integer> {
  private static final int MOST_COLUMNS = 30;

  private final Screen screen;

  @Parameters(paramLabel = "MODEL", description = "A saved model or checkpoint.")
  Path file;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  DescribeCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Map<String, @Nullable Object> description = description(ModelFile.read(file));
    if (json) {
      screen.out().print(Results.json(description));
    } else {
      description.forEach(this::print);
    }
    screen.out().flush();
    return ExitCode.DONE;
  }

  private static Map<String, @Nullable Object> description(ModelFile model) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    Architecture architecture = model.architecture();
    description.put("inputs", architecture.inputs());
    description.put(
        "layers",
        IntStream.range(0, architecture.layers().size()).mapToObj(architecture::describe).toList());
    description.put("cost", architecture.cost().kind());
    TablePreparation preparation = model.preparation();
    if (preparation != null) {
      description.put("columns", columns(preparation.encoding().features()));
      TargetColumn target = preparation.encoding().target();
      description.put("target", target.name());
      description.put("task", TaskConverter.spelling(target.task()));
      description.put("classes", target.classes());
    }
    description.putAll(model.provenance());
    if (!model.card().isEmpty()) {
      description.put("card", model.card());
    }
    return description;
  }

  private static List<String> columns(List<FeatureColumn> features) {
    return features.stream().map(DescribeCommand::column).toList();
  }

  private static String column(FeatureColumn feature) {
    return feature instanceof CategoricalFeature
        ? feature.name() + " (" + feature.inputs().size() + " categories)"
        : feature.name();
  }

  private void print(String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      String label = name;
      for (Object element : list.subList(0, Math.min(MOST_COLUMNS, list.size()))) {
        print(label, element);
        label = "";
      }
      if (list.size() > MOST_COLUMNS) {
        print("", "and " + (list.size() - MOST_COLUMNS) + " more");
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> print(name + "." + key, inner));
    } else {
      String text = value instanceof Double number ? Cells.number(number) : String.valueOf(value);
      screen.out().println(Results.padded(name, 18) + text);
    }
  }
}
