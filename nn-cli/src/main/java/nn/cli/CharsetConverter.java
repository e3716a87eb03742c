package nn.cli;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an encoding. */
final class CharsetConverter implements ITypeConverter<Charset> {

  @Override
  public Charset convert(String text) {
    try {
      return Charset.forName(text);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new TypeConversionException(
          "'" + text + "' is no encoding; say UTF-8, UTF-16LE, ISO-8859-1 or windows-1252");
    }
  }
}
