package nn.backend.vector;

import nn.api.provider.Availability;

/** Whether this JVM has what the vector backends need; touches no class of the incubator module. */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  static Availability availability() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return Availability.AVAILABLE;
    }
    return Availability.unavailable(
        "Java runs without the module " + NAME + "; start it with --add-modules=" + NAME);
  }

  static Availability availabilityOfFma() {
    Availability module = availability();
    if (!module.available() || hasFma()) {
      return module;
    }
    return Availability.unavailable(
        "this processor has no fused multiply-add, which Java would then emulate, slowly; choose"
            + " vector");
  }

  /**
   * With the instruction {@code Math.fma} takes 30 ns before it is compiled, without it 37 µs of
   * {@code BigDecimal}. No JVM says which of the two it has, but for HotSpot's management beans,
   * which take 20 ms to load.
   */
  private static boolean hasFma() {
    long shortest = Long.MAX_VALUE;
    double sum = 1e-17;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      sum = Math.fma(1.1, 1.3, sum);
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    return shortest < 5_000 && sum > 0;
  }
}
