package nn.tck;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.PlugIn;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/**
 * What the suites for plug-ins share: the backend that computes, and that a test runs in both
 * number types.
 *
 * <p>A failure prints the rule, the plug-in's method, the element, what was expected and found, the
 * shapes, and the options that repeat it. The settings are those of {@link BackendConformance}:
 * {@code tck.level} (at smoke extents end at 1,025; all other levels are the same), {@code
 * tck.seed}, {@code tck.case} (a rule's number), {@code tck.timeout}, {@code tck.report}, and the
 * list of expected failures.
 */
public abstract class PlugInConformance extends Suite {
  private static final String KIND = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  private volatile @Nullable Trial open;

  PlugInConformance() {}

  /**
   * A backend for the plug-in to compute with, closed by the suite. Without an override it is the
   * one that a program would get, on one thread.
   */
  protected Backend open(DType dtype) {
    return Backends.open(new BackendOptions(dtype, 1));
  }

  /** What is tested. */
  abstract PlugIn subject();

  @Override
  final String name() {
    return PlugInType.of(subject()) + "-" + kind();
  }

  private String kind() {
    return String.valueOf(Certificate.told(() -> subject().kind()));
  }

  @Override
  final Collection<DType> counted() {
    return List.of(); // no rule for plug-ins has a quota
  }

  /** The operands depend on whether the level is smoke, too. */
  @Override
  final String replay(CaseId id) {
    String level = level().isStandard() ? "" : " -Dtck.level=" + level();
    return super.replay(id) + level;
  }

  @Override
  final Map<String, @Nullable Object> description() {
    PlugIn subject = subject();
    Map<String, @Nullable Object> plugIn = new LinkedHashMap<>();
    plugIn.put("type", PlugInType.of(subject).toString());
    plugIn.put("kind", Certificate.told(subject::kind));
    plugIn.put("config", Certificate.told(subject::config));
    plugIn.put("class", subject.getClass().getName());
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("plugIn", plugIn);
    all.put("computedBy", computedBy());
    return all;
  }

  @Override
  final Collection<Class<?>> classes() {
    return List.of(subject().getClass());
  }

  private @Nullable String computedBy() {
    try (Backend backend = open(DType.FLOAT64)) {
      return backend.name();
    } catch (RuntimeException refused) {
      return refused.toString();
    }
  }

  /** Runs a check in both number types. */
  final void each(Consumer<Trial> check) {
    for (DType dtype : DType.values()) {
      in(dtype, check);
    }
  }

  /** Runs a check in one number type. */
  final void in(DType dtype, Consumer<Trial> check) {
    weighed(dtype, () -> run(dtype, check));
  }

  private void run(DType dtype, Consumer<Trial> check) {
    verdict().countCase();
    Trial trial = new Trial(open(dtype), this, kind());
    open = trial;
    try {
      check.accept(trial);
    } catch (TestAbortedException skipped) {
      throw skipped;
    } catch (RuntimeException thrown) {
      throw trial.failure("call", "threw " + thrown, thrown);
    }
    trial.close();
    open = null;
  }

  @Override
  final String circumstances() {
    Trial trial = open;
    return trial == null ? replayOfTheRule() : trial.circumstances();
  }

  @Override
  final void end() {
    Trial left = open;
    open = null;
    if (left != null) {
      try {
        left.close();
      } catch (RuntimeException alsoWrong) {
        // the test has failed already, and that is what is reported
      }
    }
  }

  @Override
  final void abandon() {
    open = null;
  }

  /** Waits, and throws what the other thread threw. */
  static void join(CompletableFuture<Void> other) {
    try {
      other.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof AssertionError wrong) {
        throw wrong;
      }
      throw failed;
    }
  }

  /** That a kind is made of lower-case words joined by hyphens. */
  final void kindIsWellFormed() {
    String kind = subject().kind();
    Assertions.assertTrue(
        kind != null && kind.matches(KIND),
        () -> "rule " + rule() + ": kind: lower-case words joined by hyphens are needed: " + kind);
  }

  /** That the catalogue gives an equal plug-in with an equal configuration. */
  final void isRebuilt(Rebuild rebuild) {
    PlugIn original = subject();
    PlugIn again;
    try {
      again = rebuild.from(original);
    } catch (RuntimeException refused) {
      throw new AssertionError(
          "rule " + rule() + ": config: the catalogue refuses it: " + refused.getMessage(),
          refused);
    }
    Assertions.assertEquals(
        original.config(),
        again.config(),
        "rule " + rule() + ": config: another one after rebuild");
    Assertions.assertEquals(
        original, again, "rule " + rule() + ": equals: not equal to what the catalogue rebuilds");
  }

  /** From kind and configuration by the catalogue. */
  interface Rebuild {
    PlugIn from(PlugIn original);
  }
}
