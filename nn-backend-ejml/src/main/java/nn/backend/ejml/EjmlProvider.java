package nn.backend.ejml;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.Availability;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;

/**
 * Offers {@code ejml}: EJML's products, each product and each sum rounded.
 *
 * <p>EJML has one pool of threads for the whole JVM. Opening the first backend sets its size, as
 * {@code EjmlConcurrency.setMaxThreads} does; while one is open, another thread count is refused
 * with NN-105. Once all are closed, the next one sets it anew.
 */
public final class EjmlProvider implements BackendProvider {

  /** For the service loader, and for a conformance test. */
  public EjmlProvider() {}

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public int priority() {
    return 100; // below naive, which has the same bits sooner
  }

  @Override
  public Tier tier(DType dtype) {
    return Tier.EXACT_SEPARATE;
  }

  @Override
  public Availability availability() {
    return EjmlJars.availability(EjmlProvider.class.getClassLoader());
  }

  @Override
  public Backend open(BackendOptions options) {
    return options.dtype() == DType.FLOAT64
        ? EjmlBackend.open(name(), options, new DoubleOperations())
        : EjmlBackend.open(name(), options, new FloatOperations());
  }
}
