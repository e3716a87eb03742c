package nn.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 25,25}. */
final class LayersConverter implements ITypeConverter<Layers> {

  @Override
  public Layers convert(String value) {
    List<Integer> units = new ArrayList<>();
    for (String size : value.split(",", -1)) {
      try {
        units.add(Integer.parseInt(size.strip()));
      } catch (NumberFormatException noNumber) {
        units.add(0);
      }
      if (units.get(units.size() - 1) < 1) {
        throw new TypeConversionException(
            "each hidden layer needs a whole number of units of at least 1, such as 25,25: '"
                + value
                + "'");
      }
    }
    return new Layers(units);
  }
}
