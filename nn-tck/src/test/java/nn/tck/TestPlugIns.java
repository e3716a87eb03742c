package nn.tck;

import java.util.Map;
import nn.api.network.Activation;
import nn.api.network.Clip;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.PlugInProvider;
import nn.api.network.Schedule;

/** Rebuilds what is under test: of the kind {@code test} right, of the kind {@code lossy} not. */
public final class TestPlugIns implements PlugInProvider {

  /** For the service loader. */
  public TestPlugIns() {}

  @Override
  public Map<String, Factory<? extends Activation>> activations() {
    return Map.of(
        "test", (config, catalogue) -> subject(Activation.class),
        "lossy", (config, catalogue) -> new TestActivation());
  }

  @Override
  public Map<String, Factory<? extends Layer>> layers() {
    return Map.of(
        "test", (config, catalogue) -> subject(Layer.class),
        "lossy", (config, catalogue) -> new TestLayer());
  }

  @Override
  public Map<String, Factory<? extends Cost>> costs() {
    return Map.of(
        "test", (config, catalogue) -> subject(Cost.class),
        "lossy", (config, catalogue) -> new TestCost());
  }

  @Override
  public Map<String, Factory<? extends Optimiser>> optimisers() {
    return Map.of(
        "test", (config, catalogue) -> subject(Optimiser.class),
        "lossy", (config, catalogue) -> new TestOptimiser());
  }

  @Override
  public Map<String, Factory<? extends Penalty>> penalties() {
    return Map.of(
        "test", (config, catalogue) -> subject(Penalty.class),
        "lossy", (config, catalogue) -> new TestPenalty());
  }

  @Override
  public Map<String, Factory<? extends Schedule>> schedules() {
    return Map.of(
        "test", (config, catalogue) -> subject(Schedule.class),
        "lossy", (config, catalogue) -> new TestSchedule());
  }

  @Override
  public Map<String, Factory<? extends Clip>> clips() {
    return Map.of(
        "test", (config, catalogue) -> subject(Clip.class),
        "lossy", (config, catalogue) -> new TestClip());
  }

  private static <T> T subject(Class<T> type) {
    if (!type.isInstance(PlugInRun.subject())) {
      throw new IllegalArgumentException("test: the plug-in under test is no " + type);
    }
    return type.cast(PlugInRun.subject());
  }
}
