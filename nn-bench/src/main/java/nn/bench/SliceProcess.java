package nn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that speaks the protocol of {@link Slices}, in a process that stays. */
final class SliceProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 300; // for any answer
  private static final long END_SECONDS = 10;

  /**
   * What was done in a slice.
   *
   * @param rate how much in a second
   * @param seconds that it took
   */
  record Slice(double rate, double seconds) {}

  /** A program that ended, or said nothing more, where it was to answer. */
  @SuppressWarnings("serial")
  static final class Silence extends RuntimeException {
    Silence(String message) {
      super(message);
    }
  }

  private final Process process;
  private final PrintWriter requests;
  private final LinkedBlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private final List<String> lines = new ArrayList<>();
  private final Thread end;

  private SliceProcess(Process process) {
    this.process = process;
    requests = new PrintWriter(process.outputWriter(), true);
    end = new Thread(process::destroy); // it does not outlive this JVM
    Runtime.getRuntime().addShutdownHook(end);
    Thread reader = new Thread(this::readAll, "answers");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a program and waits until it is ready.
   *
   * @throws Silence if it ends instead
   */
  static SliceProcess start(ProcessBuilder builder) {
    SliceProcess started;
    try {
      started = new SliceProcess(builder.redirectErrorStream(true).start());
    } catch (IOException failed) {
      throw new Silence(String.valueOf(failed.getMessage()));
    }
    started.answer("ready");
    return started;
  }

  /** Asks for a slice of its work, or of one of its works. */
  Slice slice(double seconds, String what) {
    requests.println(("slice " + seconds + " " + what).strip());
    String[] words = answer("rate").split(" ", -1);
    return new Slice(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
  }

  /** Asks for slices, which do not count, at least one, until so much time is over. */
  void warmUp(double seconds, double slice, String what) {
    double taken = 0;
    do {
      taken += slice(slice, what).seconds();
    } while (taken < seconds);
  }

  /** Asks for the accuracy that it has reached, if there is one. */
  OptionalDouble accuracy() {
    requests.println("accuracy");
    String share = answer("accuracy").split(" ", -1)[1];
    return share.equals("none")
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(share));
  }

  /** Every line that it has printed, errors included. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private void readAll() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
        answers.add(Optional.of(line));
      }
    } catch (IOException | UncheckedIOException closed) {
      // It has ended, which the next line says.
    }
    answers.add(Optional.empty());
  }

  /** The next line that begins with a word; others are passed over. */
  private String answer(String word) {
    try {
      while (true) {
        Optional<String> line = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
          throw new Silence("no answer within " + LIMIT_SECONDS + " seconds");
        }
        if (line.isEmpty()) {
          throw new Silence(lastWords());
        }
        if (line.get().equals(word) || line.get().startsWith(word + " ")) {
          return line.get();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process worked", interrupted);
    }
  }

  /** Of a Java program the exception, else the last line. */
  private String lastWords() {
    List<String> all = lines().stream().filter(line -> !line.isBlank()).toList();
    return all.stream()
        .filter(line -> line.startsWith("Exception in thread"))
        .findFirst()
        .orElse(all.isEmpty() ? "it ended without a word" : all.get(all.size() - 1));
  }

  /** Lets it end. */
  @Override
  public void close() {
    requests.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
