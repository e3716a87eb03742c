package nn.api.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.fakes.Fakes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendLookupTest {
  private static final BackendOptions OPTIONS = new BackendOptions(DType.FLOAT64, 1);

  @TempDir private Path folder;
  private final List<URLClassLoader> loaders = new ArrayList<>();
  private @Nullable String formerChoice;

  @BeforeEach
  void clearTheProperty() {
    formerChoice = System.clearProperty("nn.backend");
  }

  @AfterEach
  void restore() throws IOException {
    if (formerChoice == null) {
      System.clearProperty("nn.backend");
    } else {
      System.setProperty("nn.backend", formerChoice);
    }
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  // ---- jars

  private Path jar(String name, Class<?>... providers) throws IOException {
    return jar(name, true, providers);
  }

  /** A jar of provider classes; a tool that merges jars may have lost its services file. */
  private Path jar(String name, boolean services, Class<?>... providers) throws IOException {
    Path jar = folder.resolve(name);
    String names = Arrays.stream(providers).map(Class::getName).collect(Collectors.joining("\n"));
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream entries = new ZipOutputStream(file)) {
      List<Class<?>> classes = new ArrayList<>(List.of(providers));
      classes.add(Fakes.class); // the class they are nested in
      for (Class<?> provider : classes) {
        String path = provider.getName().replace('.', '/') + ".class";
        try (InputStream bytes = BackendLookupTest.class.getResourceAsStream("/" + path)) {
          entry(entries, path, bytes == null ? new byte[0] : bytes.readAllBytes());
        }
      }
      byte[] list = names.getBytes(StandardCharsets.UTF_8);
      entry(entries, "META-INF/nn-backends", list);
      if (services) {
        entry(entries, "META-INF/services/" + BackendProvider.class.getName(), list);
      }
    }
    return jar;
  }

  private static void entry(ZipOutputStream entries, String path, byte[] bytes) throws IOException {
    entries.putNextEntry(new ZipEntry(path));
    entries.write(bytes);
    entries.closeEntry();
  }

  /** Sees these jars and nn-api, but not the fakes of the test's own class path. */
  private BackendLookup lookup(Path... jars) throws IOException {
    ClassLoader withoutFakes =
        new ClassLoader(BackendLookupTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("nn.api.provider.fakes.")) {
              throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
          }
        };
    URL[] urls = new URL[jars.length];
    for (int j = 0; j < jars.length; j++) {
      urls[j] = jars[j].toUri().toURL();
    }
    URLClassLoader loader = new URLClassLoader(urls, withoutFakes);
    loaders.add(loader);
    return new BackendLookup(loader);
  }

  private static String refused(String code, Runnable open) {
    BackendException thrown = assertThrows(BackendException.class, open::run);
    String message = String.valueOf(thrown.getMessage());
    assertEquals(code, thrown.code(), message);
    assertTrue(message.startsWith(code + " open: "), message);
    assertTrue(message.contains("docs/errors.md"), message);
    assertTrue(message.contains("backends seen:"), "every failure contains the report: " + message);
    assertFalse(message.contains(".."), "a sentence ends twice: " + message);
    return message;
  }

  private static void contains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  /** The example in docs/errors.md is what is printed. */
  private static void isDocumented(String message) throws IOException {
    Path errors = Path.of("docs/errors.md");
    String text = Files.readString(Files.exists(errors) ? errors : Path.of("..").resolve(errors));
    String first = message.lines().findFirst().orElseThrow();
    assertTrue(text.contains(first), () -> "docs/errors.md does not have: " + first);
    assertTrue(text.contains("\n## " + message.substring(0, 6)), message);
  }

  // ---- choosing

  @Test
  void opensTheHighestPriorityTiesByName() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class), jar("b.jar", Fakes.Able.class));
    try (Backend opened = lookup.open(OPTIONS)) {
      assertEquals("able", opened.name());
    }
    assertEquals("able", lookup.report().chosen());
    assertEquals("highest priority that is available: able with 10", lookup.report().rule());
    try (Backend named = lookup.open("good", OPTIONS.dtype(DType.FLOAT32))) {
      assertEquals("good", named.name());
      assertEquals(DType.FLOAT32, named.dtype());
    }
  }

  @Test
  void passesOverWhatIsNotAvailable() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Native.class, Fakes.Good.class));
    try (Backend opened = lookup.open(OPTIONS)) {
      assertEquals("good", opened.name());
    }
    assertEquals("native", lookup.report().entries().get(0).name());
  }

  @Test
  void thePropertyIsStrongerThanPriority() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Able.class));
    System.setProperty("nn.backend", " good ");
    try (Backend opened = lookup.open(OPTIONS)) {
      assertEquals("good", opened.name());
    }
    assertEquals("system property nn.backend names 'good'", lookup.report().rule());
    System.setProperty("nn.backend", "native");
    contains(
        refused("NN-102", () -> lookup.open(OPTIONS)),
        "'native' (chosen by system property nn.backend)");
  }

  @Test
  void theReportHasALineForEachProvider() throws IOException {
    BackendLookup lookup = lookup(jar("fakes.jar", Fakes.Good.class, Fakes.Native.class));
    assertEquals(
        List.of(
            "backends seen:",
            "  native 1.2, priority 300, FLOAT64, FLOAT32, EXACT_SEPARATE, not available: "
                + "add the artifact dev.example:native:linux-x86_64 (fakes.jar)",
            "  good 1.2, priority 10, FLOAT64, FLOAT32, EXACT_SEPARATE, available (fakes.jar)",
            "rule: highest priority that is available: good with 10"),
        lookup.report().toString().lines().toList());
  }

  // ---- refusing

  @Test
  void theRuleIsTheOneThatDecided() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class));
    contains(
        refused("NN-102", () -> lookup.open("nope", OPTIONS)), "rule: the caller names 'nope'");
    System.setProperty("nn.backend", "good");
    contains(
        refused("NN-102", () -> lookup.open("nope", OPTIONS)), "rule: the caller names 'nope'");
    System.setProperty("nn.backend", "other");
    contains(
        refused("NN-102", () -> lookup.open(OPTIONS)),
        "rule: system property nn.backend names 'other'");
  }

  @Test
  void noneIsNN101() throws IOException {
    BackendLookup lookup = lookup();
    isDocumented(refused("NN-101", () -> lookup.open(OPTIONS)));
    contains(
        refused("NN-101", () -> lookup.open(OPTIONS)),
        "dev.nn:nn-backend-naive",
        "backends seen: none",
        "rule: no backend is available");
    assertNull(lookup.report().chosen());
  }

  @Test
  void noneOfTheNumberTypeIsNN101() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Single.class));
    contains(refused("NN-101", () -> lookup.open(OPTIONS)), "no backend offers FLOAT64");
    try (Backend opened = lookup.open(OPTIONS.dtype(DType.FLOAT32))) {
      assertEquals("single", opened.name());
    }
  }

  @Test
  void anUnknownNameIsNN102() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Native.class));
    contains(
        refused("NN-102", () -> lookup.open("goood", OPTIONS)),
        "'goood' (chosen by the caller)",
        "choose one of [good]");
  }

  @Test
  void oneNameInTwoJarsIsNN103() throws IOException {
    BackendLookup lookup =
        lookup(jar("one.jar", Fakes.Good.class), jar("other.jar", Fakes.Twin.class));
    contains(
        refused("NN-103", () -> lookup.open("good", OPTIONS)),
        "keep one of these jars: one.jar, other.jar");
    isDocumented(refused("NN-103", () -> lookup.open("good", OPTIONS)));
    refused("NN-103", () -> lookup.open(OPTIONS));
  }

  @Test
  void anUnavailableNameIsNN104AndNothingElseIsOpened() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Native.class));
    isDocumented(refused("NN-104", () -> lookup.open("native", OPTIONS)));
    contains(
        refused("NN-104", () -> lookup.open("native", OPTIONS)),
        "'native' (chosen by the caller) is not available: "
            + "add the artifact dev.example:native:linux-x86_64. ");
  }

  @Test
  void aNumberTypeThatTheNamedOneLacksIsNN104() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Single.class));
    contains(
        refused("NN-104", () -> lookup.open("single", OPTIONS)),
        "does not offer FLOAT64, only [FLOAT32]");
  }

  @Test
  void aFailureToOpenIsNN104WithItsCause() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Fails.class));
    contains(
        refused("NN-104", () -> lookup.open("fails", OPTIONS)), "no blas in java.library.path");
    assertInstanceOf(
        UnsatisfiedLinkError.class,
        assertThrows(BackendException.class, () -> lookup.open("fails", OPTIONS)).getCause());
  }

  @Test
  void aNewerInterfaceIsNN106() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Newer.class, Fakes.Good.class));
    isDocumented(refused("NN-106", () -> lookup.open("newer", OPTIONS)));
    contains(
        refused("NN-106", () -> lookup.open("newer", OPTIONS)),
        "it was built for version " + (BackendProvider.SPI_VERSION + 1));
    try (Backend opened = lookup.open(OPTIONS)) {
      assertEquals("good", opened.name());
    }
  }

  // ---- broken

  @Test
  void aBrokenProviderIsALineAndHidesNoOther() throws IOException {
    Class<?>[] broken = {
      Fakes.Throws.class, Fakes.Nameless.class, Fakes.Null.class, Fakes.Unborn.class
    };
    for (Class<?> provider : broken) {
      String name = provider.getSimpleName() + ".jar";
      BackendLookup lookup =
          lookup(jar(name, provider), jar("able.jar", Fakes.Able.class, Fakes.Good.class));
      try (Backend opened = lookup.open(OPTIONS)) {
        assertEquals("able", opened.name(), name);
      }
      assertEquals(3, lookup.report().entries().size(), name);
      BackendReport.Entry line = lookup.report().entries().get(2);
      assertFalse(line.available(), name);
      assertTrue((line.name() + line.reason()).contains(provider.getSimpleName()), () -> "" + line);
    }
  }

  @Test
  void aClassThatIsNotThereIsALine() throws IOException {
    Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(
        services.resolve(BackendProvider.class.getName()),
        "no.such.Provider\n" + Fakes.Good.class.getName());
    BackendLookup lookup = lookup(folder.resolve("classes"), jar("a.jar", false, Fakes.Good.class));
    assertEquals(2, lookup.report().entries().size());
    contains(lookup.report().toString(), "no.such.Provider", "  good 1.2");
  }

  @Test
  void aLostServicesFileIsRecognised() throws IOException {
    BackendLookup lookup = lookup(jar("merged.jar", false, Fakes.Good.class));
    contains(
        refused("NN-101", () -> lookup.open(OPTIONS)),
        Fakes.Good.class.getName(),
        "META-INF/services/nn.api.provider.BackendProvider",
        "ServicesResourceTransformer");
    contains(refused("NN-102", () -> lookup.open("good", OPTIONS)), "ServicesResourceTransformer");
  }

  @Test
  void anIntactJarGivesNoSuchHint() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class));
    String message = refused("NN-102", () -> lookup.open("other", OPTIONS));
    assertFalse(message.contains("ServicesResourceTransformer"), message);
  }
}
