package nn.backend.nd4j;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/**
 * Offers {@code nd4j}: products by the OpenBLAS of ND4J, within the bound of {@link Tier#BOUNDED}.
 *
 * <p>The native libraries are the user's to add, for the platforms that are wanted; {@link
 * #availability()} names the artifacts. ND4J logs through SLF4J, which prints a notice to the
 * standard error stream where it finds no provider: add one, for instance {@code
 * org.slf4j:slf4j-nop:1.7.36}.
 *
 * <p>The threads of ND4J and of its OpenBLAS are the JVM's. Opening the first backend sets them;
 * while one is open, another thread count is refused with NN-105. Once all are closed, the next one
 * sets it anew.
 */
public final class Nd4jProvider implements BackendProvider {

  /** For the service loader, and for a conformance test. */
  public Nd4jProvider() {}

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Tier tier(DType dtype) {
    return Tier.BOUNDED;
  }

  @Override
  public Availability availability() {
    return Natives.availability();
  }

  @Override
  public Backend open(BackendOptions options) {
    Availability availability = availability();
    if (!availability.available()) { // ND4J, once touched without natives, never works again
      throw new BackendException(
          "NN-104", "open: backend 'nd4j' is not available: " + availability.reason());
    }
    return Nd4jBackend.open(name(), options);
  }
}
