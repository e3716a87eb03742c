package nn.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import nn.core.metric.ConfusionMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What Java's own XML parser reads in a report. */
class ReportTest {
  private static final double[] NUMBERS = {1, Double.NaN, 3, Double.POSITIVE_INFINITY, 2.5};

  /** Everything that a section may be given, with one text wherever a text goes. */
  private static Report report(String text) {
    List<String> classes = List.of(text, "other");
    return new Report(
        text,
        text,
        List.of(
            new Findings(List.of(text)),
            new DataTable(text, classes, List.of(classes), Set.of(0), text),
            new Curves(text, text, text, List.of(new Curves.Curve(text, 1, NUMBERS)), 2),
            new Confusion(text, classes, ConfusionMatrix.binary(5, 1, 0, 3)),
            new Residuals(text, List.of(new Residuals.Group(text, NUMBERS, NUMBERS))),
            new Boundary(
                text,
                text,
                new double[] {0, 1},
                new double[] {2, 5},
                new int[] {0, 1},
                classes,
                rows ->
                    Arrays.stream(rows)
                        .map(row -> new double[] {row[0]})
                        .toArray(double[][]::new))));
  }

  private static Document parsed(Report report)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(report.html())));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"'></style><script>alert(1)</script>",
        "]]> --> <!-- <![CDATA[",
        "&amp; &#0; &nosuch;",
        "ärger 日本 🙂"
      })
  void namesStayTextWhateverTheyAre(String hostile)
      throws ParserConfigurationException, IOException, SAXException {
    Document document = parsed(report(hostile));
    assertEquals(0, elements(document, "script").size());
    assertEquals(hostile, elements(document, "h1").get(0).getTextContent());
    assertEquals(hostile, elements(document, "title").get(0).getTextContent());
    assertEquals(hostile, elements(document, "svg").get(0).getAttribute("aria-label"));
    assertEquals(hostile, elements(document, "th").get(0).getTextContent());
    assertTrue(
        elements(document, "li").stream().anyMatch(item -> item.getTextContent().equals(hostile)));
  }

  @Test
  void whatXmlCannotHaveIsReplaced()
      throws ParserConfigurationException, IOException, SAXException {
    String impossible = "a\0b\u0001c\ud800d\uffff";
    assertEquals(
        "a\ufffdb\ufffdc\ufffdd\ufffd",
        elements(parsed(report(impossible)), "h1").get(0).getTextContent());
  }

  @Test
  void aBrowserLoadsNothingAndRunsNothing()
      throws ParserConfigurationException, IOException, SAXException {
    Report report = report("x");
    Document document = parsed(report);
    assertEquals(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        elements(document, "meta").get(1).getAttribute("content"));
    assertEquals(1, elements(document, "style").size());
    assertFalse(report.html().contains("://"), report::html);
    for (Element element : elements(document, "*")) {
      IntStream.range(0, element.getAttributes().getLength())
          .mapToObj(i -> element.getAttributes().item(i).getNodeName())
          .forEach(name -> assertFalse(name.startsWith("on") || name.equals("src"), name));
      assertTrue(
          element.getAttribute("href").isEmpty()
              || element.getAttribute("href").startsWith("data:image/png;base64,"));
    }
  }

  /** HTML does not undo an escape in a style. */
  @Test
  void theStyleHasNothingToEscape() throws ParserConfigurationException, IOException, SAXException {
    String style = elements(parsed(report("x")), "style").get(0).getTextContent();
    assertTrue(style.contains("prefers-color-scheme: dark"), style);
    assertTrue(style.chars().noneMatch(c -> "<>&\"'".indexOf(c) >= 0), style);
  }

  @Test
  void axesAreMarkedAtRoundNumbers() {
    assertEquals(List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(new Axis("", 0, 1)));
    assertEquals(List.of("-10", "-5", "0", "5", "10"), labels(new Axis("", -12, 14)));
    assertEquals(
        List.of("2.50e+06", "3.00e+06", "3.50e+06"),
        labels(new Axis("", 2.1e6, 3.6e6)).subList(0, 3));
    assertEquals(
        List.of("0.0", "0.5", "1.0", "1.5", "2.0"), labels(Axis.around("", 0, new double[] {1})));
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(axis::label).toList();
  }

  @Test
  void ofManyClassesTheMostFrequentConfusionsAreShown()
      throws ParserConfigurationException, IOException, SAXException {
    List<String> classes = IntStream.range(0, 17).mapToObj(i -> "class " + i).toList();
    double[] outputs = new double[17 * 3];
    double[] targets = new double[17 * 3];
    for (int record = 0; record < 3; record++) {
      outputs[17 * record + (record == 0 ? 4 : 5)] = 1;
      targets[17 * record + 6] = 1;
    }
    ConfusionMatrix matrix =
        ConfusionMatrix.of(
            new nn.core.metric.Predictions(
                nn.api.network.Decision.FIRST_MAXIMUM, outputs, targets, 17, null));
    Document document =
        parsed(new Report("", "", List.of(new Confusion("confusion", classes, matrix))));
    assertEquals(
        List.of("class 6", "class 5", "2", "class 6", "class 4", "1"),
        elements(document, "td").stream().map(Element::getTextContent).toList());
  }

  @Test
  void numbersAreShort() {
    assertEquals("0.1235", Cells.number(0.123456));
    assertEquals("0.5", Cells.number(0.5));
    assertEquals("120", Cells.number(120));
    assertEquals("1.235e+10", Cells.number(1.23456e10));
    assertEquals("0", Cells.number(-0.0));
    assertEquals("undefined", Cells.number(Double.NaN));
    assertEquals("−∞", Cells.number(Double.NEGATIVE_INFINITY));
  }
}
