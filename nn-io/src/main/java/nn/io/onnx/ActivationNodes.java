package nn.io.onnx;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import nn.api.Message;
import nn.api.elementary.Normal64;
import nn.api.network.Activation;
import nn.core.activation.Elu;
import nn.core.activation.Gelu;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Mish;
import nn.core.activation.Relu;
import nn.core.activation.Selu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Silu;
import nn.core.activation.Softmax;
import nn.core.activation.Softplus;
import nn.core.activation.Tanh;

/**
 * What each of nn's activations is in ONNX: an operator where the set has one whose double form is
 * computed by ONNX Runtime too, else nodes for the same formula, none of which overflows where the
 * activation does not.
 */
final class ActivationNodes {

  /** Adds the nodes of an activation; what they give. */
  private interface Mapping<A> {
    String nodes(A activation, Scope at, String z);
  }

  private static final Map<Class<?>, Mapping<Activation>> MAPPINGS =
      Map.ofEntries(
          of(Elu.class, ActivationNodes::elu),
          of(Gelu.class, ActivationNodes::gelu),
          of(Identity.class, (identity, at, z) -> z),
          of(LeakyRelu.class, ActivationNodes::leakyRelu),
          of(Mish.class, (mish, at, z) -> mish(at, z)),
          of(Relu.class, (relu, at, z) -> at.node("Relu", z)),
          of(Selu.class, (selu, at, z) -> selu(at, z)),
          of(Sigmoid.class, (sigmoid, at, z) -> at.node("Sigmoid", z)),
          of(Silu.class, (silu, at, z) -> at.node("Mul", bounded(at, z), logistic(at, z))),
          of(
              Softmax.class,
              (softmax, at, z) -> at.node("Softmax", new Attributes().integer("axis", 1), z)),
          of(Softplus.class, (softplus, at, z) -> softplus(at, z)),
          of(Tanh.class, (tanh, at, z) -> at.node("Tanh", z)));

  /** {@code λα} of {@link Selu}. */
  private static final double SELU_LIMIT = 1.7580993408473768;

  private ActivationNodes() {}

  private static <A extends Activation> Map.Entry<Class<?>, Mapping<Activation>> of(
      Class<A> type, Mapping<A> mapping) {
    return entry(type, (activation, at, z) -> mapping.nodes(type.cast(activation), at, z));
  }

  /**
   * Adds the nodes of an activation; what they give.
   *
   * @throws IllegalArgumentException if it is not one of nn's
   */
  static String add(Activation activation, LayerScope at, String z) {
    Mapping<Activation> mapping = MAPPINGS.get(activation.getClass());
    if (mapping == null) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: only nn's own activations can be exported; train with one of these, or use the network on a JVM: '%s' by %s, %s",
              activation.kind(), activation.getClass().getName(), at.description()));
    }
    return mapping.nodes(activation, at, z);
  }

  private static String positiveOr(Scope at, String z, String positive, String other) {
    return at.node("Where", at.node("Greater", z, at.number(0)), positive, other);
  }

  /**
   * {@code z}, and −1000 where it is less: −∞ times zero would be NaN, and so would be a large
   * number times what ONNX Runtime leaves of an exponential that should underflow. {@code Max}
   * would lose a NaN.
   */
  private static String bounded(Scope at, String z) {
    String least = at.number(-1000);
    return at.node("Where", at.node("Less", z, least), least, z);
  }

  /**
   * {@code σ(x) = (x < 0 ? w : 1)/(1 + w)} with {@code w = e^−|x|}. {@code Sigmoid} of ONNX Runtime
   * has an absolute error of some units of the last place of 1, which a factor would magnify.
   */
  private static String logistic(Scope at, String x) {
    String one = at.number(1);
    String w = at.node("Exp", at.node("Neg", at.node("Abs", x)));
    String numerator = at.node("Where", at.node("Less", x, at.number(0)), w, one);
    return at.node("Div", numerator, at.node("Add", one, w));
  }

  /** {@code eᶻ − 1 = 2t/(1 − t)} with {@code t = tanh(z/2)}; ∞ for large {@code z}. */
  private static String exponentialMinusOne(Scope at, String z) {
    String t = at.node("Tanh", at.node("Mul", z, at.number(0.5)));
    return at.node("Div", at.node("Add", t, t), at.node("Sub", at.number(1), t));
  }

  private static String elu(Elu elu, Scope at, String z) {
    if (!at.isDouble()) {
      return at.node("Elu", new Attributes().number("alpha", (float) elu.alpha()), z);
    }
    String negative = at.node("Mul", at.number(elu.alpha()), exponentialMinusOne(at, z));
    return positiveOr(at, z, z, negative);
  }

  private static String selu(Scope at, String z) {
    if (!at.isDouble()) {
      return at.node("Selu", z); // with nn's λ and α, rounded to float
    }
    String limit = at.number(SELU_LIMIT);
    String negative = at.node("Mul", limit, exponentialMinusOne(at, z));
    return positiveOr(at, z, at.node("Mul", at.number(Selu.LAMBDA), z), negative);
  }

  /** The attribute of {@code LeakyRelu} is a float, which is not the slope of a double network. */
  private static String leakyRelu(LeakyRelu relu, Scope at, String z) {
    return at.isDouble()
        ? at.node("PRelu", z, at.tensor("slope", new double[] {relu.slope()}, 1))
        : at.node("LeakyRelu", new Attributes().number("alpha", (float) relu.slope()), z);
  }

  /** {@code max(z, 0) + ln(1 + w)} with {@code w = e^−|z|}. */
  private static String softplus(Scope at, String z) {
    if (!at.isDouble()) {
      return at.node("Softplus", z);
    }
    String w = at.node("Exp", at.node("Neg", at.node("Abs", z)));
    return at.node("Add", at.node("Max", z, at.number(0)), logOnePlus(at, w));
  }

  /**
   * {@code ln(1 + w) = w · ln(u)/(u − 1)} with {@code u = 1 + w} as it is rounded, and {@code w}
   * where that is 1 (D. Goldberg: What every computer scientist should know about floating-point
   * arithmetic. ACM Computing Surveys 23(1), 1991, theorem 4).
   */
  private static String logOnePlus(Scope at, String w) {
    String one = at.number(1);
    String u = at.node("Add", one, w);
    String ratio = at.node("Div", at.node("Log", u), at.node("Sub", u, one));
    return at.node("Where", at.node("Equal", u, one), w, at.node("Mul", w, ratio));
  }

  /**
   * {@code z · n/d}, with {@code w = e^−|z|}: {@code n = w(w + 2), d = n + 2} where {@code z} is
   * negative, else {@code n = 1 + 2w, d = n + 2w²}.
   */
  private static String mish(Scope at, String z) {
    String two = at.number(2);
    String w = at.node("Exp", at.node("Neg", at.node("Abs", z)));
    String twice = at.node("Add", w, w);
    String negative = at.node("Less", z, at.number(0));
    String n =
        at.node(
            "Where",
            negative,
            at.node("Mul", w, at.node("Add", w, two)),
            at.node("Add", at.number(1), twice));
    String rest = at.node("Where", negative, two, at.node("Mul", twice, w));
    return at.node("Mul", bounded(at, z), at.node("Div", n, at.node("Add", n, rest)));
  }

  private static String gelu(Gelu gelu, Scope at, String z) {
    String distribution =
        gelu.approximate() == Gelu.Approximation.TANH
            ? logisticOfCubic(at, z)
            : at.isDouble() ? normal(at, z) : normalByErrorFunction(at, z);
    return at.node("Mul", bounded(at, z), distribution);
  }

  /** {@code σ(2·√(2/π)·(y + 0.044715·y³))}, where {@code y} is {@code z} within ±100. */
  private static String logisticOfCubic(Scope at, String z) {
    String y = at.node("Clip", z, at.number(-100), at.number(100));
    String cube = at.node("Mul", at.node("Mul", y, y), y);
    String sum = at.node("Add", y, at.node("Mul", at.number(0.044715), cube));
    return logistic(at, at.node("Mul", at.number(1.5957691216057308), sum));
  }

  /** {@code ½·(1 + erf(z/√2))}. */
  private static String normalByErrorFunction(Scope at, String z) {
    String erf = at.node("Erf", at.node("Mul", z, at.number(Math.sqrt(0.5))));
    return at.node("Mul", at.node("Add", erf, at.number(1)), at.number(0.5));
  }

  /** {@code Φ(z)} as {@link Normal64} computes it. */
  private static String normal(Scope at, String z) {
    String h = at.node("Min", at.node("Abs", z), at.number(Normal64.TAIL_IS_ZERO));
    String square = at.node("Mul", at.number(-0.5), at.node("Mul", h, h));
    String below = at.node("Mul", at.node("Exp", square), scaledTail(at, h));
    String above = at.node("Sub", at.number(1), below);
    return at.node("Where", at.node("Less", z, at.number(0)), below, above);
  }

  /** {@code P(q)/(1 + h)} with {@code q = (h − 5)/(h + 5)}, by Horner's scheme. */
  private static String scaledTail(Scope at, String h) {
    String five = at.number(5);
    String q = at.node("Div", at.node("Sub", h, five), at.node("Add", h, five));
    String p = at.number(TAIL.get(TAIL.size() - 1));
    for (int i = TAIL.size() - 2; i >= 0; i--) {
      p = at.node("Add", at.node("Mul", p, q), at.number(TAIL.get(i)));
    }
    return at.node("Div", p, at.node("Add", at.number(1), h));
  }

  /** The coefficients of {@link Normal64}, that of the power 0 first. */
  private static final List<Double> TAIL =
      List.of(
          Normal64.P0,
          Normal64.P1,
          Normal64.P2,
          Normal64.P3,
          Normal64.P4,
          Normal64.P5,
          Normal64.P6,
          Normal64.P7,
          Normal64.P8,
          Normal64.P9,
          Normal64.P10,
          Normal64.P11,
          Normal64.P12,
          Normal64.P13,
          Normal64.P14,
          Normal64.P15,
          Normal64.P16,
          Normal64.P17,
          Normal64.P18,
          Normal64.P19,
          Normal64.P20,
          Normal64.P21,
          Normal64.P22);
}
