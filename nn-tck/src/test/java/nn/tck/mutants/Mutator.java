package nn.tck.mutants;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import nn.tck.mutants.Mutant.Edit;

/**
 * All mutants of one source, which no two runs number differently. A threshold is drawn from the
 * seed, and is part of the id: another threshold is another mutant.
 */
final class Mutator {

  /** Stands in an edit for the threshold that is drawn. */
  static final String THRESHOLD = "{T}";

  /** A fault that was found possible, before its threshold is drawn from {@code least … most}. */
  record Fault(Operator operator, String place, List<Edit> edits, int least, int most) {}

  private final String file;
  private final String text;
  private final long seed;
  private final List<Mutant> mutants = new ArrayList<>();
  private final Map<String, Integer> sames = new HashMap<>();

  private Mutator(String file, String text, long seed) {
    this.file = file;
    this.text = text;
    this.seed = seed;
  }

  /**
   * The mutants of a source.
   *
   * @param file its name, {@code DoubleProduct.java} or {@code Strip.template}
   * @param seed of the thresholds
   */
  static List<Mutant> mutants(String file, String text, long seed) {
    Mutator mutator = new Mutator(file, text, seed);
    for (SourceText source : SourceText.of(file, text)) {
      for (FaultScanner scanner :
          List.of(
              new ClassicFaults(source),
              new GatedFaults(source),
              new StateFaults(source),
              new SumFaults(source))) {
        scanner.scan(source.unit(), null);
        scanner.found().forEach(fault -> mutator.add(source, fault));
      }
    }
    return mutator.mutants;
  }

  private void add(SourceText source, Fault fault) {
    String name = file.replaceFirst("\\.\\w+$", "");
    String what = fault.edits.stream().map(this::inItsLine).collect(Collectors.joining("; "));
    String before = name + "#" + fault.place + "/" + fault.operator + "/";
    int same = sames.merge(before + what, 1, Integer::sum);
    String id = before + hash(what.replaceAll("\\s+", " ") + same);
    List<Edit> edits = fault.edits;
    if (edits.stream().anyMatch(edit -> edit.text().contains(THRESHOLD))) {
      int threshold = threshold(id, fault);
      id += "@" + threshold;
      edits = edits.stream().map(edit -> withThreshold(edit, threshold)).toList();
    }
    long line = source.line(edits.get(edits.size() - 1).start());
    mutants.add(new Mutant(id, fault.operator, file, line, edits));
  }

  /** An edit with the line that it is in, lest one more {@code <} above it be another's number. */
  private String inItsLine(Edit edit) {
    int start = text.lastIndexOf('\n', edit.start() - 1) + 1;
    int end = text.indexOf('\n', edit.start());
    String line = text.substring(start, end < 0 ? text.length() : end).strip();
    return line + ": " + text.substring(edit.start(), edit.end()) + " -> " + edit.text();
  }

  private static Edit withThreshold(Edit edit, int threshold) {
    return new Edit(
        edit.start(), edit.end(), edit.text().replace(THRESHOLD, String.valueOf(threshold)));
  }

  /** Log-uniform: blocks of real libraries begin at 8 as well as at 4,096. */
  private int threshold(String id, Fault fault) {
    double drawn = new SplittableRandom(seed * 31 + id.hashCode()).nextDouble();
    double ratio = (fault.most + 1.0) / (fault.least + 1.0);
    int threshold = (int) ((fault.least + 1) * Math.pow(ratio, drawn)) - 1;
    return Math.min(fault.most, Math.max(fault.least, threshold));
  }

  /** Eight digits: among some thousand mutants of a method's operator none has another's. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      StringBuilder digits = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        digits.append(String.format(Locale.ROOT, "%02x", digest[i]));
      }
      return digits.toString();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
