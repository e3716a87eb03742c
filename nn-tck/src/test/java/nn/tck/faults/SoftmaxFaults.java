package nn.tck.faults;

import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;

/** Faults of softmax and of its gradient. */
final class SoftmaxFaults {

  private SoftmaxFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- softmax
        Fault.of(
            "softmax",
            "softmax: the shift is max(0, maximum)",
            "FluxML/NNlib.jl#43",
            Threshold.NONE,
            softmax(SoftmaxFaults::shiftOfZero)),
        Fault.of(
            "softmax",
            "softmax: from T units on, the sum's reciprocal is multiplied",
            "code of most libraries; Blanchard, Higham and Higham 2021",
            new Threshold(2, 20_000),
            softmax(SoftmaxFaults::reciprocalOfSum)),
        Fault.of(
                "softmax",
                "softmax: the shift is the maximum of the first T units",
                "intel/torch-xpu-ops#2944",
                new Threshold(8, 20_000),
                softmax(SoftmaxFaults::shiftOfFirstBlock))
            .inFloats(),
        Fault.of(
                "softmax",
                "softmax: from T records on, a record of nothing but −∞ becomes zeros",
                "jax-ml/jax#21495",
                new Threshold(2, 16_384),
                softmax(SoftmaxFaults::zerosForInfinities))
            .inFloats(),
        Fault.of(
                "softmax",
                "softmax: from T units on, the sum has four accumulators",
                "ggml-org/llama.cpp#7154",
                new Threshold(5, 20_000),
                softmax(SoftmaxFaults::sumInFourSums))
            .inFloats(),
        // ---- softmaxGradient: operands a, da, dz
        Fault.of(
            "softmaxGradient",
            "softmaxGradient: from T units on, products are fused into the sum",
            "OpenMathLib/OpenBLAS#4324",
            new Threshold(2, 20_000),
            softmaxGradient(SoftmaxFaults::fusedProducts)),
        Fault.of(
                "softmaxGradient",
                "softmaxGradient: from T records on, a · da − a · Σ a · da",
                "pytorch/pytorch#7375",
                new Threshold(2, 16_384),
                softmaxGradient(SoftmaxFaults::distributed))
            .inFloats(),
        Fault.of(
            "softmaxGradient",
            "softmaxGradient: in place, units from T on take the sum of what is overwritten so far",
            "sonots/cumo#473",
            new Threshold(4, 20_000),
            softmaxGradient(SoftmaxFaults::sumsOverwritten)));
  }

  // ---- how the faults are made

  private static Fault.Wrapper softmax(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void softmax(Tensor z, Tensor a) {
            Call call = Call.of(this, z, a);
            super.softmax(z, a);
            call.spoil(spoiler, t);
          }
        };
  }

  private static Fault.Wrapper softmaxGradient(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
            Call call = Call.of(this, a, da, dz);
            super.softmaxGradient(a, da, dz);
            call.spoil(spoiler, t);
          }
        };
  }

  // ---- softmax

  private static void shiftOfZero(Call call, int t) {
    Cells z = call.in(0);
    for (int j = 0; j < z.columns(); j++) {
      double[] e = exponentials(call, j, Math.max(0.0, max(z.record(j), z.rows())));
      setQuotients(call, j, e, call.math().sum(e, 0, e.length, 0));
    }
  }

  private static void reciprocalOfSum(Call call, int t) {
    Cells z = call.in(0);
    for (int j = 0; z.rows() >= t && j < z.columns(); j++) {
      double[] e = exponentials(call, j, max(z.record(j), z.rows()));
      double sum = call.math().sum(e, 0, e.length, 0);
      for (int i = 0; i < e.length; i++) {
        call.out().set(i, j, call.math().timesReciprocal(e[i], sum));
      }
    }
  }

  private static void shiftOfFirstBlock(Call call, int t) {
    Cells z = call.in(0);
    for (int j = 0; z.rows() > t && j < z.columns(); j++) {
      double[] e = exponentials(call, j, max(z.record(j), t));
      setQuotients(call, j, e, call.math().sum(e, 0, e.length, 0));
    }
  }

  private static void zerosForInfinities(Call call, int t) {
    Cells z = call.in(0);
    for (int j = 0; z.columns() >= t && j < z.columns(); j++) {
      if (max(z.record(j), z.rows()) == Double.NEGATIVE_INFINITY) {
        call.out().setRecord(j, new double[z.rows()]);
      }
    }
  }

  private static void sumInFourSums(Call call, int t) {
    Cells z = call.in(0);
    for (int j = 0; z.rows() >= t && j < z.columns(); j++) {
      double[] e = exponentials(call, j, max(z.record(j), z.rows()));
      setQuotients(call, j, e, call.math().fourSums(e));
    }
  }

  private static double[] exponentials(Call call, int j, double shift) {
    double[] e = call.in(0).record(j);
    for (int i = 0; i < e.length; i++) {
      e[i] = call.math().apply(ElementwiseFunction.EXP, call.math().subtract(e[i], shift));
    }
    return e;
  }

  private static void setQuotients(Call call, int j, double[] e, double sum) {
    for (int i = 0; i < e.length; i++) {
      call.out().set(i, j, call.math().divide(e[i], sum));
    }
  }

  // ---- softmaxGradient

  private static void fusedProducts(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      double sum = 0;
      for (int i = 0; i < a.rows(); i++) {
        sum = call.math().fma(a.get(i, j), call.in(1).get(i, j), sum);
      }
      setGradients(call, j, 0, sum);
    }
  }

  private static void setGradients(Call call, int j, int from, double sum) {
    Arithmetic math = call.math();
    for (int i = from; i < call.out().rows(); i++) {
      double difference = math.subtract(call.in(1).get(i, j), sum);
      call.out().set(i, j, math.multiply(call.in(0).get(i, j), difference));
    }
  }

  private static double[] products(Call call, int j) {
    double[] products = call.in(0).record(j);
    for (int i = 0; i < products.length; i++) {
      products[i] = call.math().multiply(products[i], call.in(1).get(i, j));
    }
    return products;
  }

  private static void distributed(Call call, int t) {
    Cells a = call.in(0);
    Arithmetic math = call.math();
    for (int j = 0; a.columns() >= t && j < a.columns(); j++) {
      double[] products = products(call, j);
      double sum = math.sum(products, 0, products.length, 0);
      for (int i = 0; i < products.length; i++) {
        call.out().set(i, j, math.subtract(products[i], math.multiply(a.get(i, j), sum)));
      }
    }
  }

  private static void sumsOverwritten(Call call, int t) {
    Cells out = call.out();
    for (int j = 0; out.isSameTensor(call.in(1)) && out.rows() > t && j < out.columns(); j++) {
      double[] products = products(call, j);
      for (int i = 0; i < t; i++) {
        products[i] = call.math().multiply(call.in(0).get(i, j), out.get(i, j));
      }
      setGradients(call, j, t, call.math().sum(products, 0, products.length, 0));
    }
  }

  private static double max(double[] x, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < to; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }
}
