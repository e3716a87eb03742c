package nn.backend.vector;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;

/** The named functions that are faster with vectors. */
final class VectorFunctions {

  /** Their names. */
  static final Set<ElementwiseFunction> ALL =
      Collections.unmodifiableSet(
          EnumSet.of(
              ElementwiseFunction.EXP,
              ElementwiseFunction.LOG,
              ElementwiseFunction.LOG1P,
              ElementwiseFunction.TANH,
              ElementwiseFunction.SIGMOID,
              ElementwiseFunction.SOFTPLUS,
              ElementwiseFunction.RELU_GRADIENT));

  /** Made by the first who asks for one, as they take the incubator module's classes to make. */
  private static final class Loops {
    static final ElementwiseLoop EXP = new ExpLoop();
    static final ElementwiseLoop LOG = new LogLoop();
    static final ElementwiseLoop LOG1P = new Log1pLoop();
    static final ElementwiseLoop TANH = new TanhLoop();
    static final ElementwiseLoop SIGMOID = new SigmoidLoop();
    static final ElementwiseLoop SOFTPLUS = new SoftplusLoop();
    static final ElementwiseLoop RELU_GRADIENT = new ReluGradientLoop();

    private Loops() {}
  }

  private VectorFunctions() {}

  /**
   * The same function with vectors, or the loop itself: those that are not here the compiler turns
   * into vectors as they stand.
   */
  static ElementwiseLoop of(ElementwiseLoop loop) {
    if (!(loop instanceof ElementwiseFunction function)) {
      return loop;
    }
    return switch (function) {
      case EXP -> Loops.EXP;
      case LOG -> Loops.LOG;
      case LOG1P -> Loops.LOG1P;
      case TANH -> Loops.TANH;
      case SIGMOID -> Loops.SIGMOID;
      case SOFTPLUS -> Loops.SOFTPLUS;
      case RELU_GRADIENT -> Loops.RELU_GRADIENT;
      default -> loop;
    };
  }
}
