package nn.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import nn.api.DType;
import nn.api.Tier;
import nn.tck.WholeRun.Outcome;

/**
 * The outcomes of whole training runs, written down once, so that no JDK, machine or release
 * changes a bit unnoticed. A file of the suite has them, one line for each run, seed, dtype and
 * arithmetic.
 */
record FrozenRuns(List<Frozen> all) {

  static final int SEEDS = 10;

  private static final String FILE = "frozen-runs.csv";

  /** One outcome. */
  record Frozen(WholeRun run, int seed, DType dtype, Tier arithmetic, Outcome outcome) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s,%d,%s,%s,%s,%s",
          run,
          seed,
          dtype,
          arithmetic,
          outcome.cost(),
          outcome.sha256());
    }

    private static Frozen parse(String line) {
      String[] cells = line.split(",", -1);
      return new Frozen(
          WholeRun.valueOf(cells[0]),
          Integer.parseInt(cells[1]),
          DType.valueOf(cells[2]),
          Tier.valueOf(cells[3]),
          new Outcome(cells[5], Double.parseDouble(cells[4])));
    }
  }

  /** Reads the file. */
  static FrozenRuns read() {
    try (InputStream stream =
        Objects.requireNonNull(FrozenRuns.class.getResourceAsStream(FILE), FILE)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      List<Frozen> all = new ArrayList<>();
      text.lines().filter(line -> !line.startsWith("#")).map(Frozen::parse).forEach(all::add);
      return new FrozenRuns(all);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The runs of a number type and an arithmetic, of the first seeds. */
  List<Frozen> of(DType dtype, Tier arithmetic, int seeds) {
    return all.stream()
        .filter(frozen -> frozen.dtype() == dtype && frozen.arithmetic() == arithmetic)
        .filter(frozen -> frozen.seed() <= seeds)
        .toList();
  }
}
