package nn.api.provider;

import java.util.List;
import java.util.Set;
import nn.api.DType;
import nn.api.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Every backend provider that a lookup saw, and the rule that decided.
 *
 * @param entries the providers, highest priority first, ties by name
 * @param chosen the name of the backend that {@link Backends#open()} opens, or null
 * @param rule why that one, or why none
 */
public record BackendReport(List<Entry> entries, @Nullable String chosen, String rule) {

  /** Copies the list. */
  public BackendReport {
    entries = List.copyOf(entries);
  }

  /**
   * One provider.
   *
   * @param name its name, or its class where even that failed
   * @param version its artifact's version
   * @param jar where its class was loaded from
   * @param priority its rank
   * @param dtypes its number types
   * @param tier its promise in FLOAT64, or in the one type it has; null where the provider is
   *     broken
   * @param available whether it can be opened
   * @param reason why it cannot; empty if it can
   */
  public record Entry(
      String name,
      String version,
      String jar,
      int priority,
      Set<DType> dtypes,
      @Nullable Tier tier,
      boolean available,
      String reason) {

    /** Copies the set. */
    public Entry {
      dtypes = Set.copyOf(dtypes);
    }
  }

  /** The report as lines of text, one for each provider, then the rule. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("backends seen:");
    if (entries.isEmpty()) {
      text.append(" none");
    }
    for (Entry entry : entries) {
      text.append(System.lineSeparator()).append("  ").append(entry.name());
      if (entry.tier() != null) {
        text.append(' ').append(entry.version()).append(", priority ").append(entry.priority());
        entry.dtypes().stream().sorted().forEach(dtype -> text.append(", ").append(dtype));
        text.append(", ").append(entry.tier());
      }
      text.append(entry.available() ? ", available" : ", not available: " + entry.reason());
      text.append(" (").append(entry.jar()).append(')');
    }
    return text.append(System.lineSeparator()).append("rule: ").append(rule).toString();
  }
}
