package nn.tck;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import nn.api.DType;
import nn.api.network.PlugIn;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentest4j.TestAbortedException;

/** What the chapters for plug-ins share: a test runs in both number types. */
@TestMethodOrder(MethodOrderer.MethodName.class)
abstract class PlugInChapter {
  private static final String KIND = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  private int rule;

  abstract PlugInConformance suite();

  /** What is tested. */
  abstract PlugIn subject();

  @BeforeEach
  final void remember(TestInfo info) {
    rule = info.getTestMethod().map(method -> method.getAnnotation(Rule.class).value()).orElse(0);
  }

  /** Runs a check in both number types. */
  final void each(Consumer<Trial> check) {
    for (DType dtype : DType.values()) {
      in(dtype, check);
    }
  }

  /** Runs a check in one number type. */
  final void in(DType dtype, Consumer<Trial> check) {
    try (Trial trial = new Trial(suite().open(dtype), rule, subject().kind())) {
      try {
        check.accept(trial);
      } catch (TestAbortedException skipped) {
        throw skipped;
      } catch (RuntimeException thrown) {
        throw trial.failure("call", "threw " + thrown, thrown);
      }
    }
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
        () -> "rule " + rule + ": kind: lower-case words joined by hyphens are needed: " + kind);
  }

  /** That the catalogue gives an equal plug-in with an equal configuration. */
  final void isRebuilt(Rebuild rebuild) {
    PlugIn original = subject();
    PlugIn again;
    try {
      again = rebuild.from(original);
    } catch (RuntimeException refused) {
      throw new AssertionError(
          "rule " + rule + ": config: the catalogue refuses it: " + refused.getMessage(), refused);
    }
    Assertions.assertEquals(
        original.config(), again.config(), "rule " + rule + ": config: another one after rebuild");
    Assertions.assertEquals(
        original, again, "rule " + rule + ": equals: not equal to what the catalogue rebuilds");
  }

  /** From kind and configuration by the catalogue. */
  interface Rebuild {
    PlugIn from(PlugIn original);
  }
}
