package nn.tck.faults;

import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.Tier;

/** Faults of sums, maxima, softmax and its gradient. */
final class ReductionFaults {

  private ReductionFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- sumOverRecords
        Fault.of(
            "sumOverRecords",
            "sumOverRecords: blocks of T records are summed from zero and then added",
            "numpy/numpy#27883",
            new Threshold(8, 16_384),
            sumOverRecords(ReductionFaults::blocksOfRecords)),
        Fault.of(
            "sumOverRecords",
            "sumOverRecords: with T units and T records or more, the last unit lacks the last record",
            "halide/Halide#656",
            new Threshold(4, 1500),
            sumOverRecords(ReductionFaults::lastOfLastLost)),
        Fault.of(
                "sumOverRecords",
                "sumOverRecords: from T units on, a sum starts from the first record, not from +0.0",
                "code of sums that begin with a copy",
                new Threshold(2, 16_384),
                sumOverRecords(ReductionFaults::startsFromFirstRecord))
            .inFloats(),
        Fault.of(
                "sumOverRecords",
                "sumOverRecords: from T records on, floats are summed in double",
                "numpy/numpy#22956",
                new Threshold(3, 20_000),
                sumOverRecords(ReductionFaults::recordsInDouble))
            .inFloats(),
        Fault.of(
                "sumOverRecords",
                "sumOverRecords, bounded: from T records on, compensated sums make NaN of infinity",
                "code of Kahan sums without a check for infinity",
                new Threshold(3, 20_000),
                sumOverRecords(ReductionFaults::compensatedRecords))
            .claiming(Tier.BOUNDED),
        // ---- sumOverUnits
        Fault.of(
            "sumOverUnits",
            "sumOverUnits: a single record of T units or more has four accumulators",
            "numpy/numpy#13734",
            new Threshold(8, 60_000),
            sumOverUnits(ReductionFaults::singleRecordInFourSums)),
        Fault.of(
                "sumOverUnits",
                "sumOverUnits: unit number T is counted twice, at the end of a block and at the next",
                "code of blocks with inclusive ends",
                new Threshold(8, 30_000),
                sumOverUnits(ReductionFaults::blockEndTwice))
            .inFloats(),
        Fault.of(
                "sumOverUnits",
                "sumOverUnits, bounded: from T units on, doubles are summed in float",
                "numpy/numpy#8869",
                new Threshold(16, 60_000),
                sumOverUnits(ReductionFaults::unitsInFloat))
            .claiming(Tier.BOUNDED),
        // ---- maxOverUnits
        Fault.of(
            "maxOverUnits",
            "maxOverUnits: a NaN in the tail after vectors of 4 is lost, from T units on",
            "pytorch/pytorch#197719",
            new Threshold(3, 40_000),
            maxOverUnits(ReductionFaults::tailLosesNaN)),
        Fault.of(
                "maxOverUnits",
                "maxOverUnits: from T units on, −0.0 stays where it comes before +0.0",
                "numpy/numpy#3419 (max by comparison)",
                new Threshold(2, 40_000),
                maxOverUnits(ReductionFaults::firstZeroWins))
            .inFloats(),
        Fault.of(
            "maxOverUnits",
            "maxOverUnits: from T units on, a maximum starts from the least finite number",
            "FluxML/NNlib.jl#43",
            new Threshold(2, 40_000),
            maxOverUnits(ReductionFaults::startsFromLeastFinite)),
        Fault.of(
            "maxOverUnits",
            "maxOverUnits: where T units or more are one above a multiple of 8, the last is not seen",
            "OpenMathLib/OpenBLAS#5293",
            new Threshold(9, 40_000),
            maxOverUnits(ReductionFaults::lastNotSeen)),
        // ---- softmax
        Fault.of(
            "softmax",
            "softmax: the shift is max(0, maximum)",
            "FluxML/NNlib.jl#43",
            Threshold.NONE,
            softmax(ReductionFaults::shiftOfZero)),
        Fault.of(
            "softmax",
            "softmax: from T units on, the sum's reciprocal is multiplied",
            "code of most libraries; Blanchard, Higham and Higham 2021",
            new Threshold(2, 20_000),
            softmax(ReductionFaults::reciprocalOfSum)),
        Fault.of(
            "softmax",
            "softmax: the shift is the maximum of the first T units",
            "intel/torch-xpu-ops#2944",
            new Threshold(8, 20_000),
            softmax(ReductionFaults::shiftOfFirstBlock)),
        Fault.of(
                "softmax",
                "softmax: from T records on, a record of nothing but −∞ becomes zeros",
                "jax-ml/jax#21495",
                new Threshold(2, 16_384),
                softmax(ReductionFaults::zerosForInfinities))
            .inFloats(),
        Fault.of(
                "softmax",
                "softmax: from T units on, the sum has four accumulators",
                "ggml-org/llama.cpp#7154",
                new Threshold(5, 20_000),
                softmax(ReductionFaults::sumInFourSums))
            .inFloats(),
        // ---- softmaxGradient: operands a, da, dz
        Fault.of(
            "softmaxGradient",
            "softmaxGradient: from T units on, products are fused into the sum",
            "OpenMathLib/OpenBLAS#4324",
            new Threshold(2, 20_000),
            softmaxGradient(ReductionFaults::fusedProducts)),
        Fault.of(
                "softmaxGradient",
                "softmaxGradient: from T records on, a · da − a · Σ a · da",
                "pytorch/pytorch#7375",
                new Threshold(2, 16_384),
                softmaxGradient(ReductionFaults::distributed))
            .inFloats(),
        Fault.of(
            "softmaxGradient",
            "softmaxGradient: in place, units from T on take the sum of what is overwritten so far",
            "sonots/cumo#473",
            new Threshold(4, 20_000),
            softmaxGradient(ReductionFaults::sumsOverwritten)));
  }

  // ---- how the faults are made

  private static Fault.Wrapper sumOverRecords(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void sumOverRecords(Tensor a, Tensor out) {
            Call call = Call.of(this, a, out);
            super.sumOverRecords(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

  private static Fault.Wrapper sumOverUnits(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void sumOverUnits(Tensor a, Tensor out) {
            Call call = Call.of(this, a, out);
            super.sumOverUnits(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

  private static Fault.Wrapper maxOverUnits(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void maxOverUnits(Tensor a, Tensor out) {
            Call call = Call.of(this, a, out);
            super.maxOverUnits(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

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

  // ---- sums

  private static void blocksOfRecords(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.columns() > t && i < a.rows(); i++) {
      call.out().set(i, call.math().blockSum(a.unit(i), t));
    }
  }

  private static void lastOfLastLost(Call call, int t) {
    Cells a = call.in(0);
    if (a.rows() >= t && a.columns() >= t) {
      int last = a.rows() - 1;
      call.out().set(last, call.math().sum(a.unit(last), 0, a.columns() - 1, 0.0));
    }
  }

  private static void startsFromFirstRecord(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.rows() >= t && i < a.rows(); i++) {
      call.out().set(i, call.math().sum(a.unit(i), 1, a.columns(), a.get(i, 0)));
    }
  }

  private static void recordsInDouble(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.columns() >= t && i < a.rows(); i++) {
      double s = 0;
      for (double x : a.unit(i)) {
        s += x;
      }
      call.out().set(i, s);
    }
  }

  private static void compensatedRecords(Call call, int t) {
    Cells a = call.in(0);
    for (int i = 0; a.columns() >= t && i < a.rows(); i++) {
      call.out().set(i, call.math().compensatedSum(a.unit(i)));
    }
  }

  private static void singleRecordInFourSums(Call call, int t) {
    Cells a = call.in(0);
    if (a.columns() == 1 && a.rows() >= t) {
      call.out().set(0, call.math().fourSums(a.record(0)));
    }
  }

  private static void blockEndTwice(Call call, int t) {
    Cells a = call.in(0);
    Arithmetic math = call.math();
    for (int j = 0; a.rows() > t && j < a.columns(); j++) {
      double[] record = a.record(j);
      call.out().set(j, math.sum(record, t, record.length, math.sum(record, 0, t + 1, 0.0)));
    }
  }

  private static void unitsInFloat(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      float s = 0;
      for (double x : a.record(j)) {
        s = (float) (s + x);
      }
      call.out().set(j, s);
    }
  }

  // ---- maxima

  private static void tailLosesNaN(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      call.out().set(j, maxWithLossyTail(a.record(j), a.rows() / 4 * 4));
    }
  }

  private static double maxWithLossyTail(double[] x, int tail) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tail; i++) {
      max = Math.max(max, x[i]);
    }
    for (int i = tail; i < x.length; i++) {
      max = Double.isNaN(x[i]) ? max : Math.max(max, x[i]);
    }
    return max;
  }

  private static void firstZeroWins(Call call, int t) {
    Cells a = call.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      double max = call.out().get(j);
      if (max == 0) {
        call.out().set(j, firstEqual(a.record(j), max));
      }
    }
  }

  private static double firstEqual(double[] x, double value) {
    for (double candidate : x) {
      if (candidate == value) {
        return candidate;
      }
    }
    return value;
  }

  private static void startsFromLeastFinite(Call call, int t) {
    double least = call.math().isFloat() ? -Float.MAX_VALUE : -Double.MAX_VALUE;
    for (int j = 0; call.in(0).rows() >= t && j < call.out().size(); j++) {
      call.out().set(j, Math.max(least, call.out().get(j)));
    }
  }

  private static void lastNotSeen(Call call, int t) {
    Cells a = call.in(0);
    int units = a.rows();
    for (int j = 0; units >= t && units % 8 == 1 && j < a.columns(); j++) {
      call.out().set(j, max(a.record(j), units - 1));
    }
  }

  private static double max(double[] x, int to) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < to; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
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
}
