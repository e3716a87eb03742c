package nn.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** What programs reached in some rounds of one work, as a table in Markdown. */
final class PeerScores {
  private final PeerWork work;
  private final Map<String, Score> scores = new LinkedHashMap<>();

  /** Of one program: each round's values. */
  private static final class Score {
    final boolean ours;
    final Map<String, List<Double>> rounds = new LinkedHashMap<>();
    OptionalDouble accuracy = OptionalDouble.empty();
    String failure = "";

    Score(boolean ours) {
      this.ours = ours;
    }

    boolean has(String quantity) {
      return failure.isEmpty() && rounds.containsKey(quantity);
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
      return rounds.getOrDefault(quantity, List.of()).stream()
          .mapToDouble(Double::doubleValue)
          .toArray();
    }
  }

  PeerScores(PeerWork work) {
    this.work = work;
  }

  /** Adds what a program did in a round. */
  void add(Peer peer, JavaProcess.Ended ended) {
    Score score = scores.computeIfAbsent(peer.name(), name -> new Score(peer.ours()));
    PeerOutput output = PeerOutput.parse(ended.output());
    if (ended.exitCode() != 0 || output.values().isEmpty()) {
      String text = ended.output().strip();
      score.failure = "failed: " + text.substring(text.lastIndexOf('\n') + 1);
      return;
    }
    output
        .values()
        .forEach(
            (quantity, value) ->
                score.rounds.computeIfAbsent(quantity, none -> new ArrayList<>()).add(value));
    score.accuracy = output.accuracy();
    if (score.accuracy.orElse(1) < work.leastAccuracy()) {
      score.failure = "failed: accuracy " + score.accuracy.getAsDouble();
    }
  }

  /** Whether a program failed. */
  boolean failed() {
    return scores.values().stream().anyMatch(score -> !score.failure.isEmpty());
  }

  /** The table: a row for each program, or for products one for each size and type. */
  String table() {
    Set<String> quantities = new LinkedHashSet<>();
    scores.values().forEach(score -> quantities.addAll(score.rounds.keySet()));
    return quantities.stream().allMatch(String::isEmpty) ? byProgram() : byQuantity(quantities);
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
                        percent(score.spread("")),
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
      row.add(percent(largestSpread(quantity)));
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

  private static String percent(double share) {
    return Math.round(100 * share) + "%";
  }
}
