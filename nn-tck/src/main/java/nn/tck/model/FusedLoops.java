package nn.tck.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.network.Activation;
import nn.core.activation.Activations;
import nn.core.activation.Gelu;
import nn.tck.reference.Loops;

/**
 * The loops with which kernels are tried: every named function, those of nn-core's activations, and
 * some that no backend knows by name.
 */
final class FusedLoops {

  /** Those of which nobody has shown that they are monotone to the last bit. */
  private static final Set<ElementwiseFunction> NOT_MONOTONE = Set.of(ElementwiseFunction.SQUARE);

  private FusedLoops() {}

  private static List<Activation> activations() {
    return List.of(
        Activations.identity(),
        Activations.relu(),
        Activations.leakyRelu(),
        Activations.sigmoid(),
        Activations.tanh(),
        Activations.elu(),
        Activations.selu(),
        Activations.gelu(),
        new Gelu(Gelu.Approximation.TANH),
        Activations.silu(),
        Activations.softplus(),
        Activations.mish());
  }

  private static List<ElementwiseLoop> named(int inputs) {
    return Arrays.stream(ElementwiseFunction.values())
        .filter(function -> function.inputs() == inputs && function.scalars() == 0)
        .map(ElementwiseLoop.class::cast)
        .toList();
  }

  private static List<ElementwiseLoop> distinct(Stream<ElementwiseLoop> loops) {
    return new ArrayList<>(loops.distinct().toList());
  }

  /** Loops of one input, one output and no scalars. */
  static List<ElementwiseLoop> ofOneInput() {
    return distinct(
        Stream.of(
                named(1).stream(),
                Stream.of(Loops.HALF_AND_ONE),
                activations().stream()
                    .map(Activation::elementwise)
                    .filter(java.util.Objects::nonNull))
            .flatMap(loops -> loops));
  }

  /** Loops of two inputs, one output and no scalars. */
  static List<ElementwiseLoop> ofTwoInputs() {
    return distinct(
        Stream.of(
                named(2).stream(),
                Stream.of(Loops.HALF_AND_OTHER),
                activations().stream()
                    .map(Activation::elementwiseGradient)
                    .filter(java.util.Objects::nonNull))
            .flatMap(loops -> loops));
  }

  /** A loop's name for messages; those of nn-core have none of their own. */
  static String name(ElementwiseLoop loop) {
    String type = loop.getClass().getName();
    if (!type.startsWith("nn.core.")) {
      return loop.toString();
    }
    return type.substring(type.lastIndexOf('.') + 1).replace('$', ' ');
  }

  /** Whether a loop is known to be monotone in its last input. */
  static boolean isMonotone(ElementwiseLoop loop) {
    return loop instanceof ElementwiseFunction function
        ? !NOT_MONOTONE.contains(function)
        : loop == Loops.HALF_AND_ONE || loop == Loops.HALF_AND_OTHER;
  }
}
