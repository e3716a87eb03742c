package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shortens a list that fails: the algorithm ddmin of A. Zeller and R. Hildebrandt, Simplifying and
 * Isolating Failure-Inducing Input, IEEE TSE 28(2), 2002, figure 5.
 */
final class DeltaDebugging {

  private DeltaDebugging() {}

  /**
   * A part of a list that fails, too, and of which no element alone can be left out.
   *
   * @param failing a list that fails
   * @param fails whether a shorter list fails, which is never empty
   */
  static <T> List<T> minimise(List<T> failing, Predicate<List<T>> fails) {
    List<T> list = List.copyOf(failing);
    int parts = 2;
    while (list.size() >= 2) {
      List<T> part = part(list, parts, fails);
      List<T> rest = part == null ? rest(list, parts, fails) : null;
      if (part != null) {
        list = part;
        parts = 2;
      } else if (rest != null) {
        list = rest;
        parts = Math.max(parts - 1, 2);
      } else if (parts < list.size()) {
        parts = Math.min(2 * parts, list.size());
      } else {
        return list;
      }
    }
    return list;
  }

  /** One of so many parts that fails; null if none does. */
  private static <T> @Nullable List<T> part(List<T> list, int parts, Predicate<List<T>> fails) {
    for (int at = 0; at < parts; at++) {
      List<T> part = List.copyOf(list.subList(bound(list, at, parts), bound(list, at + 1, parts)));
      if (fails.test(part)) {
        return part;
      }
    }
    return null;
  }

  /** The list without one of so many parts that fails; of two parts each is the other's rest. */
  private static <T> @Nullable List<T> rest(List<T> list, int parts, Predicate<List<T>> fails) {
    for (int at = 0; parts > 2 && at < parts; at++) {
      List<T> rest = new ArrayList<>(list.subList(0, bound(list, at, parts)));
      rest.addAll(list.subList(bound(list, at + 1, parts), list.size()));
      if (fails.test(List.copyOf(rest))) {
        return List.copyOf(rest);
      }
    }
    return null;
  }

  private static int bound(List<?> list, int part, int parts) {
    return (int) ((long) list.size() * part / parts);
  }
}
