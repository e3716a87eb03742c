package nn.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints groups of measurements as they come, and at the end what they say of the adapters. */
final class Table {
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
    print(Columns.headings(group), "");
    for (Measurement row : group.rows()) {
      print(group, row);
      if (group.extent() > 0) {
        group
            .ofRaw(row)
            .ifPresent(
                ratio ->
                    ratios.add(
                        new Ratio(row.backend(), group, ratio, group.ofAnyRaw(row).orElseThrow())));
      }
    }
    group.note().ifPresent(note -> out.println("  " + note));
    out.flush();
  }

  private void print(Group group, Measurement row) {
    String indent = row.raw() ? "  " : "";
    if (row.failure() != null) {
      out.printf(Locale.ROOT, "  %-28s failed: %s%n", indent + row.contender(), row.failure());
    } else {
      print(Columns.cells(group, row), indent);
    }
  }

  private void print(List<String> cells, String indent) {
    List<String> indented = new ArrayList<>(cells);
    indented.set(0, indent + cells.get(0));
    out.printf(Locale.ROOT, "  %-28s %10s %7s %14s %7s %12s %12s%n", indented.toArray());
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
