package nn.tck;

import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Clip;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.Schedule;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;

/** The suites for plug-ins that the catalogue has, where there is no class of the author's. */
final class ProvidedPlugIns {

  private ProvidedPlugIns() {}

  private static <T extends PlugIn> T create(PlugInType type, Class<T> as, Settings settings) {
    String text = settings.plugIn();
    if (text == null) {
      throw new IllegalStateException(
          "tck: say what is tested: -Dtck.plug-in=KIND, with its settings KIND{name=value}");
    }
    return as.cast(type.create(Catalogue.load(), text));
  }

  /** What computes: the backend that is named, else the one that a program would get. */
  private static Backend open(Settings settings, DType dtype) {
    BackendOptions options = new BackendOptions(dtype, 1);
    String name = settings.backend();
    return name == null ? Backends.open(options) : Backends.open(name, options);
  }

  static final class OfActivation extends ActivationConformance {
    @Override
    protected Activation activation() {
      return create(PlugInType.ACTIVATION, Activation.class, run().settings());
    }

    @Override
    protected Backend open(DType dtype) {
      return ProvidedPlugIns.open(run().settings(), dtype);
    }
  }

  static final class OfLayer extends LayerConformance {
    @Override
    protected Layer layer() {
      return create(PlugInType.LAYER, Layer.class, run().settings());
    }

    @Override
    protected int inputs() {
      Integer inputs = run().settings().inputs();
      return inputs == null ? super.inputs() : inputs;
    }

    @Override
    protected Backend open(DType dtype) {
      return ProvidedPlugIns.open(run().settings(), dtype);
    }
  }

  static final class OfCost extends CostConformance {
    @Override
    protected Cost cost() {
      return create(PlugInType.COST, Cost.class, run().settings());
    }

    @Override
    protected Backend open(DType dtype) {
      return ProvidedPlugIns.open(run().settings(), dtype);
    }
  }

  static final class OfOptimiser extends OptimiserConformance {
    @Override
    protected Optimiser optimiser() {
      return create(PlugInType.OPTIMISER, Optimiser.class, run().settings());
    }

    @Override
    protected Backend open(DType dtype) {
      return ProvidedPlugIns.open(run().settings(), dtype);
    }
  }

  static final class OfPenalty extends PenaltyConformance {
    @Override
    protected Penalty penalty() {
      return create(PlugInType.PENALTY, Penalty.class, run().settings());
    }

    @Override
    protected Backend open(DType dtype) {
      return ProvidedPlugIns.open(run().settings(), dtype);
    }
  }

  static final class OfSchedule extends ScheduleConformance {
    @Override
    protected Schedule schedule() {
      return create(PlugInType.SCHEDULE, Schedule.class, run().settings());
    }

    @Override
    protected Backend open(DType dtype) {
      return ProvidedPlugIns.open(run().settings(), dtype);
    }
  }

  static final class OfClip extends ClipConformance {
    @Override
    protected Clip clip() {
      return create(PlugInType.CLIP, Clip.class, run().settings());
    }

    @Override
    protected Backend open(DType dtype) {
      return ProvidedPlugIns.open(run().settings(), dtype);
    }
  }
}
