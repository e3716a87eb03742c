package nn.tck;

import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the chapters of the suite share: a test runs in every number type and thread count. Tests
 * run in the order of their rules, so that the first failure is the one closest to the cause.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
abstract class Chapter {
  private int rule;

  abstract BackendConformance suite();

  @BeforeEach
  final void remember(TestInfo info) {
    rule = info.getTestMethod().map(method -> method.getAnnotation(Rule.class).value()).orElse(0);
  }

  final BackendProvider provider() {
    return suite().provider();
  }

  /** How much to draw. */
  final Level level() {
    return suite().level();
  }

  /** The number of the rule that the running test checks. */
  final int rule() {
    return rule;
  }

  /** Runs a check in every dtype with every thread count. */
  final void each(Consumer<Fixture> check) {
    for (DType dtype : new TreeSet<>(provider().dtypes())) {
      each(dtype, suite().threadCounts(), check);
    }
  }

  /** Runs a check in every dtype whose tier is this one; says so where there is none. */
  final void eachOf(Predicate<Tier> tiers, Consumer<Fixture> check) {
    eachOf(tiers, suite().threadCounts(), check);
  }

  /** The same with other thread counts. */
  final void eachOf(Predicate<Tier> tiers, int[] threadCounts, Consumer<Fixture> check) {
    boolean any = false;
    for (DType dtype : new TreeSet<>(provider().dtypes())) {
      if (tiers.test(provider().tier(dtype))) {
        any = true;
        each(dtype, threadCounts, check);
      }
    }
    Assumptions.assumeTrue(any, "rule " + rule + " is for another tier");
  }

  /** Runs a check in one dtype with every thread count that can be had. */
  final void each(DType dtype, int[] threadCounts, Consumer<Fixture> check) {
    boolean any = false;
    for (int threads : threadCounts) {
      Fixture fixture = open(dtype, threads);
      if (fixture != null) {
        any = true;
        try (fixture) {
          check.accept(fixture);
        }
      }
    }
    Assertions.assertTrue(any, "no thread count was accepted; override threadCounts()");
  }

  /** Null if the JVM's threads are set to another count, which NN-105 says. */
  private @Nullable Fixture open(DType dtype, int threads) {
    try {
      return new Fixture(provider(), new BackendOptions(dtype, threads), rule);
    } catch (BackendException refused) {
      if (refused.code().equals("NN-105")) {
        return null;
      }
      throw refused;
    }
  }
}
