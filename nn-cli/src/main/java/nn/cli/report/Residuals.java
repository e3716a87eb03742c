package nn.cli.report;

import java.util.List;

/**
 * What is left to explain: actual less predicted, over predicted. Without a pattern it is noise.
 *
 * @param target what is predicted
 * @param groups of records, for instance those that trained and those that tested
 */
public record Residuals(String target, List<Group> groups) implements Section {
  private static final int MOST_DOTS = 1000;

  /**
   * Records that belong together.
   *
   * @param name of the group
   * @param predicted in the target's unit
   * @param actual likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // drawn at once, never compared
  public record Group(String name, double[] predicted, double[] actual) {

    double residual(int record) {
      return actual[record] - predicted[record];
    }

    double[] residuals() {
      double[] residuals = new double[actual.length];
      for (int i = 0; i < actual.length; i++) {
        residuals[i] = residual(i);
      }
      return residuals;
    }
  }

  @Override
  public String title() {
    return "Residuals";
  }

  @Override
  public boolean isWide() {
    return false;
  }

  @Override
  public void write(Markup html) {
    Axis x =
        Axis.around(
            "predicted " + target,
            0.04,
            groups.stream().map(Group::predicted).toArray(double[][]::new));
    Axis y =
        Axis.around(
            "actual less predicted",
            0.04,
            groups.stream().map(Group::residuals).toArray(double[][]::new));
    html.open("figure");
    try (Plot plot = Plot.open(html, title(), x, y)) {
      plot.drawAxes();
      if (y.from() < 0 && y.to() > 0) {
        plot.line("best", Plot.LEFT, plot.down(0), Plot.WIDTH - Plot.RIGHT, plot.down(0));
      }
      for (int i = 0; i < groups.size(); i++) {
        draw(plot, Plot.colour(i), groups.get(i));
      }
    }
    Legend.write(html, groups.stream().map(Group::name).toList());
    html.close();
  }

  private static void draw(Plot plot, String colour, Group group) {
    int every = Math.max(1, group.actual().length / MOST_DOTS);
    for (int i = 0; i < group.actual().length; i += every) {
      if (Double.isFinite(group.residual(i))) {
        String tooltip =
            "predicted "
                + Cells.number(group.predicted()[i])
                + ", actual "
                + Cells.number(group.actual()[i]);
        plot.dot("dot " + colour, group.predicted()[i], group.residual(i), 3, tooltip);
      }
    }
  }
}
