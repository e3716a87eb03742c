package nn.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import nn.io.file.DurableFile;
import org.jspecify.annotations.Nullable;

/**
 * How many times as fast the fused twin of a backend computes products on this machine: an Intel
 * server multiplies and adds in one instruction on the units that take two for it otherwise.
 *
 * @param backend a name, whose twin has {@code -fma} after it
 * @param factors for each number type; above 1 if the twin is faster
 */
record FusedRate(String backend, Map<DType, Double> factors) {

  /** A system property: the file that keeps what was measured. */
  private static final String FILE = "nn.fused.rate";

  /** Rows, columns and steps of the product, which fit a second-level cache. */
  private static final int SIDE = 192;

  private static final int TURNS = 15;
  private static final long NANOS_OF_A_TURN = 10_000_000;

  /** From here on it is worth a line before a training. */
  private static final double MUCH = 1.2;

  /**
   * One instruction instead of two, and some more registers, do not make more; what seems to be is
   * a kernel that was not compiled in time, as on a busy machine.
   */
  private static final double MOST = 2.5;

  FusedRate {
    factors = Map.copyOf(factors);
  }

  /** The name of the twin. */
  String fused() {
    return backend + "-fma";
  }

  /** What computes by default, if its twin can be opened, too. */
  static @Nullable String candidate(BackendReport report) {
    String twin = report.chosen() + "-fma";
    boolean hasTwin =
        report.entries().stream().anyMatch(entry -> entry.name().equals(twin) && entry.available());
    return hasTwin ? report.chosen() : null;
  }

  /**
   * Measures it, in some seconds: the median over turns, in which one follows the other at once.
   *
   * @param backend a {@link #candidate}
   * @throws ToolException if the machine is too busy
   */
  static FusedRate measure(String backend) {
    String before = System.setProperty(TckCommand.WAIT, "true");
    try {
      Map<DType, Double> factors = new EnumMap<>(DType.class);
      for (DType dtype : DType.values()) {
        factors.put(dtype, plausible(factor(backend, dtype)));
      }
      return new FusedRate(backend, factors);
    } finally {
      if (before == null) {
        System.clearProperty(TckCommand.WAIT);
      } else {
        System.setProperty(TckCommand.WAIT, before);
      }
    }
  }

  private static double factor(String backend, DType dtype) {
    BackendOptions options = BackendOptions.defaults().dtype(dtype).threads(1);
    try (Backend separate = Backends.open(backend, options);
        Backend fused = Backends.open(backend + "-fma", options);
        Workspace separately = separate.workspace();
        Workspace fusedly = fused.workspace()) {
      Runnable slow = product(separate, separately);
      Runnable fast = product(fused, fusedly);
      double[] ratios = new double[TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        ratios[turn] = nanos(slow) / nanos(fast);
      }
      Arrays.sort(ratios);
      return ratios[TURNS / 2];
    }
  }

  /** The same factor, if it can be one. */
  static double plausible(double factor) {
    if (factor > MOST) {
      throw ToolException.failed(
          String.format(
              Locale.ROOT,
              "backends: the machine is too busy to measure (%.1f times as fast is not to be had);"
                  + " measure again when it is quiet",
              factor));
    }
    return factor;
  }

  private static Runnable product(Backend backend, Workspace workspace) {
    Tensor a = workspace.tensor(SIDE, SIDE);
    Tensor b = workspace.tensor(SIDE, SIDE);
    Tensor out = workspace.tensor(SIDE, SIDE);
    backend.fill(0.5, a);
    backend.fill(0.25, b);
    return () -> backend.matmul(a, b, out);
  }

  /** Nanoseconds of a call, of as many as a turn has time for. */
  private static double nanos(Runnable product) {
    long start = System.nanoTime();
    long taken = 0;
    int calls = 0;
    while (taken < NANOS_OF_A_TURN) {
      product.run();
      calls++;
      taken = System.nanoTime() - start;
    }
    return (double) taken / calls;
  }

  /** Keeps it where {@link #read} finds it, if there is such a place. */
  void write() throws IOException {
    Path file = file();
    if (file == null) {
      return;
    }
    StringBuilder text = new StringBuilder("backend=" + backend + "\n");
    factors.forEach((dtype, factor) -> text.append(dtype + "=" + factor + "\n"));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    DurableFile.save(file, stream -> stream.write(bytes));
  }

  /** What was measured, or null: there may be no such file, or one that says nothing. */
  static @Nullable FusedRate read() {
    Path file = file();
    if (file == null || !Files.exists(file)) {
      return null;
    }
    Properties kept = new Properties();
    Map<DType, Double> factors = new EnumMap<>(DType.class);
    try (Reader reader = Files.newBufferedReader(file)) {
      kept.load(reader);
      for (DType dtype : DType.values()) {
        factors.put(dtype, Double.valueOf(kept.getProperty(dtype.name(), "")));
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      return null;
    }
    return new FusedRate(kept.getProperty("backend", ""), factors);
  }

  private static @Nullable Path file() {
    String name = System.getProperty(FILE);
    return name == null ? null : Path.of(name);
  }

  private String factor(DType dtype) {
    return String.format(Locale.ROOT, "%.1f", factors.get(dtype));
  }

  /** Both number types. */
  String sentence() {
    return fused()
        + ": "
        + factor(DType.FLOAT64)
        + " times as fast as "
        + backend
        + " in large products of float64 on this machine, "
        + factor(DType.FLOAT32)
        + " in float32; it trains other bits";
  }

  /** What to say before a training with a backend; empty if that is not worth a line. */
  String advice(Backend training) {
    Double factor = factors.get(training.dtype());
    if (!training.name().equals(backend) || factor == null || factor < MUCH) {
      return "";
    }
    return "backend "
        + backend
        + "; for large products --backend "
        + fused()
        + " is "
        + factor(training.dtype())
        + " times as fast on this machine, and trains other bits";
  }

  /** For JSON. */
  Map<String, @Nullable Object> describe() {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("backend", fused());
    description.put("than", backend);
    for (DType dtype : DType.values()) {
      description.put(BackendChoice.spelling(dtype), factors.get(dtype));
    }
    return description;
  }
}
