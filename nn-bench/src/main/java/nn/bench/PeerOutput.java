package nn.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program in nn-bench/peers printed.
 *
 * @param values the median of each quantity; products have one for each size and type, other work
 *     one with an empty name
 * @param accuracy the last one, if any
 */
record PeerOutput(Map<String, Double> values, OptionalDouble accuracy) {
  private static final Pattern RATE =
      Pattern.compile(" ([\\d.]+) (?:ep/s|iterations/s|samples/s|us/record)\\b");
  private static final Pattern ACCURACY = Pattern.compile("\\bacc[= ]([\\d.]+)");
  private static final Pattern PRODUCT =
      Pattern.compile("^(\\d+) .*\\bf64 ([\\d.]+) f32 ([\\d.]+)");

  PeerOutput {
    values = new LinkedHashMap<>(values);
  }

  /** Reads lines; others than those of a rate are passed over. */
  static PeerOutput parse(String text) {
    Map<String, List<Double>> found = new LinkedHashMap<>();
    OptionalDouble accuracy = OptionalDouble.empty();
    for (String line : text.lines().toList()) {
      Matcher product = PRODUCT.matcher(line);
      Matcher rate = RATE.matcher(line);
      if (product.find()) {
        add(found, "FLOAT64 n = " + product.group(1), product.group(2));
        add(found, "FLOAT32 n = " + product.group(1), product.group(3));
      } else if (rate.find()) {
        add(found, "", rate.group(1));
        Matcher share = ACCURACY.matcher(line);
        if (share.find()) {
          accuracy = OptionalDouble.of(Double.parseDouble(share.group(1)));
        }
      }
    }
    Map<String, Double> values = new LinkedHashMap<>();
    found.forEach((name, all) -> values.put(name, medianWhenWarm(all)));
    return new PeerOutput(values, accuracy);
  }

  private static void add(Map<String, List<Double>> found, String name, String value) {
    found.computeIfAbsent(name, none -> new ArrayList<>()).add(Double.parseDouble(value));
  }

  /** The first of several is a warm-up. */
  private static double medianWhenWarm(List<Double> values) {
    return Statistics.median(
        values.stream().skip(values.size() > 1 ? 1 : 0).mapToDouble(Double::doubleValue).toArray());
  }
}
