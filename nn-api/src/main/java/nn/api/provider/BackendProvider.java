package nn.api.provider;

import java.lang.module.ModuleDescriptor;
import java.util.EnumSet;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;

/**
 * Offers one backend; found by {@link java.util.ServiceLoader}.
 *
 * <p>Methods are cheap, touch no native library, and do not throw, except {@link #open}.
 * Thread-safe.
 */
public interface BackendProvider {

  /**
   * The version of the interfaces in this jar. A provider returns this constant from {@link
   * #spiVersion()}; the compiler copies its value into the provider, which so tells what it was
   * built for.
   */
  int SPI_VERSION = 1;

  /** The name by which users choose the backend: lower-case words joined by hyphens. */
  String name();

  /**
   * The version of the provider's artifact.
   *
   * @implSpec that of the module or the jar that the provider's class is in, {@code "development"}
   *     if neither says it
   */
  default String version() {
    ModuleDescriptor module = getClass().getModule().getDescriptor();
    String version =
        module == null
            ? getClass().getPackage().getImplementationVersion()
            : module.rawVersion().orElse(null);
    return version == null ? "development" : version;
  }

  /** {@link #SPI_VERSION} as it was when the provider was compiled. */
  int spiVersion();

  /**
   * Rank among available backends when the user names none: the highest is opened, ties by name. 0
   * for a backend whose bits differ from {@link Tier#EXACT_SEPARATE}, so that adding a jar never
   * changes results.
   */
  int priority();

  /**
   * The number types that {@link #open} accepts.
   *
   * @implSpec all
   */
  default Set<DType> dtypes() {
    return EnumSet.allOf(DType.class);
  }

  /** What the backend promises of the bits of its results. */
  Tier tier(DType dtype);

  /**
   * Which path kernels of a number type take now, for reports: a few words such as {@code plain
   * loops} or {@code vectors}, where a backend has several with the same bits and changes from one
   * to another.
   *
   * @implSpec empty: there is one, or the backend does not say
   */
  default String path(DType dtype) {
    return "";
  }

  /**
   * Whether {@link #open} can work here, and if not, what the user must add or set.
   *
   * @implSpec it can
   */
  default Availability availability() {
    return Availability.AVAILABLE;
  }

  /**
   * Opens a backend of its own, independent of those already open.
   *
   * @throws BackendException if the options cannot be met
   */
  Backend open(BackendOptions options);
}
