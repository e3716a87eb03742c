package nn.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs reached in the slices of one work, as a table in Markdown. */
final class PeerScores {
  private static final double LONG_SECONDS = 1.05; // the clock is read after a unit of work

  private final PeerWork work;
  private final Map<String, Score> scores = new LinkedHashMap<>();

  /** Of one program: each slice's values. */
  private static final class Score {
    final boolean ours;
    final Map<String, List<Double>> slices = new LinkedHashMap<>();
    OptionalDouble accuracy = OptionalDouble.empty();
    double longest; // seconds
    String failure = "";

    Score(boolean ours) {
      this.ours = ours;
    }

    boolean has(String quantity) {
      return failure.isEmpty() && slices.containsKey(quantity);
    }

    double median(String quantity) {
      return Statistics.median(values(quantity));
    }

    /** The largest less the smallest, as a share of the median. */
    double spread(String quantity) {
      Statistics.Range range = Statistics.range(values(quantity));
      return (range.most() - range.least()) / median(quantity);
    }

    private double[] values(String quantity) {
      return slices.getOrDefault(quantity, List.of()).stream()
          .mapToDouble(Double::doubleValue)
          .toArray();
    }
  }

  PeerScores(PeerWork work) {
    this.work = work;
  }

  /** Adds a slice of a program. */
  void add(Peer peer, String quantity, SliceProcess.Slice slice) {
    Score score = score(peer);
    score.slices.computeIfAbsent(quantity, none -> new ArrayList<>()).add(work.value(slice.rate()));
    score.longest = Math.max(score.longest, slice.seconds());
  }

  /** What a program has learnt. */
  void judge(Peer peer, OptionalDouble accuracy) {
    Score score = score(peer);
    score.accuracy = accuracy;
    if (accuracy.orElse(1) < work.leastAccuracy()) {
      score.failure = "failed: accuracy " + accuracy.getAsDouble();
    }
  }

  /** A program could not do its work. */
  void fail(Peer peer, String reason) {
    score(peer).failure = "failed: " + reason;
  }

  private Score score(Peer peer) {
    return scores.computeIfAbsent(peer.name(), name -> new Score(peer.ours()));
  }

  /** Whether a program failed. */
  boolean failed() {
    return scores.values().stream().anyMatch(score -> !score.failure.isEmpty());
  }

  /**
   * The table, with a row for each program, or for products one for each size and type; under it
   * whether it may be published, and whose slices were long.
   */
  String table() {
    Set<String> quantities = new LinkedHashSet<>();
    scores.values().forEach(score -> quantities.addAll(score.slices.keySet()));
    StringBuilder text =
        new StringBuilder(
            quantities.stream().allMatch(String::isEmpty) ? byProgram() : byQuantity(quantities));
    Spread.note(spreads()).ifPresent(note -> text.append('\n').append(note).append('\n'));
    longSlices().ifPresent(note -> text.append('\n').append(note).append('\n'));
    return text.toString();
  }

  /** Of each program, the largest of its quantities. */
  private Map<String, Double> spreads() {
    Map<String, Double> spreads = new LinkedHashMap<>();
    scores.forEach(
        (name, score) ->
            score.slices.keySet().stream()
                .filter(score::has)
                .mapToDouble(score::spread)
                .max()
                .ifPresent(spread -> spreads.put(name, spread)));
    return spreads;
  }

  private Optional<String> longSlices() {
    String longOnes =
        scores.entrySet().stream()
            .filter(entry -> entry.getValue().longest > LONG_SECONDS)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT, "%s %.1f s", entry.getKey(), entry.getValue().longest))
            .collect(Collectors.joining(", "));
    return longOnes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Slices of more than a second, as a unit of work is not cut: " + longOnes + ".");
  }

  private String byProgram() {
    List<List<String>> rows = new ArrayList<>();
    scores.forEach(
        (name, score) ->
            rows.add(
                score.has("")
                    ? List.of(
                        name,
                        Columns.digits(score.median("")),
                        Spread.percent(score.spread("")),
                        ratio(OptionalDouble.of(score.median("")), bestPeer("")),
                        score.accuracy.isPresent()
                            ? String.valueOf(score.accuracy.getAsDouble())
                            : "")
                    : List.of(name, score.failure, "", "", "")));
    return Markdown.table(
        List.of("", "median", "spread", "speed of the best peer's", "accuracy"), rows);
  }

  private String byQuantity(Set<String> quantities) {
    List<String> headings = new ArrayList<>(List.of(""));
    headings.addAll(scores.keySet());
    headings.addAll(List.of("nn / NumPy", "nn / best peer", "largest spread"));
    List<List<String>> rows = new ArrayList<>();
    for (String quantity : quantities.stream().sorted(PeerScores::bySize).toList()) {
      List<String> row = new ArrayList<>(List.of(quantity));
      scores
          .values()
          .forEach(
              score ->
                  row.add(
                      score.has(quantity)
                          ? Columns.digits(score.median(quantity))
                          : score.failure));
      OptionalDouble ours = best(quantity, "nn, ");
      row.add(ratio(ours, best(quantity, "NumPy")));
      row.add(ratio(ours, bestPeer(quantity)));
      row.add(Spread.percent(largestSpread(quantity)));
      rows.add(row);
    }
    return Markdown.table(headings, rows);
  }

  /** FLOAT64 before FLOAT32, small before large. */
  private static int bySize(String one, String other) {
    int byType = other.substring(0, 7).compareTo(one.substring(0, 7));
    return byType != 0 ? byType : Integer.compare(size(one), size(other));
  }

  private static int size(String quantity) {
    return Integer.parseInt(quantity.substring(quantity.lastIndexOf(' ') + 1));
  }

  private OptionalDouble bestPeer(String quantity) {
    return best(quantity, scores.entrySet().stream().filter(entry -> !entry.getValue().ours));
  }

  /** The best of the programs whose names begin so. */
  private OptionalDouble best(String quantity, String names) {
    return best(
        quantity, scores.entrySet().stream().filter(entry -> entry.getKey().startsWith(names)));
  }

  private OptionalDouble best(String quantity, Stream<Map.Entry<String, Score>> programs) {
    return programs
        .map(Map.Entry::getValue)
        .filter(score -> score.has(quantity))
        .mapToDouble(score -> score.median(quantity))
        .reduce((one, other) -> work.speed(one, other) >= 1 ? one : other);
  }

  private double largestSpread(String quantity) {
    return scores.values().stream()
        .filter(score -> score.has(quantity))
        .mapToDouble(score -> score.spread(quantity))
        .max()
        .orElse(Double.NaN);
  }

  private String ratio(OptionalDouble value, OptionalDouble of) {
    return value.isPresent() && of.isPresent()
        ? Columns.digits(work.speed(value.getAsDouble(), of.getAsDouble()))
        : "";
  }
}
