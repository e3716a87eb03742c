package nn.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Prints groups of measurements as they come, and at the end what they say of the adapters. */
final class Table {
  private static final String ROW = "  %-28s %10s %7s %8s %7s %9s %12s%n";

  /** From here on a library's own work is so long that what an adapter adds should not show. */
  private static final int LARGE = 128;

  /** Of a backend's speed to that of the fastest form, and to that with forms in brackets. */
  private record Ratio(String backend, Group group, double value, double ofAny) {}

  private final PrintWriter out;
  private final List<Ratio> ratios = new ArrayList<>();

  Table(PrintWriter out) {
    this.out = out;
  }

  /** Prints one group. */
  void print(Group group) {
    out.println();
    out.println(group.work());
    String rate = group.operations() > 0 ? "GFLOP/s" : "per s";
    out.printf(Locale.ROOT, ROW, "", "us", "spread", rate, "of raw", "of naive", "bytes/op");
    for (Measurement row : group.rows()) {
      print(group, row);
      group
          .ofRaw(row)
          .ifPresent(
              ratio ->
                  ratios.add(
                      new Ratio(row.backend(), group, ratio, group.ofAnyRaw(row).orElseThrow())));
    }
    out.flush();
  }

  private void print(Group group, Measurement row) {
    String name = row.raw() ? "  " + row.contender() : row.contender();
    if (row.failure() != null) {
      out.printf(Locale.ROOT, "  %-28s failed: %s%n", name, row.failure());
      return;
    }
    double rate =
        group.operations() > 0 ? group.operations() / row.nanoseconds() : 1e9 / row.nanoseconds();
    out.printf(
        Locale.ROOT,
        ROW,
        group.fastestForm(row) ? name + " *" : name,
        digits(row.nanoseconds() / 1000),
        Math.round(100 * row.spread()) + "%",
        digits(rate),
        ratio(group.ofRaw(row)),
        ratio(group.ofNaive(row)),
        Math.round(row.bytes()));
  }

  /** Three digits, or all before the point. */
  private static String digits(double value) {
    String format =
        value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : value >= 0.9995 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "";
  }

  /** Prints how each backend with a library below it compares with that one's fastest forms. */
  void printSummary() {
    for (String backend : ratios.stream().map(Ratio::backend).distinct().toList()) {
      List<Ratio> all = ratios.stream().filter(ratio -> ratio.backend().equals(backend)).toList();
      List<Ratio> large = all.stream().filter(ratio -> ratio.group().extent() >= LARGE).toList();
      out.println();
      out.println(
          backend + ", speed divided by that of the fastest form (*) of the library below it:");
      print("all products", all, Ratio::value);
      print("with m, n and k of " + LARGE + " and more", large, Ratio::value);
      if (all.stream().anyMatch(ratio -> ratio.ofAny() < ratio.value())) {
        print("all products, forms in brackets counted too", all, Ratio::ofAny);
      }
    }
    out.flush();
  }

  private void print(String which, List<Ratio> ratios, ToDoubleFunction<Ratio> value) {
    if (!ratios.isEmpty()) {
      List<Ratio> sorted = ratios.stream().sorted(Comparator.comparingDouble(value)).toList();
      out.printf(
          Locale.ROOT,
          "  %s (%d): least %.2f (%s), median %.2f%n",
          which,
          sorted.size(),
          value.applyAsDouble(sorted.get(0)),
          sorted.get(0).group().work(),
          value.applyAsDouble(sorted.get(sorted.size() / 2)));
    }
  }
}
