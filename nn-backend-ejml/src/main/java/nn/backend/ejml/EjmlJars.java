package nn.backend.ejml;

import java.util.List;
import nn.api.provider.Availability;
import org.jspecify.annotations.Nullable;

/** Whether EJML's jars are there, which build tools bring and whoever copies jars may forget. */
final class EjmlJars {
  static final String VERSION = "0.46.1";

  private record Jar(String artifact, String aClass) {}

  private static final List<Jar> JARS =
      List.of(
          new Jar("ejml-core", "org.ejml.data.DMatrixRMaj"),
          new Jar("ejml-ddense", "org.ejml.dense.row.mult.MatrixMatrixMult_DDRM"),
          new Jar("ejml-fdense", "org.ejml.dense.row.mult.MatrixMatrixMult_FDRM"));

  private EjmlJars() {}

  static Availability availability(@Nullable ClassLoader loader) {
    List<String> missing =
        JARS.stream()
            .filter(jar -> !isPresent(jar.aClass, loader))
            .map(jar -> "org.ejml:" + jar.artifact + ":" + VERSION)
            .toList();
    return missing.isEmpty()
        ? Availability.AVAILABLE
        : Availability.unavailable(
            "EJML itself is not on the class path: add " + String.join(" and ", missing));
  }

  private static boolean isPresent(String aClass, @Nullable ClassLoader loader) {
    try {
      Class.forName(aClass, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }
}
