package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.tck.reference.Form;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 9xx: providers. */
@Title("9xx providers")
abstract class ProviderRules extends MemoryRules {

  private String about(String what) {
    return "rule " + rule() + ": " + provider().getClass().getName() + ": " + what;
  }

  @Test
  @Rule(901)
  void spec901_hasANameOfWords() {
    String name = provider().name();
    assertTrue(name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), about("its name is '" + name + "'"));
  }

  @Test
  @Rule(902)
  void spec902_offersANumberType() {
    assertFalse(provider().dtypes().isEmpty(), about("dtypes() is empty"));
  }

  @Test
  @Rule(903)
  void spec903_answersForItsAvailability() {
    Availability availability;
    try {
      availability = provider().availability();
    } catch (Throwable thrown) {
      throw new AssertionError(about("availability() threw " + thrown), thrown);
    }
    assertNotNull(availability, about("availability() is null"));
    assertEquals(
        availability.available(),
        availability.reason().isBlank(),
        about("a reason is given exactly where it is not available: " + availability));
    assertTrue(
        availability.available(),
        about("it is not available, so nothing can be tested: " + availability.reason()));
  }

  @Test
  @Rule(904)
  void spec904_saysWhichInterfaceItWasBuiltFor() {
    int version = provider().spiVersion();
    assertTrue(
        1 <= version && version <= BackendProvider.SPI_VERSION,
        about("spiVersion() is " + version + ", this is " + BackendProvider.SPI_VERSION));
  }

  @Test
  @Rule(905)
  void spec905_hasATierForEachNumberType() {
    for (DType dtype : provider().dtypes()) {
      assertNotNull(provider().tier(dtype), about("no tier for " + dtype));
    }
  }

  @Test
  @Rule(906)
  void spec906_opensTheNumberTypeAskedFor() {
    each(f -> assertEquals(f.dtype, f.backend.dtype(), about("dtype()")));
  }

  @Test
  @Rule(907)
  void spec907_opensTheThreadCountAskedFor() {
    each(f -> assertEquals(f.threads(), f.backend.threads(), about("threads()")));
  }

  @Test
  @Rule(908)
  void spec908_opensABackendOfItsName() {
    each(f -> assertEquals(provider().name(), f.backend.name(), about("name()")));
  }

  @Test
  @Rule(909)
  void spec909_opensABackendOfItsTier() {
    each(f -> assertEquals(f.tier, f.backend.tier(), about("tier()")));
  }

  @Test
  @Rule(910)
  void spec910_hasPriorityOnlyWithSeparateArithmetic() {
    for (DType dtype : provider().dtypes()) {
      if (provider().tier(dtype) != Tier.EXACT_SEPARATE) {
        assertEquals(0, provider().priority(), about("priority() with " + provider().tier(dtype)));
      }
    }
    assertTrue(provider().priority() >= 0, about("priority() is below 0"));
  }

  @Test
  @Rule(911)
  void spec911_hasAVersion() {
    String version = provider().version();
    assertNotNull(version, about("version() is null"));
    assertFalse(version.isBlank(), about("version() is blank"));
  }

  @Test
  @Rule(912)
  void spec912_opensABackendOfItsOwnEachTime() {
    each(f -> assertNotSame(f.backend, f.another(), about("open() gave one backend twice")));
  }

  @Test
  @Rule(913)
  void spec913_refusesANumberTypeItDoesNotOffer() {
    boolean any = false;
    for (DType dtype : DType.values()) {
      if (!provider().dtypes().contains(dtype)) {
        any = true;
        assertThrows(
            BackendException.class,
            () -> {
              try (Backend opened = provider().open(new BackendOptions(dtype, 1))) {
                opened.dtype();
              }
            },
            about("open() accepted " + dtype));
      }
    }
    Assumptions.assumeTrue(any, "every number type is offered");
  }

  @Test
  @Rule(916)
  void spec916_claimsTheTierThatItKeeps() {
    List<String> tooLow = new ArrayList<>();
    for (DType dtype : new TreeSet<>(provider().dtypes())) {
      if (provider().tier(dtype) == Tier.BOUNDED) {
        Set<Tier> kept = EnumSet.of(Tier.EXACT_SEPARATE, Tier.EXACT_FUSED);
        each(dtype, threadsOfRun(), f -> retainKept(f, kept));
        if (!kept.isEmpty()) {
          tooLow.add(
              about(dtype + " claims BOUNDED, and every result had the bits of one of " + kept));
        }
      }
    }
    tooLow.forEach(run()::warn);
    Assumptions.assumeTrue(tooLow.isEmpty(), tooLow.toString());
  }

  /** Drops each tier whose bits a product or a sum does not have. */
  private static void retainKept(Fixture f, Set<Tier> kept) {
    int cases = f.share(f.level().products / 2);
    for (int c = 0; c < cases && !kept.isEmpty(); c++) {
      if (f.next()) {
        retainKept(f, f.random.pick(Form.values()), Stratum.of(c).draw(f.random), kept);
      }
    }
  }

  private static void retainKept(Fixture f, Form form, int[] e, Set<Tier> kept) {
    Values kind = f.random.pick(Values.values());
    Matrix a = f.draw(form.aShape(e[0], e[2]), kind);
    Matrix b = f.draw(form.bShape(e[1], e[2]), kind);
    Tensor ta = f.tensor(a);
    Tensor out = f.dirty(new Shape(e[0], e[1]));
    form.run(f.backend, ta, f.tensor(b), out);
    Matrix product = f.values(out);
    double[][] left = form.lefts(a);
    double[][] right = form.rights(b);
    kept.removeIf(
        tier -> !same(product, (i, j) -> Oracle.dot(f.dtype, tier, left[i], right[j]).low()));
    Tensor sums = f.dirty(new Shape(a.rows(), 1));
    f.backend.sumOverRecords(ta, sums);
    if (!same(f.values(sums), (i, j) -> Oracle.ascending(f.dtype, Form.PLAIN.left(a, i)))) {
      kept.clear();
    }
  }

  private static boolean same(Matrix actual, Matrix.Element expected) {
    for (int j = 0; j < actual.columns(); j++) {
      for (int i = 0; i < actual.rows(); i++) {
        if (!Interval.exactly(expected.at(i, j)).contains(actual.get(i, j))) {
          return false;
        }
      }
    }
    return true;
  }
}
