package nn.tck.faults;

import java.util.Map;
import nn.api.network.Activation;
import nn.api.network.Clip;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.PlugInProvider;
import nn.api.network.Schedule;

/** Rebuilds, of the kind {@code faulty}, what is under test. */
public final class FaultyPlugIns implements PlugInProvider {
  private static PlugIn subject = new FaultyActivation(new nn.core.activation.Tanh());

  /** For the service loader. */
  public FaultyPlugIns() {}

  /** What is under test from now on. */
  static void test(PlugIn plugIn) {
    subject = plugIn;
  }

  /** What is under test. */
  static <T> T subject(Class<T> type) {
    if (!type.isInstance(subject)) {
      throw new IllegalArgumentException("faulty: the plug-in under test is no " + type);
    }
    return type.cast(subject);
  }

  @Override
  public Map<String, Factory<? extends Activation>> activations() {
    return Map.of("faulty", (config, catalogue) -> subject(Activation.class));
  }

  @Override
  public Map<String, Factory<? extends Layer>> layers() {
    return Map.of("faulty", (config, catalogue) -> subject(Layer.class));
  }

  @Override
  public Map<String, Factory<? extends Cost>> costs() {
    return Map.of("faulty", (config, catalogue) -> subject(Cost.class));
  }

  @Override
  public Map<String, Factory<? extends Optimiser>> optimisers() {
    return Map.of("faulty", (config, catalogue) -> subject(Optimiser.class));
  }

  @Override
  public Map<String, Factory<? extends Penalty>> penalties() {
    return Map.of("faulty", (config, catalogue) -> subject(Penalty.class));
  }

  @Override
  public Map<String, Factory<? extends Schedule>> schedules() {
    return Map.of("faulty", (config, catalogue) -> subject(Schedule.class));
  }

  @Override
  public Map<String, Factory<? extends Clip>> clips() {
    return Map.of("faulty", (config, catalogue) -> subject(Clip.class));
  }
}
