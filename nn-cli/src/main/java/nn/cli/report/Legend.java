package nn.cli.report;

import java.util.List;

/** Names beside the colours that a picture has for them. */
final class Legend {
  private Legend() {}

  /** All names in the order of the colours. */
  static void write(Markup html, List<String> names) {
    html.open("figcaption");
    for (int i = 0; i < names.size(); i++) {
      write(html, names.get(i), i);
    }
    html.close();
  }

  static void write(Markup html, String name, int colour) {
    html.open("span", "class", "key " + Plot.colour(colour)).close();
    html.text(name + " ");
  }
}
