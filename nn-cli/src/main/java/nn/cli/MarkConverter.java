package nn.cli;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a mark by its name, or the mark itself. */
final class MarkConverter implements ITypeConverter<Character> {
  private static final Map<String, Character> NAMES =
      Map.of(
          "comma",
          ',',
          "semicolon",
          ';',
          "tab",
          '\t',
          "\\t",
          '\t',
          "bar",
          '|',
          "pipe",
          '|',
          "space",
          ' ',
          "point",
          '.');

  @Override
  public Character convert(String text) {
    Character named = NAMES.get(text);
    if (named == null && text.length() != 1) {
      throw new TypeConversionException(
          "'" + text + "' is not a mark; say comma, semicolon, tab, bar, point or one character");
    }
    return named != null ? named : Character.valueOf(text.charAt(0));
  }
}
