package nn.tck.faults;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.Message;

/** How many of the faults the suite has caught, and which it has not. */
final class FaultsReport {

  private static final double CONFIDENCE = 0.95;

  private FaultsReport() {}

  static String of(List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return "no fault was run\n";
    }
    StringBuilder text = new StringBuilder();
    text.append(rate("all", outcomes));
    for (Outcome.Result apart : List.of(Outcome.Result.HUNG, Outcome.Result.CRASHED)) {
      text.append(Message.of("%s: %s\n", apart, count(outcomes, apart)));
    }
    by("set", FaultsReport::set, outcomes, text);
    by("kind", outcome -> outcome.fault().kind(), outcomes, text);
    by("dtype", outcome -> outcome.fault().dtype().name(), outcomes, text);
    for (Outcome outcome : outcomes) {
      if (outcome.result() != Outcome.Result.CAUGHT) {
        text.append(outcome.result()).append(": ").append(outcome.fault().name());
        text.append(Message.of(" (%s, T=%s)\n", outcome.fault().kernel(), outcome.threshold()));
      }
    }
    return text.toString();
  }

  private static String set(Outcome outcome) {
    String kind = outcome.fault().kind();
    return Stream.of("Second", "Third", "Fourth", "Fifth")
        .filter(kind::startsWith)
        .findFirst()
        .orElse("First")
        .toLowerCase(Locale.ROOT);
  }

  private static void by(
      String what, Function<Outcome, String> key, List<Outcome> outcomes, StringBuilder text) {
    Map<String, List<Outcome>> groups =
        outcomes.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    groups.forEach((name, group) -> text.append(rate(what + " " + name, group)));
  }

  private static String rate(String name, List<Outcome> outcomes) {
    int caught = count(outcomes, Outcome.Result.CAUGHT);
    ClopperPearson interval = ClopperPearson.of(caught, outcomes.size(), CONFIDENCE);
    return Message.of(
        "%s: caught %s of %s, %.1f %% (95 %%: %.1f to %.1f)\n",
        name,
        caught,
        outcomes.size(),
        100.0 * caught / outcomes.size(),
        100 * interval.lower(),
        100 * interval.upper());
  }

  private static int count(List<Outcome> outcomes, Outcome.Result result) {
    return (int) outcomes.stream().filter(outcome -> outcome.result() == result).count();
  }
}
