package nn.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Who computes a product, by name: a backend ({@code ejml}), or a form of the library that a
 * backend adapts ({@code ejml: mult_reorder}).
 */
final class Contenders {
  /** Between a backend and what is measured beside it. */
  static final String SEPARATOR = ": ";

  private Contenders() {}

  /** A backend, then the forms of the library below it, if that is known here. */
  static List<String> of(String backend, Product product, int threads) {
    List<String> names = new ArrayList<>(List.of(backend));
    for (RawLibrary library : libraries()) {
      if (library.backend().equals(backend)) {
        library.forms(product, threads).forEach(form -> names.add(backend + SEPARATOR + form));
      }
    }
    return names;
  }

  /** The backend that a contender is, or is measured beside: the name as far as it goes. */
  static String backend(String contender) {
    return contender.split("[: ]", 2)[0];
  }

  /** The contender of this name, with the product's operands. */
  static Contender open(String name, Product product, int threads) {
    int separator = name.indexOf(SEPARATOR);
    if (separator < 0) {
      return new BackendContender(name, product, threads);
    }
    String backend = name.substring(0, separator);
    for (RawLibrary library : libraries()) {
      if (library.backend().equals(backend)) {
        return library.open(name.substring(separator + SEPARATOR.length()), product, threads);
      }
    }
    throw new IllegalArgumentException("no library is known below backend '" + backend + "'");
  }

  /** EJML, and ND4J in a build that has what calls it. */
  private static List<RawLibrary> libraries() {
    List<RawLibrary> libraries = new ArrayList<>(List.of(new EjmlLibrary()));
    try {
      Class<?> nd4j = Class.forName("nn.bench.Nd4jLibrary");
      libraries.add((RawLibrary) nd4j.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError leftOut) {
      return libraries;
    }
    return libraries;
  }
}
