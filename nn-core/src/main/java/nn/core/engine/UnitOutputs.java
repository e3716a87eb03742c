package nn.core.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Layer;
import nn.api.network.Part;
import nn.api.network.Role;
import nn.core.architecture.Architecture;
import nn.core.diagnosis.Finding;
import nn.core.diagnosis.Finding.Kind;
import nn.core.layer.ImageLayer;
import org.jspecify.annotations.Nullable;

/** What the units of each layer with an activation gave for the records of a sample. */
final class UnitOutputs {

  /** The share of a layer's units that are dead from which on that is a finding. */
  private static final double DEAD = 0.5;

  /** The share of a hidden layer's units that are saturated from which on that is a finding. */
  private static final double SATURATED = 0.5;

  /** The share of the records for which a saturated unit is near a bound. */
  private static final double MOST = 0.9;

  /** The derivative near a bound, in parts of that at 0. */
  private static final double FLAT = 0.05;

  private static final double[] NO_SCALARS = {};

  /** The units of one layer; of images each channel is one. */
  private static final class Units {
    final int layer;
    final int places; // of a unit: the outputs that it has for a record
    final boolean[] alive;
    final long[] flat; // outputs that are near a bound
    final @Nullable ElementwiseLoop gradient; // null where nothing saturates
    final double flatBelow;

    Units(int layer, int outputs, int places, Activation activation, boolean hidden) {
      this.layer = layer;
      this.places = places;
      alive = new boolean[outputs / places];
      flat = new long[alive.length];
      double atZero = hidden ? derivativeAtZero(activation) : 0;
      gradient = atZero > 0 ? activation.elementwiseGradient() : null;
      flatBelow = FLAT * atZero;
    }

    /** 0 where it is not known, or where one side is meant to be flat. */
    private static double derivativeAtZero(Activation activation) {
      ElementwiseLoop function = activation.elementwise();
      ElementwiseLoop gradient = activation.elementwiseGradient();
      if (function == null || gradient == null || activation.rectifies()) {
        return 0;
      }
      double[] a = {0};
      function.apply(new double[][] {{0}, a}, NO_SCALARS, 0, 1);
      return derivatives(gradient, a)[0];
    }

    private static double[] derivatives(ElementwiseLoop gradient, double[] a) {
      double[] ones = new double[a.length];
      Arrays.fill(ones, 1);
      double[] derivatives = new double[a.length];
      gradient.apply(new double[][] {a, ones, derivatives}, NO_SCALARS, 0, a.length);
      return derivatives;
    }

    void add(double[] a) {
      int outputs = alive.length * places;
      for (int i = 0; i < a.length; i++) {
        alive[i % outputs / places] |= a[i] != 0; // also a NaN
      }
      if (gradient != null) {
        double[] derivatives = derivatives(gradient, a);
        for (int i = 0; i < a.length; i++) {
          flat[i % outputs / places] += Math.abs(derivatives[i]) < flatBelow ? 1 : 0;
        }
      }
    }
  }

  private final Architecture architecture;
  private final int records;
  private final List<Units> layers = new ArrayList<>();

  /**
   * Nothing has been seen.
   *
   * @param records of the sample
   */
  UnitOutputs(Architecture architecture, int records) {
    this.architecture = architecture;
    this.records = records;
    int[] sizes = architecture.sizes();
    int last = architecture.layers().size() - 1;
    int places = 1;
    for (int l = 0; l <= last; l++) {
      Layer layer = architecture.layers().get(l);
      if (layer instanceof ImageLayer image) {
        places = image.output().size() / image.output().channels();
      } else if (sizes[l + 1] != sizes[l] || hasWeights(layer, sizes[l])) {
        places = 1; // no longer images
      }
      if (layer instanceof ActivatedLayer activated) {
        layers.add(new Units(l, sizes[l + 1], places, activated.activation(), l < last));
      }
    }
  }

  private static boolean hasWeights(Layer layer, int inputs) {
    return Part.parameters(layer, inputs).stream()
        .anyMatch(parameter -> parameter.role() == Role.WEIGHT);
  }

  /** Looks at what the last forward left. */
  void add(Propagation part) {
    for (Units units : layers) {
      Tensor output = part.output(units.layer);
      double[] values = new double[output.shape().size()];
      output.backend().read(output, values);
      units.add(values);
    }
  }

  void check(List<Finding> findings) {
    for (Units units : layers) {
      String where = architecture.describe(units.layer).replaceFirst("^l", "L");
      String what = units.places == 1 ? "units" : "channels";
      int all = units.alive.length;
      int dead = 0;
      int saturated = 0;
      for (int unit = 0; unit < all; unit++) {
        dead += units.alive[unit] ? 0 : 1;
        saturated += units.flat[unit] >= MOST * records * units.places ? 1 : 0;
      }
      if (dead >= DEAD * all) {
        findings.add(
            Finding.of(
                Kind.DEAD_UNITS,
                units.layer,
                (double) dead / all,
                DEAD,
                "%s: %d of %d %s are dead, they give 0 for all %d records; lower the learning rate"
                    + " or use leaky-relu.",
                where,
                dead,
                all,
                what,
                records));
      }
      if (saturated >= SATURATED * all) {
        findings.add(
            Finding.of(
                Kind.SATURATED_UNITS,
                units.layer,
                (double) saturated / all,
                SATURATED,
                "%s: %d of %d %s are saturated, for most of %d records they are so near their"
                    + " bounds that hardly a gradient passes; standardise the features, lower the"
                    + " learning rate, or use relu.",
                where,
                saturated,
                all,
                what,
                records));
      }
    }
  }
}
