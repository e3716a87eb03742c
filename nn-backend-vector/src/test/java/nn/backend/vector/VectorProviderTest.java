package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import nn.api.provider.Availability;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.junit.jupiter.api.Test;

class VectorProviderTest {

  /** Opens a backend by priority in a JVM of its own. */
  public static void main(String[] args) {
    System.out.println(Backends.report());
  }

  /** What {@link #main} printed in a JVM with these arguments. */
  private static String report(String... ofJava) throws Exception {
    return OwnJvm.run(VectorProviderTest.class, List.of(ofJava));
  }

  @Test
  void vectorIsFirst() {
    BackendReport report = Backends.report();
    assertEquals("vector", report.entries().get(0).name());
    assertEquals("naive", report.entries().get(1).name());
    assertTrue(report.entries().stream().anyMatch(entry -> entry.name().equals("vector-fma")));
  }

  @Test
  void withTheModuleBothAreAvailable() {
    assertSame(Availability.AVAILABLE, new VectorProvider().availability());
    assertSame(Availability.AVAILABLE, new VectorFmaProvider().availability());
  }

  @Test
  void withoutTheModuleTheFlagIsNamed() throws Exception {
    String printed = report();
    assertTrue(
        printed.contains(
            "Java runs without the module jdk.incubator.vector; start it with"
                + " --add-modules=jdk.incubator.vector"),
        printed);
  }

  @Test
  void withoutTheInstructionFmaIsUnavailable() throws Exception {
    String printed = report("--add-modules=jdk.incubator.vector", "-XX:-UseFMA");
    assertTrue(printed.contains("this processor has no fused multiply-add"), printed);
  }
}
