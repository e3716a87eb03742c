package nn.io.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The order of layers where a file keeps none but that of their names. */
final class LayerNames {
  private static final Pattern BEFORE_OR_AFTER_NUMBERS =
      Pattern.compile("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Numbers in names by what they are, so that {@code 2.weight} comes before {@code 10.weight}. */
  static final Comparator<String> BY_NUMBERS = LayerNames::compare;

  private LayerNames() {}

  private static int compare(String a, String b) {
    List<String> left = Arrays.asList(BEFORE_OR_AFTER_NUMBERS.split(a));
    List<String> right = Arrays.asList(BEFORE_OR_AFTER_NUMBERS.split(b));
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = comparePieces(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return left.size() != right.size() ? left.size() - right.size() : a.compareTo(b);
  }

  private static int comparePieces(String a, String b) {
    boolean numbers = NUMBER.matcher(a).matches() && NUMBER.matcher(b).matches();
    String left = numbers ? withoutZeros(a) : a;
    String right = numbers ? withoutZeros(b) : b;
    return numbers && left.length() != right.length()
        ? left.length() - right.length()
        : left.compareTo(right);
  }

  private static String withoutZeros(String number) {
    return number.replaceFirst("^0+(?=\\d)", "");
  }

  /** Whether names tell an order: they differ in numbers alone. */
  static boolean tellOrder(Collection<String> names) {
    return names.stream().map(name -> NUMBER.matcher(name).replaceAll("#")).distinct().count() <= 1;
  }
}
