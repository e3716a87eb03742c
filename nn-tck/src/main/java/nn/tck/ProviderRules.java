package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 9xx: providers. */
abstract class ProviderRules extends Chapter {

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
}
