package nn.cli.report;

import java.util.List;

/**
 * Sentences that say what is wrong and what to do.
 *
 * @param sentences none if all is well
 */
public record Findings(List<String> sentences) implements Section {

  @Override
  public String title() {
    return "Findings";
  }

  @Override
  public void write(Markup html) {
    if (sentences.isEmpty()) {
      html.leaf("p", "Nothing was found that is wrong with the training.");
      return;
    }
    html.open("ul", "class", "findings");
    sentences.forEach(sentence -> html.leaf("li", sentence));
    html.close();
  }
}
