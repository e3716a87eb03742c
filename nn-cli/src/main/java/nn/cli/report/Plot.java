package nn.cli.report;

import java.util.Locale;

/**
 * An SVG picture with two axes, in which sections draw.
 *
 * @param html where it is written
 * @param x to the right
 * @param y upwards
 */
record Plot(Markup html, Axis x, Axis y) implements AutoCloseable {
  static final int WIDTH = 560;
  static final int HEIGHT = 340;
  static final int LEFT = 62;
  static final int RIGHT = 12;
  static final int TOP = 10;
  static final int BOTTOM = 46;

  /** Colours that the style has for series and classes. */
  static final int COLOURS = 8;

  /** Begins the picture. */
  static Plot open(Markup html, String description, Axis x, Axis y) {
    html.open(
        "svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", description);
    return new Plot(html, x, y);
  }

  /** The style's name of a series' or a class's colour. */
  static String colour(int index) {
    return "c" + index % COLOURS;
  }

  /** The horizontal place of a value. */
  double right(double value) {
    return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
  }

  /** The vertical place of a value. */
  double down(double value) {
    return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
  }

  /** Axes, with lines across the picture at their ticks. */
  void drawAxes() {
    for (double tick : x.ticks()) {
      line("grid", right(tick), TOP, right(tick), HEIGHT - BOTTOM);
      label(x.label(tick), right(tick), HEIGHT - BOTTOM + 16, "middle");
    }
    for (double tick : y.ticks()) {
      line("grid", LEFT, down(tick), WIDTH - RIGHT, down(tick));
      label(y.label(tick), LEFT - 7, down(tick) + 4, "end");
    }
    label(x.title(), (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle");
    html.leaf(
        "text",
        y.title(),
        "transform",
        "translate(13 " + (TOP + HEIGHT - BOTTOM) / 2 + ") rotate(-90)",
        "text-anchor",
        "middle");
  }

  /** A straight line between places. */
  void line(String style, double x1, double y1, double x2, double y2) {
    html.empty(
        "line", "class", style, "x1", place(x1), "y1", place(y1), "x2", place(x2), "y2", place(y2));
  }

  private void label(String text, double right, double down, String anchor) {
    html.leaf("text", text, "x", place(right), "y", place(down), "text-anchor", anchor);
  }

  /** A dot at a value with a text that appears where the mouse points at it. */
  void dot(String style, double atX, double atY, double radius, String tooltip) {
    html.open(
            "circle",
            "class",
            style,
            "cx",
            place(right(atX)),
            "cy",
            place(down(atY)),
            "r",
            place(radius))
        .leaf("title", tooltip)
        .close();
  }

  /** A place's coordinate. */
  static String place(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }

  @Override
  public void close() {
    html.close();
  }
}
