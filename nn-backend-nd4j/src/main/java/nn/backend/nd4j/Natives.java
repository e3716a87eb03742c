package nn.backend.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import nn.api.provider.Availability;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;

/**
 * Whether ND4J's native libraries are there. ND4J itself is not asked: where one is missing, its
 * first class to be initialised fails, and then fails for ever.
 */
final class Natives {
  private static final String ND4J = "org.nd4j:nd4j-native:1.0.0-M2.1";
  private static final String OPENBLAS = "org.bytedeco:openblas:0.3.19-1.5.7";
  private static final String ND4J_FOLDER = "/org/nd4j/linalg/cpu/nativecpu/bindings/";
  private static final String OPENBLAS_FOLDER = "/org/bytedeco/openblas/";

  /** The platforms of ND4J's bundle; that there are natives for others is not known. */
  private static final List<String> BUNDLED =
      List.of("linux-x86_64", "linux-armhf", "macosx-x86_64", "windows-x86_64");

  private static final List<String> VARIANTS = List.of("", "-avx2", "-avx512");

  private static volatile @Nullable String failure;

  private Natives() {}

  /** Remembers for {@link #availability()} that ND4J could not be loaded, which stays so. */
  static void failed(String reason) {
    failure = reason;
  }

  static Availability availability() {
    String reason = failure;
    if (reason != null) {
      return Availability.unavailable(reason);
    }
    try {
      return availability(Loader.getPlatform(), Natives::present);
    } catch (RuntimeException | LinkageError broken) {
      return Availability.unavailable(
          "ND4J's classes cannot be loaded ("
              + broken
              + "): add all that dev.nn:nn-backend-nd4j depends on, as Maven and Gradle do");
    }
  }

  /** Where ND4J will look: by the class loaders of its own classes, which are not initialised. */
  private static boolean present(String resource) {
    Class<?> user = resource.startsWith(ND4J_FOLDER) ? Nd4jCpu.class : openblas_nolapack.class;
    return user.getResource(resource) != null;
  }

  static Availability availability(String platform, Predicate<String> present) {
    List<String> missing = new ArrayList<>();
    if (VARIANTS.stream()
        .noneMatch(v -> present.test(ND4J_FOLDER + platform + v + "/" + library("jnind4jcpu")))) {
      missing.add(ND4J + ":" + platform + variants(platform));
    }
    if (!present.test(OPENBLAS_FOLDER + platform + "/" + library("jniopenblas_nolapack"))) {
      missing.add(OPENBLAS + ":" + platform);
    }
    if (missing.isEmpty()) {
      return Availability.AVAILABLE;
    }
    return Availability.unavailable(
        "ND4J's native libraries for "
            + platform
            + " are not on the class path: add "
            + String.join(" and ", missing)
            + (BUNDLED.contains(platform)
                ? ""
                : ", if that is published for this platform, or choose another backend"));
  }

  private static String library(String name) {
    return System.mapLibraryName(name);
  }

  /** Where there are faster variants of ND4J for newer processors. */
  private static String variants(String platform) {
    return switch (platform) {
      case "linux-x86_64", "windows-x86_64" -> "[-avx2|-avx512]";
      case "macosx-x86_64" -> "[-avx2]";
      default -> "";
    };
  }
}
