package nn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nn.cli.chart.Picture;
import nn.cli.chart.PictureWriter;
import nn.cli.report.Report;
import nn.core.training.History;
import org.jspecify.annotations.Nullable;

/** What a training leaves behind: a history, a summary, pictures. */
final class Results {
  /** All that any command draws. */
  private static final List<String> PICTURES =
      List.of("data.png", "cost.png", "accuracy.png", "boundary.png");

  private final History history;
  private final Map<String, @Nullable Object> summary;
  private final Map<String, Picture> pictures = new LinkedHashMap<>();
  private @Nullable Report report;

  Results(History history, Map<String, @Nullable Object> summary) {
    this.history = history;
    this.summary = summary;
  }

  void picture(String file, Picture picture) {
    pictures.put(file, picture);
  }

  void report(Report ofTraining) {
    report = ofTraining;
  }

  /**
   * Writes history, summary and report, then the pictures. These may fail, on a machine without
   * fonts say, and then the result of the training is kept all the same.
   */
  void save(ResultFolder folder, Screen screen, PictureWriter writer) {
    folder.stage("history.csv", historyLines());
    folder.stage("summary.json", json(summary));
    List<String> written = new ArrayList<>(List.of("history.csv", "summary.json"));
    if (report != null) {
      folder.stage("report.html", report.html());
      written.add("report.html");
    }
    PICTURES.forEach(folder::removeStale);
    folder.publish();
    if (draw(folder, screen, writer)) {
      written.addAll(pictures.keySet());
    }
    screen.out().println("wrote " + String.join(", ", written) + " in " + folder);
    screen.out().flush();
  }

  private boolean draw(ResultFolder folder, Screen screen, PictureWriter writer) {
    try {
      pictures.forEach(
          (file, picture) -> folder.stage(file, stream -> writer.write(picture, stream)));
      folder.publish();
      return true;
    } catch (ToolException unwritable) {
      folder.discard();
      throw unwritable;
    } catch (RuntimeException | Error undrawable) {
      // Without fonts java.awt throws whatever it happens to, plain java.lang.Error included.
      folder.discard();
      screen.warn(
          "no pictures, as they cannot be drawn here ("
              + String.valueOf(undrawable).replaceAll("\\s*\\R\\s*", " ")
              + "); where fonts are missing, install fontconfig and a font (on Debian: fontconfig"
              + " fonts-dejavu-core), or pass --no-pictures");
      return false;
    }
  }

  /** One line for each epoch, numbers in their shortest exact form, nothing for NaN. */
  private String historyLines() {
    StringBuilder lines = new StringBuilder("iteration,cost,accuracy");
    history.metrics().forEach(name -> lines.append(",validation-").append(name));
    lines.append('\n');
    for (int i = 0; i < history.size(); i++) {
      lines.append(i + 1);
      append(lines, history.cost(i));
      append(lines, history.accuracy(i));
      for (String name : history.metrics()) {
        append(lines, history.metric(name, i));
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  /** Adds a comma and a number in its shortest exact form; nothing for NaN. */
  static void append(StringBuilder lines, double value) {
    lines.append(',');
    if (!Double.isNaN(value)) {
      lines.append(value);
    }
  }

  /** A summary as JSON. */
  static String json(Map<String, @Nullable Object> summary) {
    try {
      return Json.text(summary);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A line of the printed summary. */
  static void print(Screen screen, String name, Object value) {
    screen.out().println(String.format(Locale.ROOT, "%-18s%s", name, value));
  }

  /** A number for people. */
  static String rounded(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** A text with spaces up to a width. */
  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
