package nn.io.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nn.api.DType;
import nn.api.Message;
import nn.api.network.Parameter;
import nn.core.Network;
import nn.core.training.TrainingState;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;

/**
 * Where a training is, in a model file: its plan and its counters as JSON, all else as arrays.
 * Those that belong to parameters are named after them, {@code optimiser.mean.layers.0.weight} and
 * {@code best.layers.0.weight}, the others {@code training.…}.
 */
final class TrainingSection {
  private static final String PLAN = "plan";
  private static final String COUNTERS = "counters";
  private static final String EPOCH = "epoch";
  private static final Set<String> COUNTS = Set.of("step", EPOCH, "batch"); // all at least 0
  private static final String DATA = "data"; // its fingerprint
  private static final Pattern COUNTER = Pattern.compile("-?\\d{1,18}|-?[1-9]\\d{18}");

  private static final String LAYERS = "layers.";
  private static final String TRAINING = "training.";
  private static final String OPTIMISER = "optimiser.";
  private static final String BEST = "best.";
  private static final String VALIDATION = "validation."; // in a state
  private static final String SUMS = "sums"; // likewise
  private static final int SUM_COUNT = 4;

  /** An array that belongs to a parameter: what it is, then the parameter. */
  private static final Pattern IN_STATE =
      Pattern.compile("(optimiser\\.[^.]+\\.|best\\.)(\\d+\\..+)");

  private static final Pattern IN_FILE =
      Pattern.compile("(optimiser\\.[^.]+\\.|best\\.)layers\\.(\\d+\\..+)");

  private TrainingSection() {}

  // ---- writing

  /** The plan, and the counters as text: as numbers other programs would round them. */
  static JsonObject describe(TrainingState state) {
    JsonObject counters = JsonObject.EMPTY;
    for (String name : state.counters()) {
      counters = counters.with(name, Long.toString(state.counter(name)));
    }
    return JsonObject.EMPTY.with(PLAN, state.plan()).with(COUNTERS, counters);
  }

  /**
   * All arrays but the parameters.
   *
   * @param dtype in which those that belong to parameters are exact
   */
  static Map<String, NumberArray> store(TrainingState state, DType dtype) {
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    for (String name : state.arrays()) {
      Matcher ofParameter = IN_STATE.matcher(name);
      if (ofParameter.matches()) {
        arrays.put(
            ofParameter.group(1) + LAYERS + ofParameter.group(2), array(state.array(name), dtype));
      } else if (!isParameter(name)) {
        arrays.put(TRAINING + name, array(state.array(name), DType.FLOAT64));
      }
    }
    return arrays;
  }

  /**
   * Gives a network the parameters of a state.
   *
   * @throws IllegalArgumentException if it is the state of another network
   */
  static void setParameters(Network network, TrainingState state) {
    List<List<Parameter>> parameters = network.architecture().parameters();
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        network.parameter(layer, parameter.name(), state.array(layer + "." + parameter.name()));
      }
    }
  }

  /** Whether an array of a state is a parameter, and not what belongs to one or to none. */
  static boolean isParameter(String name) {
    return Character.isDigit(name.charAt(0));
  }

  private static NumberArray array(double[] values, DType dtype) {
    return new StoredParameter("", List.of(values.length), false).store(values, dtype);
  }

  // ---- reading

  /**
   * Reads the state of a document, with the parameters of its network.
   *
   * @throws FileFormatException if an array does not belong to the network, or contradicts another
   * @throws JsonException if a member is missing or of another type
   */
  static TrainingState read(
      FileSource source, ModelDocument document, JsonObject training, NetworkSection network) {
    document.requireOnly(training, PLAN, COUNTERS);
    String plan = training.text(PLAN);
    Map<String, Long> counters = counters(training.object(COUNTERS));
    Map<String, double[]> parameters = network.parameters();
    Map<String, double[]> arrays = new HashMap<>(parameters);
    document
        .arrays()
        .forEach(
            (name, array) -> {
              Matcher ofParameter = IN_FILE.matcher(name);
              if (ofParameter.matches()) {
                double[] parameter = parameters.get(ofParameter.group(2));
                requireSize(source, name, array, parameter == null ? -1 : parameter.length);
                arrays.put(ofParameter.group(1) + ofParameter.group(2), array.toDoubles());
              } else if (name.startsWith(TRAINING)) {
                arrays.put(name.substring(TRAINING.length()), array.toDoubles());
              } else if (name.startsWith(OPTIMISER) || name.startsWith(BEST)) {
                requireSize(source, name, array, -1);
              }
            });
    requireHistory(source, arrays, counters.getOrDefault(EPOCH, 0L));
    return new TrainingState(plan, arrays, counters);
  }

  /** A number for each epoch that has ended, and the sums of the one that has not. */
  private static void requireHistory(FileSource source, Map<String, double[]> arrays, long epochs) {
    Map<String, double[]> lists = new TreeMap<>();
    arrays.forEach(
        (name, values) -> {
          if (name.startsWith(VALIDATION)) {
            lists.put(name, values);
          }
        });
    for (String name : List.of("history.cost", "history.accuracy", SUMS)) {
      lists.put(name, arrays.getOrDefault(name, new double[0]));
    }
    lists.forEach(
        (name, values) -> {
          long expected = name.equals(SUMS) ? SUM_COUNT : epochs;
          if (values.length != expected) {
            throw source.problem(
                FileProblem.INCONSISTENT,
                Message.of(
                    "'%s%s' must have %d numbers: it has %d; save it again with what wrote it",
                    TRAINING, name, expected, values.length));
          }
        });
  }

  private static void requireSize(FileSource source, String name, NumberArray array, int size) {
    if (array.size() != size) {
      throw source.problem(
          FileProblem.INCONSISTENT,
          Message.of(
              "'%s' must be as large as the parameter that it belongs to, %s numbers: it is %s; save"
                  + " it again with what wrote it",
              name, size < 0 ? "no" : size, array));
    }
  }

  private static Map<String, Long> counters(JsonObject json) {
    Map<String, Long> counters = new TreeMap<>();
    for (String name : json.names()) {
      String text = json.text(name);
      if (!COUNTER.matcher(text).matches() || (COUNTS.contains(name) && text.startsWith("-"))) {
        throw json.wrong(name);
      }
      counters.put(name, Long.valueOf(text));
    }
    COUNTS.forEach(json::text);
    json.text(DATA);
    return counters;
  }
}
