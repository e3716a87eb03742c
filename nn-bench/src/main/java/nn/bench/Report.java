package nn.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** The files of a run. */
final class Report {
  private final Path folder;
  private final String machine;
  private final String command;

  Report(Path folder, String machine, ParseResult arguments) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.machine = machine;
    command = ("./nn bench " + String.join(" ", arguments.originalArgs())).strip();
  }

  /** Of what the figures are. */
  static String machine() {
    return String.format(
        Locale.ROOT,
        "Java %s, %s %s, %d processors",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  /** Writes the groups as Markdown and as JSON. */
  void write(List<Group> groups) throws IOException {
    Files.writeString(folder.resolve("results.md"), Markdown.document(machine, command, groups));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("command", command);
    all.put("groups", groups.stream().map(Report::group).toList());
    Files.writeString(folder.resolve("results.json"), Json.text(all));
  }

  private static Map<String, ?> group(Group group) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("work", group.work());
    fields.put("unit", group.rate().unit());
    fields.put("baseline", group.baseline().heading());
    List<Map<String, ?>> rows = new ArrayList<>();
    group.rows().forEach(row -> rows.add(row(group, row)));
    fields.put("rows", rows);
    return fields;
  }

  private static Map<String, ? extends @Nullable Object> row(Group group, Measurement row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("contender", row.contender());
    if (row.failure() != null) {
      fields.put("failure", row.failure());
      return fields;
    }
    fields.put("nanoseconds", row.nanoseconds());
    fields.put("spread", row.spread());
    fields.put("rate", group.rate().of(row.nanoseconds()));
    fields.put("ofRaw", group.ofRaw(row).orElse(Double.NaN));
    fields.put("ofBaseline", group.ofBaseline(row).orElse(Double.NaN));
    fields.put("bytes", row.bytes());
    Verdict verdict = row.verdict();
    if (verdict != null) {
      fields.put("tier", verdict.tier().name());
      fields.put("bits", verdict.bits());
    }
    fields.put("times", row.times());
    return fields;
  }

  /** Draws the charts and tells what there is; a machine without fonts gets a line instead. */
  void draw(List<Group> groups, PrintWriter out) throws IOException {
    List<Chart> charts = Chart.of(groups);
    String files = "results.md, results.json, jmh.json";
    out.println();
    try {
      for (Chart chart : charts) {
        chart.write(folder.resolve(chart.file()));
      }
      files += ", charts";
    } catch (RuntimeException | LinkageError | InternalError noFonts) {
      out.println("charts: left out, as this machine cannot draw them: " + noFonts);
    }
    out.println("written to " + folder + ": " + files);
  }
}
