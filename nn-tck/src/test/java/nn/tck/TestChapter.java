package nn.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/** A chapter that no run of the suite calls, for tests of what chapters are made of. */
final class TestChapter extends Chapter {
  static final int RULE = 305;

  private final BackendProvider provider;

  TestChapter(BackendProvider provider, Map<String, String> settings) {
    this(RULE, provider, settings);
  }

  TestChapter(int rule, BackendProvider provider, Map<String, String> settings) {
    this.provider = provider;
    ConformanceRun run = run(settings);
    run.suite(this);
    begin(run, run.start(rule, "3xx products", "spec305_test"));
  }

  static ConformanceRun run(Map<String, String> settings) {
    try {
      return new ConformanceRun(
          BackendConformance.class, Settings.of(key -> Optional.ofNullable(settings.get(key))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A fixture of two threads, the first of two thread counts. */
  static Fixture fixture(BackendProvider provider, DType dtype) {
    return fixture(provider, dtype, Map.of());
  }

  static Fixture fixture(BackendProvider provider, DType dtype, Map<String, String> settings) {
    return new TestChapter(provider, settings).fixture(dtype, false);
  }

  Fixture fixture(DType dtype, boolean whole) {
    Fixture fixture = new Fixture(this, new BackendOptions(dtype, 2), 0, 2, whole);
    fixture.begin();
    return fixture;
  }

  @Override
  protected BackendProvider provider() {
    return provider;
  }

  @Override
  protected int[] threadCounts() {
    return new int[] {1, 3};
  }
}
