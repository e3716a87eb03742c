package nn.backend.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import nn.api.provider.Availability;

/** Whether this JVM has what the vector backends need; touches no class of the incubator module. */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  static Availability availability() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return Availability.AVAILABLE;
    }
    return Availability.unavailable(
        "Java runs without the module " + NAME + "; start it with --add-modules=" + NAME);
  }

  static Availability availabilityOfFma() {
    Availability module = availability();
    if (!module.available() || hasFma()) {
      return module;
    }
    return Availability.unavailable(
        "this processor has no fused multiply-add, which Java would then emulate, slowly; choose"
            + " vector");
  }

  /** As HotSpot says; other virtual machines have to be believed. */
  private static boolean hasFma() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return hotSpot == null || Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException unknown) {
      return true;
    }
  }
}
