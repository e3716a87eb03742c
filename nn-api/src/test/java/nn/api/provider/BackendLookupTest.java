package nn.api.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
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
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendLookupTest {
  private static final BackendOptions OPTIONS = new BackendOptions(DType.FLOAT64, 1);

  private static final String SERVICES = "META-INF/services/nn.api.provider.BackendProvider";

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
      for (Class<?> provider : providers) {
        String marker = provider.getSimpleName().toLowerCase(Locale.ROOT);
        entry(entries, "META-INF/nn-backends/" + marker, utf8(provider.getName()));
      }
      if (services) {
        entry(entries, SERVICES, utf8(names));
      }
    }
    return jar;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A folder with one file. */
  private Path folder(String file, String text) throws IOException {
    Path path = folder.resolve("folder").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return folder.resolve("folder");
  }

  private static void entry(ZipOutputStream entries, String path, byte[] bytes) throws IOException {
    entries.putNextEntry(new ZipEntry(path));
    entries.write(bytes);
    entries.closeEntry();
  }

  private BackendLookup lookup(Path... jars) throws IOException {
    return new BackendLookup(loader(jars));
  }

  /** Sees these jars and nn-api, but not the fakes of the test's own class path. */
  private URLClassLoader loader(Path... jars) throws IOException {
    ClassLoader withoutFakes =
        new ClassLoader(BackendLookupTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("nn.api.provider.fakes.")) {
              throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
          }

          @Override
          public @Nullable URL getResource(String name) {
            return name.startsWith("nn/api/provider/fakes/") ? null : super.getResource(name);
          }
        };
    return loader(withoutFakes, jars);
  }

  private URLClassLoader loader(ClassLoader parent, Path... jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int j = 0; j < jars.length; j++) {
      urls[j] = jars[j].toUri().toURL();
    }
    URLClassLoader loader = new URLClassLoader(urls, parent);
    loaders.add(loader);
    return loader;
  }

  private static String refused(String code, Runnable open) {
    BackendException thrown = assertThrows(BackendException.class, open::run);
    String message = String.valueOf(thrown.getMessage());
    assertEquals(code, thrown.code(), message);
    assertTrue(message.startsWith(code + " open: "), message);
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

  /** The call's name, then the property, then the variable, then priority; in a JVM of its own. */
  @Test
  void theEnvironmentIsStrongerThanPriorityAndWeakerThanTheRest() throws Exception {
    Path jar = jar("a.jar", Fakes.Good.class, Fakes.Able.class, Fakes.Preferred.class);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jar + File.pathSeparator + System.getProperty("java.class.path"),
            Precedence.class.getName());
    builder.environment().put("NN_BACKEND", " good ");
    builder.environment().put("NN_THREADS", " 3 ");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals(
        List.of(
            "good with 3 threads: environment variable NN_BACKEND names 'good'",
            "able with 3 threads: system property nn.backend names 'able'",
            "preferred was asked for"),
        printed.lines().toList());
  }

  @Test
  void thePreferredOneThatIsNotAvailableIsAWarning() throws IOException {
    BackendLookup lookup =
        lookup(jar("a.jar", Fakes.Native.class, Fakes.Good.class), jar("b.jar", Fakes.Able.class));
    List<LogRecord> log =
        logged(
            () -> {
              lookup.open(OPTIONS).close();
              lookup.report();
              lookup.open("good", OPTIONS).close();
            });
    assertEquals(1, log.size(), "opening by priority warns, nothing else does");
    assertEquals(Level.WARNING, log.get(0).getLevel());
    assertEquals(
        "backend native would be preferred but is not available:"
            + " add the artifact dev.example:native:linux-x86_64. Using able.",
        log.get(0).getMessage());
  }

  @Test
  void whatIsBelowTheOneChosenGivesNoWarning() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Newer.class));
    assertEquals(List.of(), logged(() -> lookup.open(OPTIONS).close()));
  }

  private static List<LogRecord> logged(Runnable action) {
    List<LogRecord> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(BackendLookup.class.getName());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    return records;
  }

  @Test
  void aProviderCanBeSeenThroughAPassedLoaderAlone() throws IOException {
    URLClassLoader loader = loader(jar("a.jar", Fakes.Good.class));
    assertEquals(List.of(), Backends.report().entries());
    try (Backend opened = new BackendLookup(loader).open("good", OPTIONS)) {
      assertEquals("good", opened.name());
    }
    ClassLoader former = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try (Backend opened = Backends.open("good", OPTIONS)) {
      assertEquals("good", opened.name());
    } finally {
      Thread.currentThread().setContextClassLoader(former);
    }
  }

  @Test
  void backendsAreOpenSideBySide() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Able.class));
    try (Backend good = lookup.open("good", OPTIONS);
        Backend able = lookup.open("able", OPTIONS);
        Backend single = lookup.open("good", OPTIONS.dtype(DType.FLOAT32))) {
      good.workspace().close();
      able.workspace().close();
      assertEquals(DType.FLOAT32, single.dtype());
      assertEquals(DType.FLOAT64, good.dtype());
    }
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
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Fails.class));
    String rule = "rule: 'nope' was asked for by name";
    contains(refused("NN-102", () -> lookup.open("nope", OPTIONS)), rule);
    System.setProperty("nn.backend", "good");
    contains(refused("NN-102", () -> lookup.open("nope", OPTIONS)), rule);
    System.setProperty("nn.backend", "other");
    contains(
        refused("NN-102", () -> lookup.open(OPTIONS)),
        "rule: system property nn.backend names 'other'");
    System.clearProperty("nn.backend");
    contains(
        refused("NN-104", () -> lookup.open(OPTIONS)),
        "'fails' (chosen by priority) failed to open",
        "rule: highest priority that is available: fails with 10");
  }

  @Test
  void noneIsNN101() throws IOException {
    BackendLookup lookup = lookup();
    assertEquals(
        List.of(
            "NN-101 open: no backend is on the class path: add dev.nn:nn-backend-naive to the class"
                + " path, or another backend.",
            "backends seen: none",
            "rule: no backend is available"),
        refused("NN-101", () -> lookup.open(OPTIONS)).lines().toList());
    assertNull(lookup.report().chosen());
  }

  @Test
  void noneThatIsAvailableIsNN101() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Native.class));
    contains(
        refused("NN-101", () -> lookup.open(OPTIONS)),
        "no backend is available: do what is said of one below, or add dev.nn:nn-backend-naive to",
        "not available: add the artifact dev.example:native:linux-x86_64",
        "rule: no backend is available");
  }

  @Test
  void noneOfTheNumberTypeIsNN101() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Single.class));
    contains(
        refused("NN-101", () -> lookup.open(OPTIONS)),
        "no backend offers FLOAT64: add dev.nn:nn-backend-naive to the class path, or choose another"
            + " number type.");
    try (Backend opened = lookup.open(OPTIONS.dtype(DType.FLOAT32))) {
      assertEquals("single", opened.name());
    }
  }

  @Test
  void anUnknownNameIsNN102() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Native.class));
    contains(
        refused("NN-102", () -> lookup.open("goood", OPTIONS)),
        "no backend has the name 'goood': choose one of [good], or add the jar that has it to the"
            + " class path (ejml is in dev.nn:nn-backend-ejml, naive is in dev.nn:nn-backend-naive,"
            + " naive-fma is in dev.nn:nn-backend-naive, nd4j is in dev.nn:nn-backend-nd4j, vector is"
            + " in dev.nn:nn-backend-vector, vector-fma is in dev.nn:nn-backend-vector).");
    BackendLookup none = lookup();
    contains(
        refused("NN-102", () -> none.open("goood", OPTIONS)),
        "no backend has the name 'goood': correct it, or add the jar that has it");
  }

  @Test
  void theNameOfABackendOfOursIsNN102WithItsArtifact() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class));
    contains(
        refused("NN-102", () -> lookup.open("ejml", OPTIONS)),
        "no backend has the name 'ejml': add dev.nn:nn-backend-ejml to the class path, or choose one"
            + " of [good].");
    BackendLookup none = lookup();
    contains(
        refused("NN-102", () -> none.open("naive-fma", OPTIONS)),
        "no backend has the name 'naive-fma': add dev.nn:nn-backend-naive to the class path.");
  }

  @Test
  void oneNameInTwoJarsIsNN103() throws IOException {
    BackendLookup lookup =
        lookup(jar("one.jar", Fakes.Good.class), jar("other.jar", Fakes.Twin.class));
    contains(
        refused("NN-103", () -> lookup.open("good", OPTIONS)),
        "keep one of these jars: one.jar, other.jar");
    refused("NN-103", () -> lookup.open(OPTIONS));
  }

  @Test
  void anUnavailableNameIsNN104AndNothingElseIsOpened() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class, Fakes.Native.class));
    contains(
        refused("NN-104", () -> lookup.open("native", OPTIONS)),
        "backend 'native' is not available: add the artifact dev.example:native:linux-x86_64.");
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

  @Test
  void openingNothingIsNN104() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Faulty.class));
    contains(
        fault("open is null", () -> refused("NN-104", () -> lookup.open("faulty", OPTIONS))),
        "backend 'faulty' failed to open: ",
        "its provider opened null");
  }

  // ---- broken

  private static <T> T fault(String fault, Supplier<T> action) {
    System.setProperty(Fakes.FAULT, fault);
    try {
      return action.get();
    } finally {
      System.clearProperty(Fakes.FAULT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new throws",
        "new links",
        "name throws",
        "name links",
        "name is null",
        "version throws",
        "version links",
        "version is null",
        "spiVersion throws",
        "spiVersion links",
        "priority throws",
        "priority links",
        "dtypes throws",
        "dtypes links",
        "dtypes is null",
        "tier throws",
        "tier links",
        "tier is null",
        "availability throws",
        "availability links",
        "availability is null",
        "reason is null"
      })
  void aBrokenProviderIsALineAndHidesNoOther(String fault) throws IOException {
    Path broken = jar("broken.jar", Fakes.Faulty.class);
    Path sound = jar("sound.jar", Fakes.Able.class, Fakes.Good.class);
    for (Path[] jars : new Path[][] {{broken, sound}, {sound, broken}}) {
      URLClassLoader loader = loader(jars);
      BackendLookup lookup = fault(fault, () -> new BackendLookup(loader));
      try (Backend opened = lookup.open(OPTIONS)) {
        assertEquals("able", opened.name());
      }
      assertEquals(3, lookup.report().entries().size());
      BackendReport.Entry line = lookup.report().entries().get(2);
      assertFalse(line.available());
      boolean nameless = fault.startsWith("new") || fault.startsWith("name");
      assertEquals(nameless ? Fakes.Faulty.class.getName() : "faulty", line.name());
      assertEquals("broken.jar", line.jar());
      contains(line.reason(), "its provider failed: ", fault.split(" ", -1)[0]);
      contains(
          refused("NN-104", () -> lookup.open(line.name(), OPTIONS)),
          "is not available: its provider failed: ");
      assertFalse(lookup.report().toString().contains("merged"), "its services file is there");
    }
  }

  @Test
  void withoutAFaultTheSameProviderOpens() throws IOException {
    try (Backend opened = lookup(jar("a.jar", Fakes.Faulty.class)).open("faulty", OPTIONS)) {
      assertEquals("faulty", opened.name());
    }
  }

  @Test
  void aClassThatIsNotThereIsALine() throws IOException {
    Path services = folder(SERVICES, "no.such.Provider\n" + Fakes.Good.class.getName());
    BackendLookup lookup = lookup(services, jar("a.jar", false, Fakes.Good.class));
    assertEquals(2, lookup.report().entries().size());
    contains(lookup.report().toString(), "no.such.Provider", "  good 1.2");
  }

  @Test
  void anotherLoadersInterfaceIsALine() throws IOException {
    List<Path> own = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      own.add(Path.of(entry));
    }
    ClassLoader other = loader(ClassLoader.getPlatformClassLoader(), own.toArray(Path[]::new));
    ClassLoader mixed =
        new ClassLoader(BackendLookupTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Fakes.Good.class.getName())
                ? other.loadClass(name)
                : super.loadClass(name, resolve);
          }
        };
    String both = Fakes.Good.class.getName() + "\n" + Fakes.Able.class.getName();
    BackendLookup lookup = new BackendLookup(loader(mixed, folder(SERVICES, both)));
    contains(lookup.report().toString(), Fakes.Good.class.getName() + " not a subtype");
    try (Backend opened = lookup.open(OPTIONS)) {
      assertEquals("able", opened.name());
    }
  }

  // ---- merged jars

  @Test
  void aLostServicesFileIsRecognised() throws IOException {
    BackendLookup lookup = lookup(jar("merged.jar", false, Fakes.Good.class, Fakes.Able.class));
    contains(
        refused("NN-104", () -> lookup.open("good", OPTIONS)),
        "backend 'good' is not available: its provider is there, but " + SERVICES,
        "ServicesResourceTransformer");
  }

  /** As a tool does that keeps the first of several files of a name. */
  @Test
  void aLostServicesFileOfOneOfTwoIsRecognised() throws IOException {
    Path merged = jar("merged.jar", false, Fakes.Good.class, Fakes.Able.class);
    BackendLookup lookup = lookup(merged, folder(SERVICES, Fakes.Able.class.getName()));
    contains(refused("NN-104", () -> lookup.open("good", OPTIONS)), "ServicesResourceTransformer");
    try (Backend opened = lookup.open(OPTIONS)) {
      assertEquals("able", opened.name());
    }
  }

  @Test
  void aBackendOfOursThatWasLostIsALine() throws IOException {
    Path marker = folder("META-INF/nn-backends/ejml", Fakes.Good.class.getName());
    BackendLookup lookup = lookup(jar("merged.jar", false, Fakes.Good.class), marker);
    contains(
        refused("NN-101", () -> lookup.open(OPTIONS)),
        "no backend is available: do what is said of one below",
        "  ejml, not available: its provider is there, but " + SERVICES + " does not list it",
        "(merged.jar)");
    assertEquals(1, lookup.report().entries().size());
  }

  @Test
  void whereTheClassIsNotThereEitherNothingWasLost() throws IOException {
    Path marker = folder("META-INF/nn-backends/ejml", "no.such.Provider");
    BackendLookup lookup = lookup(marker);
    refused("NN-102", () -> lookup.open("ejml", OPTIONS));
  }

  @Test
  void anIntactJarGivesNoSuchHint() throws IOException {
    BackendLookup lookup = lookup(jar("a.jar", Fakes.Good.class));
    String message = refused("NN-102", () -> lookup.open("other", OPTIONS));
    assertFalse(message.contains("ServicesResourceTransformer"), message);
  }
}
