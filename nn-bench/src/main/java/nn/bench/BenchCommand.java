package nn.bench;

import java.io.IOException;
import java.io.PrintWriter;
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
          + " backends of these names are made of, training, prediction and what they consist of."
          + " Every result is checked. Use a machine that does nothing else.",
      ""
    },
    footer = {
      "",
      "Columns: us, the median; spread, slowest less fastest, of the median; of raw, the speed"
          + " divided by that of the fastest form (*) of the library below the backend; of naive,"
          + " divided by that of naive (--baseline); bytes/op, what one operation allocates on the"
          + " heap, with its share of the 0.2 MB that JMH allocates in each of its own iterations;"
          + " of training, what a warm step allocates. Forms in brackets store or sum in another"
          + " way and do not count."
    })
final class BenchCommand implements Callable<Integer> {
  private static final List<String> ALL_SHAPES =
      List.of("16", "32", "64", "128", "256", "512", "network");

  private static final List<Work> USUAL =
      List.of(Work.PRODUCTS, Work.ITERATION, Work.STEP, Work.PREDICT, Work.OVERHEAD);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--full",
      description =
          "All work, all sizes, both number types, one thread and all; longer (hours). Without it a"
              + " choice in FLOAT64 on one thread, a few minutes.")
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
      description =
          "Any of ${COMPLETION-CANDIDATES}. Default: products, iteration, step, predict, overhead;"
              + " with --full all.")
  @Nullable List<Work> work;

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
      names = "--optimisers",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "gradient-descent,adam",
      description =
          "Kinds, for steps, epochs and updates. Default: ${DEFAULT-VALUE}, as far as there are.")
  List<String> optimisers;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      defaultValue = "naive",
      description = "The backend that speeds are compared with. Default: ${DEFAULT-VALUE}.")
  String baseline;

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
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "nn-out/bench",
      description =
          "Where results.md, results.json, jmh.json and charts are written; made if missing."
              + " Default: ${DEFAULT-VALUE}.")
  Path folder;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Jmh jmh = new Jmh(pace());
    List<Integer> threadCounts = threadCounts();
    List<BackendReport.Entry> entries = chosenBackends(out);
    List<Workload> workloads = workloads(out);
    Report report = new Report(folder, Report.machine(), spec.commandLine().getParseResult());
    out.println(Report.machine());
    out.flush();
    Table table = new Table(out);
    List<Group> groups = new ArrayList<>();
    for (Workload workload : workloads) {
      for (int count : workload.sweepsThreads() ? List.of(0) : threadCounts) {
        Group group = measure(jmh, workload, entries, count);
        table.print(group);
        groups.add(group);
        report.write(groups); // whatever has been measured stays if the rest is interrupted
      }
    }
    table.printSummary();
    jmh.writeJson(folder.resolve("jmh.json"));
    report.draw(groups, out);
    return groups.stream().anyMatch(Group::failed) ? 1 : 0;
  }

  private static <T> List<T> orElse(@Nullable List<T> given, List<T> otherwise) {
    return given == null ? otherwise : given;
  }

  private List<Workload> workloads(PrintWriter out) {
    List<String> kinds = optimisers.stream().filter(Optimisers::has).toList();
    optimisers.stream()
        .filter(kind -> !kinds.contains(kind))
        .forEach(kind -> out.println(kind + ": left out, as there is no such optimiser"));
    if (kinds.isEmpty()) {
      throw wrongUse("--optimisers: there is none of them: " + String.join(", ", optimisers));
    }
    Plan plan =
        new Plan(
            orElse(dtypes, full ? List.of(DType.values()) : List.of(DType.FLOAT64)),
            forms,
            orElse(shapes, full ? ALL_SHAPES : List.of("64", "256")),
            kinds);
    List<Workload> workloads = new ArrayList<>();
    try {
      orElse(work, full ? List.of(Work.values()) : USUAL)
          .forEach(each -> workloads.addAll(each.workloads(plan)));
    } catch (IllegalArgumentException wrong) {
      throw wrongUse("--shapes: " + wrong.getMessage());
    }
    return workloads;
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

  private Group measure(
      Jmh jmh, Workload workload, List<BackendReport.Entry> entries, int threads) {
    List<String> contenders = new ArrayList<>();
    for (String backend : offering(workload.dtype(), entries)) {
      contenders.addAll(workload.contenders(backend, threads));
    }
    String title = workload.title();
    return new Group(
            workload.sweepsThreads() ? title : title + ", " + threads(threads),
            workload.place(),
            workload.extent(),
            workload.rate(),
            workload.baseline(Baseline.backend(baseline)),
            inRounds(contenders, name -> workload.measure(jmh, name, threads)))
        .judged();
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
