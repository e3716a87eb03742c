package nn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How a program does its work a slice at a time, so that several can take turns: it reads requests
 * from its standard input and answers each with a line on its standard output.
 *
 * <pre>
 * it says                    ready
 * it is asked                it answers
 * slice SECONDS [WHAT]       rate RATE SECONDS     done in a second, and how long the slice was
 * accuracy                   accuracy SHARE        or: accuracy none
 * </pre>
 *
 * <p>A slice lasts until the first unit of work that ends after these seconds. Between requests the
 * program is blocked in a read and takes no time of a processor. The end of its input ends it.
 * Whoever asks passes over other lines, and takes the first slice of each WHAT as a warm-up.
 *
 * <p>The programs of DL4J and Smile in nn-bench/peers are compiled with this class, so it needs
 * nothing but Java; those in Python have {@code slices.py}, which does the same.
 */
public final class Slices {
  private final BufferedReader in;
  private final PrintWriter out;
  private final LongSupplier clock; // nanoseconds
  private Optional<DoubleSupplier> accuracy = Optional.empty();
  private double least; // to be done before accuracy is told
  private double total; // done since the program's start
  private double amount; // done in this slice
  private double seconds; // of this slice, as asked for
  private long start;
  private boolean judging;
  private String what = "";
  private boolean asked; // for something that has not been done
  private boolean begun;
  private Predicate<String> wanted = any -> true;

  Slices(BufferedReader in, PrintWriter out, LongSupplier clock) {
    this.in = in;
    this.out = out;
    this.clock = clock;
  }

  /** Asked on standard input, answers on standard output. */
  public static Slices ofStandardStreams() {
    return new Slices(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)),
        new PrintWriter(System.out, true, StandardCharsets.US_ASCII),
        System::nanoTime);
  }

  /**
   * Says how accuracy is computed, where there is one.
   *
   * @param atLeast how much must have been done before; what is missing is done when it is asked
   *     for, and is no slice
   */
  public void judgedBy(DoubleSupplier accuracy, double atLeast) {
    this.accuracy = Optional.of(accuracy);
    least = atLeast;
  }

  /**
   * Says that the program is ready, and waits for the first request; later only says whether there
   * is one. False: the program is to end.
   */
  public boolean begin() {
    if (!begun) {
      begun = true;
      out.println("ready");
      asked = next();
    }
    return asked;
  }

  /**
   * From now on {@link #done} is false, too, where the next request is for none of these, which
   * {@link #begin} and {@link #what} then tell of.
   */
  public void only(Predicate<String> whats) {
    wanted = whats;
  }

  /** Which of its works the program is to do; empty if it has only one. */
  public String what() {
    return what;
  }

  /**
   * Says that a unit of work has been done, of this amount. At the end of a slice it answers and
   * waits for the next request. False: the work is to end.
   */
  public boolean done(double ofAmount) {
    total += ofAmount;
    amount += ofAmount;
    if (judging) {
      return total < least || (tellAccuracy() && goesOn());
    }
    double taken = (clock.getAsLong() - start) / 1e9;
    if (taken < seconds) {
      return true;
    }
    out.println("rate " + amount / taken + " " + taken);
    return goesOn();
  }

  private boolean goesOn() {
    asked = next();
    return asked && wanted.test(what);
  }

  private boolean tellAccuracy() {
    judging = false;
    out.println(
        "accuracy "
            + accuracy.map(DoubleSupplier::getAsDouble).map(String::valueOf).orElse("none"));
    return true;
  }

  /** Waits for a request that needs work. */
  private boolean next() {
    for (String line = read(); line != null; line = read()) {
      String[] words = line.strip().split(" ", 3);
      if (words[0].equals("slice") && words.length > 1) {
        what = words.length > 2 ? words[2] : "";
        seconds = Double.parseDouble(words[1]);
        amount = 0;
        start = clock.getAsLong();
        return true;
      }
      if (!line.strip().equals("accuracy")) {
        throw new IllegalArgumentException(
            "slices: a request must be 'slice SECONDS [WHAT]' or 'accuracy': '" + line + "'");
      }
      judging = accuracy.isPresent() && total < least;
      if (judging) {
        return true;
      }
      tellAccuracy();
    }
    return false;
  }

  private String read() {
    try {
      return in.readLine();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
