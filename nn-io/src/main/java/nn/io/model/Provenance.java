package nn.io.model;

import java.lang.module.ModuleDescriptor;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendProvider;
import nn.core.Network;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;

/**
 * Where a model comes from: what wrote it, and on which arithmetic. No time and no machine, so that
 * the same training gives the same bytes.
 *
 * @param nn the version of nn that wrote it
 * @param dtype of the backend
 * @param tier likewise
 * @param json all members, with what the user added
 */
record Provenance(String nn, DType dtype, Tier tier, JsonObject json) {
  /** The name of the backend. */
  static final String BACKEND = "backend";

  private static final String NN = "nn";
  private static final String TIER = "tier";
  private static final String DTYPE = "dtype";

  /**
   * That of a network.
   *
   * @param facts further members
   */
  static Provenance of(Network network, JsonObject facts) {
    Backend backend = network.backend();
    JsonObject json =
        JsonObject.EMPTY
            .with(NN, version())
            .with("spec", BackendProvider.SPI_VERSION)
            .with(BACKEND, backend.name())
            .with(TIER, EnumJson.write(backend.tier()))
            .with(DTYPE, EnumJson.write(backend.dtype()));
    json = json.withAll(facts).with("weights-sha256", network.weightsSha256());
    return new Provenance(version(), backend.dtype(), backend.tier(), json);
  }

  /**
   * That of a file.
   *
   * @throws JsonException if a member is missing or wrong
   */
  static Provenance read(JsonObject json) {
    return new Provenance(
        json.text(NN),
        EnumJson.read(DType.class, json, DTYPE),
        EnumJson.read(Tier.class, json, TIER),
        json);
  }

  private static String version() {
    ModuleDescriptor module = Provenance.class.getModule().getDescriptor();
    String version =
        module == null
            ? Provenance.class.getPackage().getImplementationVersion()
            : module.rawVersion().orElse(null);
    return version == null ? "development" : version;
  }
}
