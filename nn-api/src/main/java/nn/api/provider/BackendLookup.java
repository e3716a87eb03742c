package nn.api.provider;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import nn.api.Backend;
import nn.api.DType;
import org.jspecify.annotations.Nullable;

/**
 * The providers that one class loader finds, asked once, and the choice among them. Immutable and
 * thread-safe; {@link Backends} is the short form.
 */
public final class BackendLookup {
  /** A services file with more errors than this is given up: no iterator may hold us for ever. */
  private static final int MAX_ERRORS = 100;

  /** The provider is null where there is none to open: it is broken or was not found. */
  private record Candidate(@Nullable BackendProvider provider, BackendReport.Entry entry) {}

  private static final String PRIORITY = " (chosen by priority)";

  /** The backend to open, how that was decided (for messages), and the report's rule. */
  private record Choice(String name, String how, String rule) {
    @Override
    public String toString() {
      return "'" + name + "'" + how;
    }
  }

  private final ClassLoader loader;
  private final List<Candidate> candidates;

  /** Asks every provider that {@code loader} finds. Broken ones become lines of the report. */
  public BackendLookup(ClassLoader loader) {
    this.loader = loader;
    List<Candidate> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<BackendProvider>> providers =
        ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
    for (int errors = 0; errors < MAX_ERRORS; ) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        found.add(ask(providers.next()));
      } catch (ServiceConfigurationError | LinkageError broken) {
        errors++;
        found.add(broken("a provider that cannot be loaded", "unknown jar", broken));
      }
    }
    Set<String> names = found.stream().map(c -> c.entry.name()).collect(Collectors.toSet());
    for (String name : KnownBackends.names()) {
      if (!names.contains(name)) {
        found.addAll(lost(name));
      }
    }
    found.sort(
        Comparator.comparing((Candidate c) -> c.entry.priority(), Comparator.reverseOrder())
            .thenComparing(c -> c.entry.name())
            .thenComparing(c -> c.entry.jar()));
    candidates = List.copyOf(found);
  }

  static BackendLookup standard() {
    ClassLoader own = BackendLookup.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null && context != own) {
      BackendLookup lookup = new BackendLookup(context);
      if (!lookup.candidates.isEmpty()) {
        return lookup;
      }
    }
    return new BackendLookup(own != null ? own : ClassLoader.getSystemClassLoader());
  }

  private static Candidate ask(ServiceLoader.Provider<BackendProvider> found) {
    String jar = jar(found.type());
    String name = found.type().getName(); // until the provider says its own
    try {
      BackendProvider provider = found.get();
      name = Objects.requireNonNull(provider.name(), "its name is null");
      Set<DType> dtypes = provider.dtypes();
      Availability availability = availability(provider);
      DType first = dtypes.contains(DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
      return new Candidate(
          provider,
          new BackendReport.Entry(
              name,
              Objects.requireNonNull(provider.version(), "its version is null"),
              jar,
              provider.priority(),
              dtypes,
              Objects.requireNonNull(provider.tier(first), "its tier is null"),
              availability.available(),
              Objects.requireNonNull(availability.reason(), "its reason is null")));
    } catch (RuntimeException | ServiceConfigurationError | LinkageError broken) {
      return broken(name, jar, broken);
    }
  }

  private static Availability availability(BackendProvider provider) {
    return isNewer(provider)
        ? Availability.unavailable(
            "it was built for version "
                + provider.spiVersion()
                + " of the backend interface, this nn-api has version "
                + BackendProvider.SPI_VERSION
                + "; use an nn-api as new as the backend")
        : Objects.requireNonNull(provider.availability(), "its availability is null");
  }

  private static boolean isNewer(BackendProvider provider) {
    return provider.spiVersion() > BackendProvider.SPI_VERSION;
  }

  private static Candidate broken(String name, String jar, Throwable failure) {
    boolean wrapped = failure instanceof ServiceConfigurationError && failure.getCause() != null;
    Throwable cause = wrapped ? failure.getCause() : failure;
    return unusable(name, jar, "its provider failed: " + cause);
  }

  private static Candidate unusable(String name, String jar, String reason) {
    return new Candidate(
        null,
        new BackendReport.Entry(name, "?", jar, Integer.MIN_VALUE, Set.of(), null, false, reason));
  }

  /** The backend of this name if it is there but its services file was lost, else none. */
  private List<Candidate> lost(String name) {
    String path = MergedJars.lost(loader, name);
    if (path == null) {
      return List.of();
    }
    return List.of(
        unusable(
            name,
            file(path),
            "its provider is there, but "
                + MergedJars.SERVICES
                + " does not list it: the tool that merged jars kept one file of that name and"
                + " dropped the others; make it join them (Maven Shade:"
                + " ServicesResourceTransformer; Gradle Shadow: mergeServiceFiles())"));
  }

  private static String jar(Class<?> provider) {
    CodeSource source = provider.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "unknown jar"
        : file(source.getLocation().getPath());
  }

  /** The name of a jar, or the path of a folder. */
  private static String file(String path) {
    return path.endsWith("/") ? path : path.substring(path.lastIndexOf('/') + 1);
  }

  /** Opens the backend that property, environment or priority choose; see {@link Backends}. */
  public Backend open(BackendOptions options) {
    Choice choice = choice(options.dtype());
    if (choice == null) {
      throw new BackendException("NN-101", "open: " + none(options.dtype()) + end(report()));
    }
    if (choice.how.equals(PRIORITY)) {
      warnOfBetterOnes(choice.name);
    }
    return open(choice, options);
  }

  /** Opens the backend of this name; see {@link Backends#open(String, BackendOptions)}. */
  public Backend open(String name, BackendOptions options) {
    return open(new Choice(name, "", "'" + name + "' was asked for by name"), options);
  }

  /** Every provider seen, and which one {@link #open(BackendOptions)} opens in FLOAT64, and why. */
  public BackendReport report() {
    Choice choice = choice(DType.FLOAT64);
    return choice == null
        ? new BackendReport(entries(), null, "no backend is available")
        : report(choice);
  }

  private BackendReport report(Choice choice) {
    return new BackendReport(entries(), choice.name, choice.rule);
  }

  private List<BackendReport.Entry> entries() {
    return candidates.stream().map(Candidate::entry).toList();
  }

  private @Nullable Choice choice(DType dtype) {
    Setting setting = Setting.find("nn.backend", "NN_BACKEND");
    if (setting != null) {
      return new Choice(
          setting.value(),
          " (chosen by " + setting.source() + ")",
          setting.source() + " names '" + setting.value() + "'");
    }
    for (BackendReport.Entry entry : entries()) {
      if (entry.available() && entry.dtypes().contains(dtype)) {
        return new Choice(
            entry.name(),
            PRIORITY,
            "highest priority that is available: " + entry.name() + " with " + entry.priority());
      }
    }
    return null;
  }

  private void warnOfBetterOnes(String chosen) {
    for (BackendReport.Entry entry : entries()) {
      if (entry.name().equals(chosen)) {
        return;
      }
      if (!entry.available()) {
        String better =
            "backend "
                + entry.name()
                + " would be preferred but is not available: "
                + sentence(entry.reason())
                + " Using "
                + chosen
                + ".";
        System.getLogger(BackendLookup.class.getName()).log(System.Logger.Level.WARNING, better);
        return;
      }
    }
  }

  private Backend open(Choice choice, BackendOptions options) {
    Candidate candidate = only(choice);
    BackendProvider provider = candidate.provider;
    BackendReport.Entry entry = candidate.entry;
    if (provider == null || !entry.available()) {
      boolean newer = provider != null && isNewer(provider);
      throw new BackendException(
          newer ? "NN-106" : "NN-104",
          "open: backend "
              + choice
              + " is not available: "
              + sentence(entry.reason())
              + end(choice));
    }
    if (!entry.dtypes().contains(options.dtype())) {
      throw new BackendException(
          "NN-104",
          "open: backend "
              + choice
              + " does not offer "
              + options.dtype()
              + ", only "
              + entry.dtypes()
              + "."
              + end(choice));
    }
    try {
      return Objects.requireNonNull(provider.open(options), "its provider opened null");
    } catch (BackendException known) {
      throw known;
    } catch (RuntimeException | LinkageError failed) {
      throw new BackendException(
          "NN-104",
          "open: backend " + choice + " failed to open: " + failed + "." + end(choice),
          failed);
    }
  }

  /** The one provider of the name chosen. */
  private Candidate only(Choice choice) {
    List<Candidate> named =
        candidates.stream()
            .filter(candidate -> candidate.entry.name().equals(choice.name))
            .toList();
    if (named.isEmpty()) {
      named = lost(choice.name);
    }
    if (named.isEmpty()) {
      throw new BackendException(
          "NN-102",
          "open: no backend has the name " + choice + ": " + repair(choice) + end(choice));
    }
    if (named.size() > 1) {
      throw new BackendException(
          "NN-103",
          "open: several backends have the name "
              + choice
              + ": keep one of these jars: "
              + named.stream().map(c -> c.entry.jar()).collect(Collectors.joining(", "))
              + "."
              + end(choice));
    }
    return named.get(0);
  }

  // ---- what to do

  private String none(DType dtype) {
    String add = "add " + KnownBackends.artifact("naive") + " to the class path";
    if (candidates.isEmpty()) {
      return "no backend is on the class path: " + add + ", or another backend.";
    }
    return entries().stream().anyMatch(BackendReport.Entry::available)
        ? "no backend offers " + dtype + ": " + add + ", or choose another number type."
        : "no backend is available: do what is said of one below, or " + add + ".";
  }

  private String repair(Choice choice) {
    List<String> available =
        entries().stream()
            .filter(BackendReport.Entry::available)
            .map(BackendReport.Entry::name)
            .toList();
    String artifact = KnownBackends.artifact(choice.name);
    if (artifact != null) {
      return "add "
          + artifact
          + " to the class path"
          + (available.isEmpty() ? "." : ", or choose one of " + available + ".");
    }
    String others =
        KnownBackends.whereToFindOthers(entries().stream().map(BackendReport.Entry::name).toList());
    return (available.isEmpty() ? "correct it" : "choose one of " + available)
        + ", or add the jar that has it to the class path"
        + (others.isEmpty() ? "." : " (" + others + ").");
  }

  /** Providers end their reasons with a full stop or without. */
  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private String end(Choice choice) {
    return end(report(choice));
  }

  private static String end(BackendReport report) {
    return System.lineSeparator() + report;
  }
}
