package nn.backend.vector;

import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;

/** The named functions that are faster with vectors. */
final class VectorFunctions {
  private static final ElementwiseLoop EXP = new ExpLoop();
  private static final ElementwiseLoop LOG = new LogLoop();
  private static final ElementwiseLoop LOG1P = new Log1pLoop();
  private static final ElementwiseLoop TANH = new TanhLoop();
  private static final ElementwiseLoop SIGMOID = new SigmoidLoop();
  private static final ElementwiseLoop SOFTPLUS = new SoftplusLoop();
  private static final ElementwiseLoop RELU_GRADIENT = new ReluGradientLoop();

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
      case EXP -> EXP;
      case LOG -> LOG;
      case LOG1P -> LOG1P;
      case TANH -> TANH;
      case SIGMOID -> SIGMOID;
      case SOFTPLUS -> SOFTPLUS;
      case RELU_GRADIENT -> RELU_GRADIENT;
      default -> loop;
    };
  }
}
