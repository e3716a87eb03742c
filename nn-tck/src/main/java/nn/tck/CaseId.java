package nn.tck;

import java.util.Locale;
import nn.api.DType;
import org.jspecify.annotations.Nullable;

/**
 * Where in a run something happened: {@code 305/float64/3/417} is case 417 of rule 305 in FLOAT64
 * with three threads; {@code 901} is a rule that opens no backend.
 *
 * @param rule the rule's number
 * @param dtype the number type; null where no backend was open
 * @param threads the backend's thread count
 * @param number of the case; 0 is what a rule does before its first
 */
record CaseId(int rule, @Nullable DType dtype, int threads, int number) {

  static CaseId of(int rule) {
    return new CaseId(rule, null, 0, 0);
  }

  /** Reads what {@link #toString} wrote. */
  static CaseId parse(String text) {
    String[] parts = text.split("/", -1);
    try {
      if (parts.length == 1) {
        return of(Integer.parseInt(parts[0]));
      }
      if (parts.length == 4) {
        return new CaseId(
            Integer.parseInt(parts[0]),
            DType.valueOf(parts[1].toUpperCase(Locale.ROOT)),
            Integer.parseInt(parts[2]),
            Integer.parseInt(parts[3]));
      }
    } catch (IllegalArgumentException wrong) {
      // said below
    }
    throw new IllegalArgumentException(
        "tck.case: '" + text + "' is no case; one looks like 305/float64/3/417 or 901");
  }

  /** Whether a fixture of this number type and thread count has the case. */
  boolean isIn(DType type, int count) {
    return dtype == null || (dtype == type && threads == count);
  }

  @Override
  public String toString() {
    return dtype == null
        ? Integer.toString(rule)
        : rule + "/" + dtype.name().toLowerCase(Locale.ROOT) + "/" + threads + "/" + number;
  }
}
