package nn.cli.chart;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of classes with their colours, in centred lines below a plot, all on one base line.
 *
 * @param names the classes; the colour of each is that of its index
 */
record Legend(List<String> names) {
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final int LINE = 24;
  private static final int MAX_LINES = 4;
  private static final int DOT = 8;
  private static final int GAP = 7;
  private static final int SPACE = 22;
  private static final int MARGIN = 14;

  private record Entry(String name, int index, int width) {}

  /** The height that it takes. */
  int height(Graphics2D graphics) {
    return lines(graphics).size() * LINE + MARGIN / 2;
  }

  /** Draws it with its top at {@code y}. */
  void draw(Graphics2D graphics, int y) {
    graphics.setFont(FONT);
    int line = y;
    for (List<Entry> entries : lines(graphics)) {
      int width = entries.stream().mapToInt(Entry::width).sum() - SPACE;
      int x = (Look.WIDTH - width) / 2;
      for (Entry entry : entries) {
        graphics.setColor(Look.colour(entry.index()));
        graphics.fill(new Ellipse2D.Double(x, line + (LINE - DOT) / 2.0, DOT, DOT));
        graphics.setColor(Look.INK);
        graphics.drawString(entry.name(), x + DOT + GAP, line + LINE / 2 + 5);
        x += entry.width();
      }
      line += LINE;
    }
  }

  private List<List<Entry>> lines(Graphics2D graphics) {
    FontMetrics metrics = graphics.getFontMetrics(FONT);
    List<List<Entry>> lines = new ArrayList<>();
    int left = 0;
    for (int i = 0; i < names.size(); i++) {
      String name =
          names.get(i).length() <= 40 ? names.get(i) : names.get(i).substring(0, 40) + "…";
      Entry entry = new Entry(name, i, DOT + GAP + metrics.stringWidth(name) + SPACE);
      if (lines.isEmpty() || entry.width() > left) {
        if (lines.size() == MAX_LINES) {
          return lines;
        }
        lines.add(new ArrayList<>());
        left = Look.WIDTH - 2 * MARGIN + SPACE;
      }
      lines.get(lines.size() - 1).add(entry);
      left -= entry.width();
    }
    return lines;
  }
}
