package nn.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import nn.api.DType;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code nn bench}. */
@Command(
    name = "./nn bench",
    description = {
      "Measures backends side by side: matrix products, with the calls of EJML and ND4J that the"
          + " backends of these names are made of, and one iteration of the article's training run."
          + " Every result is checked. Use a machine that does nothing else.",
      ""
    },
    footer = {
      "",
      "Columns: us, the median; spread, slowest less fastest, of the median; of raw, the speed"
          + " divided by that of the fastest form (*) of the library below the backend; of naive,"
          + " divided by that of naive; bytes/op, what one operation allocates on the heap,"
          + " with its share of the 0.2 MB that JMH allocates in each of its own iterations. Forms"
          + " in brackets store or sum in another way and do not count. An iteration's bytes are"
          + " its 50th of the tensors that 50 iterations share."
    })
final class BenchCommand implements Callable<Integer> {
  private static final double STRETCH_OF_ITERATION = 5;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--full",
      description =
          "All sizes, both number types, one thread and all; longer (an hour). Without it: n = 64 and"
              + " 256 in FLOAT64 on one thread, a minute or two.")
  boolean full;

  @Option(
      names = "--backends",
      paramLabel = "NAME",
      split = ",",
      description =
          "Which backends, separated by commas. Default: all that are there without ND4J. './nn'"
              + " builds nd4j, and fetches 140 MB, when it is first asked for.")
  @Nullable List<String> backends;

  @Option(
      names = "--work",
      paramLabel = "WORK",
      split = ",",
      defaultValue = "products,iteration",
      description = "products, iteration or both. Default: ${DEFAULT-VALUE}.")
  List<Work> work;

  @Option(
      names = "--shapes",
      paramLabel = "SHAPE",
      split = ",",
      description =
          "Products: N for N x N, MxNxK for [M, N] from sums of K terms, or network for all of the"
              + " article's network. Default: 64,256; with --full 16,32,64,128,256,512,network.")
  @Nullable List<String> shapes;

  @Option(
      names = "--forms",
      paramLabel = "FORM",
      split = ",",
      converter = FormConverter.class,
      defaultValue = "matmul,matmulTransA,matmulTransB",
      description = "Default: ${DEFAULT-VALUE}.")
  List<Form> forms;

  @Option(
      names = "--dtypes",
      paramLabel = "TYPE",
      split = ",",
      converter = DTypeConverter.class,
      description = "float64, float32 or both. Default: float64; with --full both.")
  @Nullable List<DType> dtypes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description = "Threads of one kernel. Default: 1; with --full 1 and one for each processor.")
  @Nullable List<Integer> threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How often to measure: each round measures all contenders of a product, one after the"
              + " other, each in a JVM of its own. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Length of a JMH iteration; there are 7 for each JVM, 4 of them to warm up (with --full 10"
              + " and 5). Default: 0.15; with --full 0.3.")
  @Nullable Double seconds;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write JMH's results to this file as well.")
  @Nullable Path json;

  @Spec CommandSpec spec;

  /** What can be measured. */
  enum Work {
    PRODUCTS,
    ITERATION
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Plan plan =
        new Plan(
            orElse(dtypes, full ? List.of(DType.values()) : List.of(DType.FLOAT64)),
            forms,
            orElse(
                shapes,
                full
                    ? List.of("16", "32", "64", "128", "256", "512", "network")
                    : List.of("64", "256")));
    List<Product> products = new ArrayList<>();
    if (work.contains(Work.PRODUCTS)) {
      products.addAll(products(plan));
    }
    Jmh.Pace pace = pace();
    List<Integer> threadCounts = threadCounts();
    if (json != null && !Files.isDirectory(json.resolveSibling(""))) {
      throw wrongUse("--json: there is no folder to write " + json + " to");
    }
    List<BackendReport.Entry> entries = chosenBackends(out);
    out.println(machine());
    out.flush();
    Jmh jmh = new Jmh(pace);
    Table table = new Table(out);
    boolean failed = false;
    for (int count : threadCounts) {
      for (Product product : products) {
        failed |= print(table, measure(jmh, product, entries, count));
      }
      if (work.contains(Work.ITERATION)) {
        for (DType dtype : plan.dtypes()) {
          failed |= print(table, measureIteration(jmh, dtype, entries, count));
        }
      }
    }
    table.printSummary();
    if (json != null) {
      jmh.writeJson(json);
    }
    return failed ? 1 : 0;
  }

  private static <T> List<T> orElse(@Nullable List<T> given, List<T> otherwise) {
    return given == null ? otherwise : given;
  }

  private List<Product> products(Plan plan) {
    try {
      return plan.products();
    } catch (IllegalArgumentException wrong) {
      throw wrongUse("--shapes: " + wrong.getMessage());
    }
  }

  private Jmh.Pace pace() {
    double length = seconds == null ? (full ? 0.3 : 0.15) : seconds;
    if (!(length > 0 && length <= 60)) {
      throw wrongUse("--seconds must be above 0 and at most 60: " + length);
    }
    if (rounds < 1) {
      throw wrongUse("--rounds must be at least 1: " + rounds);
    }
    return full ? new Jmh.Pace(5, 5, length) : new Jmh.Pace(4, 3, length);
  }

  private List<Integer> threadCounts() {
    int all = Runtime.getRuntime().availableProcessors();
    List<Integer> counts = orElse(threads, full && all > 1 ? List.of(1, all) : List.of(1));
    for (int count : counts) {
      if (count < 1) {
        throw wrongUse("--threads must be at least 1: " + count);
      }
    }
    return counts;
  }

  /** The backends to measure, lines for those that cannot be. */
  private List<BackendReport.Entry> chosenBackends(PrintWriter out) {
    List<BackendReport.Entry> seen = Backends.report().entries();
    List<BackendReport.Entry> chosen = new ArrayList<>();
    if (backends == null) {
      seen.stream()
          .filter(BackendReport.Entry::available)
          .sorted(Comparator.comparing(entry -> !entry.name().equals("naive"))) // it comes first
          .forEach(chosen::add);
      if (chosen.stream().noneMatch(entry -> entry.name().equals("nd4j"))) {
        out.println("nd4j: left out, as it was not asked for (--backends ejml,nd4j)");
      }
    } else {
      for (String name : backends) {
        BackendReport.Entry found =
            seen.stream().filter(entry -> entry.name().equals(name)).findFirst().orElse(null);
        if (found == null) {
          out.println(name + ": left out, as there is no such backend on the class path");
        } else if (!found.available()) {
          out.println(name + ": left out: " + found.reason());
        } else if (!chosen.contains(found)) {
          chosen.add(found);
        }
      }
    }
    if (chosen.isEmpty()) {
      throw wrongUse(
          "--backends: none of them can be measured; the backends seen are "
              + String.join(", ", seen.stream().map(BackendReport.Entry::name).toList()));
    }
    return chosen;
  }

  private static String machine() {
    return String.format(
        Locale.ROOT,
        "Java %s, %s %s, %d processors",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  private Group measure(Jmh jmh, Product product, List<BackendReport.Entry> entries, int threads) {
    List<String> contenders = new ArrayList<>();
    for (String backend : offering(product.dtype(), entries)) {
      contenders.addAll(Contenders.of(backend, product, threads));
    }
    Map<String, String> parameters =
        Map.of("product", product.toString(), "threads", String.valueOf(threads));
    return new Group(
        product + ", " + threads(threads),
        Math.min(product.m(), Math.min(product.n(), product.k())),
        product.operations(),
        inRounds(contenders, name -> jmh.measure(ProductBenchmark.class, name, parameters, 1)));
  }

  private Group measureIteration(
      Jmh jmh, DType dtype, List<BackendReport.Entry> entries, int threads) {
    Map<String, String> parameters =
        Map.of("dtype", dtype.name(), "threads", String.valueOf(threads));
    return new Group(
        spelling(dtype) + " iteration of the article, " + threads(threads),
        0,
        0,
        inRounds(
            offering(dtype, entries),
            name -> jmh.measure(IterationBenchmark.class, name, parameters, STRETCH_OF_ITERATION)));
  }

  private static List<String> offering(DType dtype, List<BackendReport.Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.dtypes().contains(dtype))
        .map(BackendReport.Entry::name)
        .toList();
  }

  /** Contenders take turns, so that a machine that slows down for a while slows all of them. */
  private List<Measurement> inRounds(
      List<String> contenders, Function<String, Measurement> measure) {
    Map<String, Measurement> rows = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (String contender : contenders) {
        rows.merge(contender, measure.apply(contender), Measurement::and);
      }
    }
    return List.copyOf(rows.values());
  }

  private static String threads(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private static boolean print(Table table, Group group) {
    table.print(group);
    return group.rows().stream().anyMatch(row -> row.failure() != null);
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  static String spelling(DType dtype) {
    return dtype.name().toLowerCase(Locale.ROOT);
  }

  /** Reads a number type. */
  static final class DTypeConverter implements ITypeConverter<DType> {
    @Override
    public DType convert(String value) {
      return Arrays.stream(DType.values())
          .filter(dtype -> spelling(dtype).equals(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + value + "' is neither float64 nor float32"));
    }
  }

  /** Reads a form. */
  static final class FormConverter implements ITypeConverter<Form> {
    @Override
    public Form convert(String value) {
      try {
        return Form.parse(value);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(String.valueOf(wrong.getMessage()));
      }
    }
  }
}
