package nn.io.model;

import java.util.List;
import java.util.Map;
import nn.api.Message;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonObject;

/**
 * The tables that layers for images make when they are built: where each number of each window is.
 * A few bytes of settings can ask for gigabytes of them, so they are counted before.
 */
final class ImageTables {
  /** One number of a table, and one of the tensor that it fills, are this part of the memory. */
  private static final int SHARE = 32;

  /** An object for each place of a window counts as so many numbers. */
  private static final int OBJECT = 16;

  private ImageTables() {}

  /**
   * Refuses layers whose tables take too much of the memory that Java may use.
   *
   * @throws FileFormatException if they do
   */
  static void requireRoom(FileSource source, List<JsonObject> layers) {
    double most = (double) Runtime.getRuntime().maxMemory() / SHARE;
    double numbers = layers.stream().mapToDouble(ImageTables::numbers).sum();
    if (numbers > most) {
      throw source.problem(
          FileProblem.TOO_LARGE,
          Message.of(
              "its layers for images need tables of %.0f numbers, and only %.0f have room; give Java"
                  + " more memory (-Xmx)",
              numbers, most));
    }
  }

  /** At most so many numbers are in the tables of a layer and of the layers within. */
  private static double numbers(JsonObject layer) {
    if (!layer.has("config")) {
      return 0;
    }
    JsonObject config = layer.object("config");
    double numbers = config.has("input-channels") ? ownNumbers(config) : 0;
    for (Map.Entry<String, Object> setting : config.toMap().entrySet()) {
      if (setting.getValue() instanceof JsonObject inner) {
        numbers += numbers(inner);
      }
    }
    return numbers;
  }

  private static double ownNumbers(JsonObject config) {
    double channels = config.number("input-channels");
    double height = config.number("input-height");
    double width = config.number("input-width");
    if (!config.has("stride")) {
      return channels * height * width; // batch normalisation
    }
    double padding = config.has("padding") ? config.number("padding") : 0;
    double rows = positions(height, padding, config.number("height"), config);
    double columns = positions(width, padding, config.number("width"), config);
    double window = config.number("height") * config.number("width");
    double outputs = config.has("channels") ? config.number("channels") : 0;
    return rows * columns * (window * channels + 2 * outputs) + window * OBJECT;
  }

  private static double positions(double extent, double padding, double window, JsonObject config) {
    return Math.max(0, (extent + 2 * padding - window) / Math.max(1, config.number("stride")) + 1);
  }
}
