package nn.backend.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nn.api.provider.Availability;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the provider says where ND4J's native libraries are there, missing or broken. */
class NativesTest {
  private static final String ND4J = "/org/nd4j/linalg/cpu/nativecpu/bindings/";
  private static final String OPENBLAS = "/org/bytedeco/openblas/";

  static boolean available() {
    return Natives.availability().available();
  }

  private static String nd4jFile(String platform) {
    return ND4J + platform + "/" + System.mapLibraryName("jnind4jcpu");
  }

  private static String openBlasFile(String platform) {
    return OPENBLAS + platform + "/" + System.mapLibraryName("jniopenblas_nolapack");
  }

  private static String reason(String platform, String... present) {
    Availability availability = Natives.availability(platform, Set.of(present)::contains);
    assertFalse(availability.available());
    return availability.reason();
  }

  @ParameterizedTest
  @CsvSource({"''", "-avx2", "-avx512"})
  void oneVariantOfNd4jIsEnough(String variant) {
    Set<String> present = Set.of(nd4jFile("linux-x86_64" + variant), openBlasFile("linux-x86_64"));
    assertSame(Availability.AVAILABLE, Natives.availability("linux-x86_64", present::contains));
  }

  @Test
  void itNamesWhatIsMissing() {
    assertEquals(
        "ND4J's native libraries for linux-x86_64 are not on the class path: add"
            + " org.nd4j:nd4j-native:1.0.0-M2.1:linux-x86_64[-avx2|-avx512] and"
            + " org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64",
        reason("linux-x86_64"));
    assertEquals(
        "ND4J's native libraries for windows-x86_64 are not on the class path: add"
            + " org.bytedeco:openblas:0.3.19-1.5.7:windows-x86_64",
        reason("windows-x86_64", nd4jFile("windows-x86_64-avx2")));
    assertEquals(
        "ND4J's native libraries for macosx-x86_64 are not on the class path: add"
            + " org.nd4j:nd4j-native:1.0.0-M2.1:macosx-x86_64[-avx2]",
        reason("macosx-x86_64", openBlasFile("macosx-x86_64")));
  }

  @Test
  void onAPlatformOutsideNd4jsBundleItSaysThatTheyMayNotExist() {
    assertEquals(
        "ND4J's native libraries for linux-riscv64 are not on the class path: add"
            + " org.nd4j:nd4j-native:1.0.0-M2.1:linux-riscv64 and"
            + " org.bytedeco:openblas:0.3.19-1.5.7:linux-riscv64,"
            + " if that is published for this platform, or choose another backend",
        reason("linux-riscv64", nd4jFile("linux-x86_64"), openBlasFile("linux-x86_64")));
  }

  @Test
  void theVersionsAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<nd4j.version>1.0.0-M2.1<"));
    assertTrue(pom.contains("<openblas.version>0.3.19-${javacpp.version}<"));
    assertTrue(pom.contains("<javacpp.version>1.5.7<"));
  }

  /** This class path without native libraries, and what is in a folder; its classes are its own. */
  private static URLClassLoader isolated(Path folder) throws IOException {
    List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("linux-x86_64")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Object call(Object target, Class<?> type, String method)
      throws ReflectiveOperationException {
    return type.getMethod(method).invoke(target);
  }

  /** What availability() of a provider of that class loader says, asked there. */
  private static String said(URLClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(Nd4jProvider.class.getName());
    Object provider = type.getConstructor().newInstance();
    return String.valueOf(call(provider, type, "availability"));
  }

  /** The message of what opening nd4j by name throws in that class loader. */
  private static String refusal(URLClassLoader loader) throws ReflectiveOperationException {
    Class<?> lookup = loader.loadClass("nn.api.provider.BackendLookup");
    Class<?> options = loader.loadClass("nn.api.provider.BackendOptions");
    Object found = lookup.getConstructor(ClassLoader.class).newInstance(loader);
    Object defaults = options.getMethod("defaults").invoke(null);
    ReflectiveOperationException thrown =
        assertThrows(
            ReflectiveOperationException.class,
            () -> lookup.getMethod("open", String.class, options).invoke(found, "nd4j", defaults));
    return String.valueOf(thrown.getCause());
  }

  @Test
  void withoutNativesItIsUnavailableHoweverOftenItIsAsked(@TempDir Path empty) throws Exception {
    try (URLClassLoader loader = isolated(empty)) {
      String first = said(loader);
      assertTrue(first.contains("add org.nd4j:nd4j-native:1.0.0-M2.1:"), first);
      assertTrue(first.contains(" and org.bytedeco:openblas:0.3.19-1.5.7:"), first);
      assertEquals(first, said(loader));
      String refusal = refusal(loader);
      assertTrue(refusal.contains("NN-104 open: backend 'nd4j'"), refusal);
      assertTrue(refusal.contains("add org.nd4j:nd4j-native:1.0.0-M2.1:"), refusal);
      assertEquals(first, said(loader));
    }
  }

  @Test
  @WithNatives
  void afterAFailedLoadItKeepsSayingWhy(@TempDir Path folder) throws Exception {
    for (String file : List.of(nd4jFile("linux-x86_64"), openBlasFile("linux-x86_64"))) {
      Path broken = folder.resolve(file.substring(1));
      Files.createDirectories(broken.getParent());
      Files.writeString(broken, "no library");
    }
    try (URLClassLoader loader = isolated(folder)) {
      assertTrue(said(loader).contains("available=true"));
      String first = refusal(loader);
      assertTrue(first.contains("NN-104 open: backend 'nd4j'"), first);
      assertTrue(first.contains("ND4J could not be loaded, and cannot be in this JVM"), first);
      assertTrue(said(loader).contains("ND4J could not be loaded"), said(loader));
      String second = refusal(loader);
      assertTrue(second.contains("is not available: ND4J could not be loaded"), second);
    }
  }

  @Test
  @WithNatives
  void whereTheyAreThereNothingIsToAdd() {
    assertSame(Availability.AVAILABLE, new Nd4jProvider().availability());
    BackendReport report = Backends.report();
    assertTrue(
        report.entries().stream()
            .anyMatch(entry -> entry.name().equals("nd4j") && entry.available()));
    assertEquals("naive", report.chosen());
  }
}
