package nn.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One HTML file that shows what a training did. It has no script, and a policy by which a browser
 * loads nothing for it.
 *
 * @param title its heading
 * @param subtitle a line below it
 * @param sections in their order
 */
public record Report(String title, String subtitle, List<Section> sections) {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  /** Keeps a copy of the list. */
  public Report {
    sections = List.copyOf(sections);
  }

  /** The file's text, which is UTF-8. */
  public String html() {
    Markup html = new Markup();
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.leaf("title", title);
    html.leaf("style", style());
    html.close().open("body").open("main");
    html.open("header").leaf("h1", title).leaf("p", subtitle).close();
    for (Section section : sections) {
      html.open("section", "class", section.isWide() ? "wide" : "half");
      html.leaf("h2", section.title());
      section.write(html);
      html.close();
    }
    html.close().close().close();
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  /** Without any character that would have to be escaped, which HTML does not undo in a style. */
  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(Report.class.getResourceAsStream("report.css"), "report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
