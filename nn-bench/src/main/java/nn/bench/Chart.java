package nn.bench;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;

/**
 * A chart of all groups of one kind: GFLOP/s where work is counted so, else speed as a multiple of
 * the baseline's.
 *
 * @param title what was done
 * @param axis what is shown
 * @param labels of the groups
 * @param series the bars of each backend, null where there is none
 */
record Chart(String title, String axis, List<String> labels, Map<String, List<Double>> series) {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 700;
  private static final Pattern THREADS = Pattern.compile(", \\d+ threads?$");

  Chart {
    labels = List.copyOf(labels);
    series = new LinkedHashMap<>(series);
  }

  /** The charts of a run. */
  static List<Chart> of(List<Group> groups) {
    Map<String, List<Group>> byTitle = new LinkedHashMap<>();
    for (Group group : groups) {
      Matcher threads = THREADS.matcher(group.work());
      String with = threads.find() ? threads.group() : "";
      byTitle.computeIfAbsent(group.place().chart() + with, title -> new ArrayList<>()).add(group);
    }
    List<Chart> charts = new ArrayList<>();
    byTitle.forEach((title, alike) -> charts.add(of(title, alike)));
    return charts;
  }

  private static Chart of(String title, List<Group> groups) {
    boolean products = groups.stream().allMatch(group -> group.rate().unit().equals("GFLOP/s"));
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      for (Measurement row : group.rows()) {
        if (row.failure() != null || (row.raw() && products)) {
          continue;
        }
        OptionalDouble bar =
            products
                ? OptionalDouble.of(group.rate().of(row.nanoseconds()))
                : group.ofBaseline(row);
        if (bar.isPresent()) {
          series
              .computeIfAbsent(
                  row.contender(),
                  name -> new ArrayList<>(Collections.nCopies(groups.size(), null)))
              .set(g, bar.getAsDouble());
        }
      }
    }
    return new Chart(
        title,
        products ? "GFLOP/s" : "times the speed " + groups.get(0).baseline().heading(),
        groups.stream().map(group -> group.place().label()).toList(),
        series);
  }

  /** The name of its file. */
  String file() {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".png";
  }

  /** Draws it. */
  void write(Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(axis)
            .build();
    CategoryStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setXAxisLabelRotation(labels.stream().anyMatch(label -> label.length() > 8) ? 30 : 0);
    series.forEach((name, bars) -> chart.addSeries(name, labels, bars));
    if (!series.isEmpty()) {
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      chart.paint(graphics, WIDTH, HEIGHT);
      graphics.dispose();
      ImageIO.setUseCache(false); // a cache would need a writable folder
      try (OutputStream out = Files.newOutputStream(file)) {
        ImageIO.write(image, "png", out);
      }
    }
  }
}
