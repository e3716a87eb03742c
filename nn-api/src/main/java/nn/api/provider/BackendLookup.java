package nn.api.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
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

  /**
   * A resource of every backend jar that lists its provider classes, as its services file does.
   * Tools that merge jars keep it and often lose the services file: the one without the other tells
   * what happened.
   */
  private static final String MARKER = "META-INF/nn-backends";

  private static final System.Logger LOGGER = System.getLogger(BackendLookup.class.getName());

  /** A services file with more errors than this is given up: no iterator may hold us for ever. */
  private static final int MOST_ERRORS = 100;

  private static final String CALLER = "the caller";

  private record Candidate(@Nullable BackendProvider provider, BackendReport.Entry entry) {}

  private final List<Candidate> candidates;
  private final List<String> lostProviders;

  /** Asks every provider that {@code loader} finds. Broken ones become lines of the report. */
  public BackendLookup(ClassLoader loader) {
    List<Candidate> found = new ArrayList<>();
    Iterator<BackendProvider> providers =
        ServiceLoader.load(BackendProvider.class, loader).iterator();
    for (int errors = 0; errors < MOST_ERRORS; ) {
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
    found.sort(
        Comparator.comparing((Candidate c) -> c.entry.priority(), Comparator.reverseOrder())
            .thenComparing(c -> c.entry.name())
            .thenComparing(c -> c.entry.jar()));
    candidates = List.copyOf(found);
    lostProviders = lostProviders(loader);
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

  private static Candidate ask(BackendProvider provider) {
    String jar = jar(provider);
    try {
      Set<DType> dtypes = provider.dtypes();
      Availability availability =
          provider.spiVersion() > BackendProvider.SPI_VERSION
              ? Availability.unavailable(
                  "it was built for version "
                      + provider.spiVersion()
                      + " of the backend interface, "
                      + "this nn-api has version "
                      + BackendProvider.SPI_VERSION
                      + "; use an nn-api as new as the backend")
              : provider.availability();
      DType first = dtypes.contains(DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
      return new Candidate(
          provider,
          new BackendReport.Entry(
              Objects.requireNonNull(provider.name(), "its name is null"),
              provider.version(),
              jar,
              provider.priority(),
              dtypes,
              provider.tier(first),
              availability.available(),
              availability.reason()));
    } catch (RuntimeException | LinkageError broken) {
      return broken(provider.getClass().getName(), jar, broken);
    }
  }

  private static Candidate broken(String name, String jar, Throwable cause) {
    BackendReport.Entry entry =
        new BackendReport.Entry(
            name,
            "?",
            jar,
            Integer.MIN_VALUE,
            Set.of(),
            null,
            false,
            "its provider failed: " + cause);
    return new Candidate(null, entry);
  }

  private static String jar(BackendProvider provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "unknown jar";
    }
    String path = source.getLocation().getPath();
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return path.endsWith("/") ? path : trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private List<String> lostProviders(ClassLoader loader) {
    Set<String> found =
        candidates.stream()
            .filter(c -> c.provider != null)
            .map(c -> c.provider.getClass().getName())
            .collect(Collectors.toSet());
    List<String> lost = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(MARKER))) {
        try (InputStream stream = url.openStream();
            BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
          lines
              .lines()
              .map(String::trim)
              .filter(name -> !name.isEmpty() && !found.contains(name))
              .filter(name -> loader.getResource(name.replace('.', '/') + ".class") != null)
              .forEach(lost::add);
        }
      }
    } catch (IOException unreadable) {
      LOGGER.log(System.Logger.Level.DEBUG, "cannot read " + MARKER, unreadable);
    }
    return List.copyOf(lost);
  }

  /** Opens the backend that property, environment or priority choose; see {@link Backends}. */
  public Backend open(BackendOptions options) {
    Setting setting = Setting.find("nn.backend", "NN_BACKEND");
    if (setting != null) {
      return open(setting.value(), options, setting.source());
    }
    Candidate best = best(options.dtype());
    if (best == null) {
      boolean dtypeOnly = best(null) != null;
      throw new BackendException(
          "NN-101",
          dtypeOnly
              ? "open: no backend offers "
                  + options.dtype()
                  + ": add a jar that does, or choose "
                  + "another number type. "
                  + advice()
              : "open: no backend is available: add one to the class path, for instance "
                  + "dev.nn:nn-backend-naive. "
                  + advice());
    }
    warnOfBetterOnes(best);
    return open(best.entry.name(), options, "priority");
  }

  private void warnOfBetterOnes(Candidate best) {
    for (Candidate candidate : candidates) {
      if (candidate.equals(best)) {
        return;
      }
      if (!candidate.entry.available()) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "backend "
                + candidate.entry.name()
                + " would be preferred but is not available: "
                + sentence(candidate.entry.reason())
                + " Using "
                + best.entry.name()
                + ".");
        return;
      }
    }
  }

  /** Opens the backend of this name; see {@link Backends#open(String, BackendOptions)}. */
  public Backend open(String name, BackendOptions options) {
    return open(name, options, CALLER);
  }

  private Backend open(String name, BackendOptions options, String source) {
    List<Candidate> named =
        candidates.stream().filter(c -> c.provider != null && c.entry.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new BackendException(
          "NN-102",
          "open: no backend has the name '"
              + name
              + "' (chosen by "
              + source
              + "): add its jar to "
              + "the class path or choose one of "
              + names()
              + ". "
              + advice(name, source));
    }
    if (named.size() > 1) {
      throw new BackendException(
          "NN-103",
          "open: several backends have the name '"
              + name
              + "' (chosen by "
              + source
              + "): keep one of these jars: "
              + named.stream().map(c -> c.entry.jar()).collect(Collectors.joining(", "))
              + ". "
              + advice(name, source));
    }
    BackendProvider provider = named.get(0).provider;
    BackendReport.Entry entry = named.get(0).entry;
    if (provider == null || !entry.available()) {
      boolean newer = provider != null && provider.spiVersion() > BackendProvider.SPI_VERSION;
      throw new BackendException(
          newer ? "NN-106" : "NN-104",
          "open: backend '"
              + name
              + "' (chosen by "
              + source
              + ") is not available: "
              + sentence(entry.reason())
              + " "
              + advice(name, source));
    }
    if (!entry.dtypes().contains(options.dtype())) {
      throw new BackendException(
          "NN-104",
          "open: backend '"
              + name
              + "' (chosen by "
              + source
              + ") does not offer "
              + options.dtype()
              + ", only "
              + entry.dtypes()
              + ". "
              + advice(name, source));
    }
    try {
      return provider.open(options);
    } catch (BackendException known) {
      throw known;
    } catch (RuntimeException | LinkageError failed) {
      throw new BackendException(
          "NN-104",
          "open: backend '"
              + name
              + "' (chosen by "
              + source
              + ") failed to open: "
              + failed
              + ". "
              + advice(name, source),
          failed);
    }
  }

  /** Providers end their reasons with a full stop or without. */
  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private List<String> names() {
    return candidates.stream()
        .filter(c -> c.provider != null && c.entry.available())
        .map(c -> c.entry.name())
        .toList();
  }

  private String advice() {
    return advice(report());
  }

  /** The rule that decides for whoever names no backend is not the one that decided for CALLER. */
  private String advice(String name, String source) {
    BackendReport report = report();
    return advice(
        source.equals(CALLER)
            ? new BackendReport(report.entries(), name, named(name, source))
            : report);
  }

  private static String named(String name, String source) {
    return source + " names '" + name + "'";
  }

  private String advice(BackendReport report) {
    String text = "See docs/errors.md." + System.lineSeparator();
    if (!lostProviders.isEmpty()) {
      text +=
          "The classes of "
              + lostProviders
              + " may be here, but META-INF/services/"
              + BackendProvider.class.getName()
              + " does not list them: a tool that merged jars "
              + "has lost that file; make it merge services files (in the Maven Shade plugin, the "
              + "ServicesResourceTransformer)."
              + System.lineSeparator();
    }
    return text + report;
  }

  /** The first available candidate, in order of priority, that offers a dtype (null for any). */
  private @Nullable Candidate best(@Nullable DType dtype) {
    for (Candidate candidate : candidates) {
      if (candidate.entry.available()
          && (dtype == null || candidate.entry.dtypes().contains(dtype))) {
        return candidate;
      }
    }
    return null;
  }

  /** Every provider seen, and which one {@link #open(BackendOptions)} opens in FLOAT64, and why. */
  public BackendReport report() {
    List<BackendReport.Entry> entries = candidates.stream().map(Candidate::entry).toList();
    Setting setting = Setting.find("nn.backend", "NN_BACKEND");
    if (setting != null) {
      return new BackendReport(entries, setting.value(), named(setting.value(), setting.source()));
    }
    Candidate best = best(DType.FLOAT64);
    return best == null
        ? new BackendReport(entries, null, "no backend is available")
        : new BackendReport(
            entries,
            best.entry.name(),
            "highest priority that is available: "
                + best.entry.name()
                + " with "
                + best.entry.priority());
  }
}
