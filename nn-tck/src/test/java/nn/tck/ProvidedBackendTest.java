package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which provider a scan of the suite's jar tests. */
class ProvidedBackendTest {
  private static final BackendProvider NAIVE = new NaiveProvider();
  private static final BackendProvider FUSED = new NaiveFmaProvider();

  private static void refuses(String message, List<BackendProvider> found, @Nullable String name) {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> ProvidedBackendConformanceTest.choose(found, name));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void theOnlyOneOrTheOneThatIsNamed() {
    assertSame(NAIVE, ProvidedBackendConformanceTest.choose(List.of(NAIVE), null));
    assertSame(NAIVE, ProvidedBackendConformanceTest.choose(List.of(NAIVE), "naive"));
    assertSame(FUSED, ProvidedBackendConformanceTest.choose(List.of(NAIVE, FUSED), "naive-fma"));
  }

  @Test
  void noneIsAFailure() {
    refuses(
        "tck: no provider of a backend is on the class path; add the backend's jar, and to it"
            + " META-INF/services/nn.api.provider.BackendProvider",
        List.of(),
        null);
    refuses(
        "tck: no backend 'ejml' is on the class path; there are [naive]", List.of(NAIVE), "ejml");
  }

  @Test
  void ofSeveralOneMustBeNamed() {
    refuses(
        "tck: several backends are on the class path; choose one with -Dtck.backend=NAME: [naive,"
            + " naive-fma]",
        List.of(FUSED, NAIVE),
        null);
  }
}
