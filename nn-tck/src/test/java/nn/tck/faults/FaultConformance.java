package nn.tck.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import nn.api.provider.BackendProvider;
import nn.tck.BackendConformance;

/** The whole suite on the fault that system properties name; not a test of the build. */
class FaultConformance extends BackendConformance {

  /** The fault's name, encoded as in a URL. */
  static final String NAME = "nn.fault.name";

  /** Its threshold. */
  static final String THRESHOLD = "nn.fault.threshold";

  @Override
  protected BackendProvider provider() {
    Fault fault = FaultsRun.named(URLDecoder.decode(System.getProperty(NAME, ""), UTF_8));
    return new FaultyProvider(fault, Integer.getInteger(THRESHOLD, 1));
  }
}
