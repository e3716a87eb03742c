package nn.cli.report;

/** A part of a report with a heading. */
public interface Section {

  /** The heading. */
  String title();

  /** Writes what stands below the heading. */
  void write(Markup html);

  /** Whether it needs the page's whole width, as wide tables do. */
  default boolean isWide() {
    return true;
  }
}
