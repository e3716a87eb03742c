package nn.io.table;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written. What is null is recognised; {@link CsvTable#format} tells as what.
 *
 * @param separator between cells; a comma, semicolon, tab or bar is recognised
 * @param decimal the decimal mark, a point or a comma
 * @param encoding of the text; UTF-8, UTF-16 with a byte order mark and Windows-1252, of which
 *     Latin-1's letters are a part, are recognised
 * @param header whether the first line names the columns; without one they are called column1,
 *     column2 and so on
 */
public record CsvFormat(
    @Nullable Character separator,
    @Nullable Character decimal,
    @Nullable Charset encoding,
    boolean header) {

  /** Recognises everything, with a header. */
  public static final CsvFormat RECOGNISED = new CsvFormat(null, null, null, true);

  /** What is not worth a word. */
  private static final CsvFormat PLAIN = new CsvFormat(',', '.', StandardCharsets.UTF_8, true);

  /**
   * Checks the marks.
   *
   * @throws IllegalArgumentException if the separator is a quote, a line end or a letter or digit,
   *     or the decimal mark neither a point nor a comma
   */
  public CsvFormat {
    if (separator != null
        && (separator == '"'
            || separator == '\n'
            || separator == '\r'
            || Character.isLetterOrDigit(separator))) {
      throw new IllegalArgumentException(
          "csv: the separator must be a mark, such as a comma, a semicolon or a tab: "
              + name(separator));
    }
    if (decimal != null && decimal != '.' && decimal != ',') {
      throw new IllegalArgumentException(
          "csv: the decimal mark must be a point or a comma: " + name(decimal));
    }
  }

  /** This with a separator; null to recognise it. */
  public CsvFormat separator(@Nullable Character mark) {
    return new CsvFormat(mark, decimal, encoding, header);
  }

  /** This with a decimal mark; null to recognise it. */
  public CsvFormat decimal(@Nullable Character mark) {
    return new CsvFormat(separator, mark, encoding, header);
  }

  /** This with an encoding; null to recognise it. */
  public CsvFormat encoding(@Nullable Charset charset) {
    return new CsvFormat(separator, decimal, charset, header);
  }

  /** This with or without a header. */
  public CsvFormat header(boolean present) {
    return new CsvFormat(separator, decimal, encoding, present);
  }

  /** What is other than commas, points, UTF-8 and a header, such as {@code semicolons}. */
  List<String> particulars() {
    List<String> words = new ArrayList<>();
    if (separator != null && !separator.equals(PLAIN.separator)) {
      words.add("cells separated by " + plural(separator));
    }
    if (decimal != null && (!words.isEmpty() || !decimal.equals(PLAIN.decimal))) {
      words.add("decimal " + plural(decimal));
    }
    if (encoding != null && !encoding.equals(PLAIN.encoding)) {
      words.add("encoding " + encoding.name());
    }
    if (!header) {
      words.add("no header");
    }
    return words;
  }

  /** The word for a mark, such as {@code semicolon}. */
  static String name(char mark) {
    return switch (mark) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      case '\t' -> "tab";
      case '|' -> "bar";
      case '.' -> "point";
      case ' ' -> "space";
      default ->
          Character.isISOControl(mark)
              ? String.format(java.util.Locale.ROOT, "U+%04X", (int) mark)
              : "'" + mark + "'";
    };
  }

  static String plural(char mark) {
    String name = name(mark);
    return Character.isLetter(name.charAt(0)) && !name.startsWith("U+") ? name + "s" : name;
  }
}
