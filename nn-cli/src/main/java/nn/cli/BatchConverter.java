package nn.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code all}, which is 0, or a number of records. */
final class BatchConverter implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String value) {
    if (value.equals("all")) {
      return 0;
    }
    try {
      int records = Integer.parseInt(value);
      if (records >= 1) {
        return records;
      }
    } catch (NumberFormatException noNumber) {
      // The same complaint as for a number below 1.
    }
    throw new TypeConversionException(
        "a batch is all or a whole number of at least 1: '" + value + "'");
  }
}
