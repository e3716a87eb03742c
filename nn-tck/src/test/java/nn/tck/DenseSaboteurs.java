package nn.tck;

import static nn.tck.Saboteur.in;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;

/** Faults in dense: what goes wrong when a bias and an activation are fused with a product. */
final class DenseSaboteurs {

  private DenseSaboteurs() {}

  /** A call that goes to the delegate with a change before or after. */
  private interface Call {
    void run(
        WrappedBackend wrapped,
        Backend to,
        Tensor w,
        Tensor x,
        Tensor b,
        ElementwiseLoop f,
        Tensor out);
  }

  private static Saboteur dense(String fault, Call call) {
    return in(
        "dense",
        310,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                call.run(this, delegate(), w, x, b, f, out);
              }
            });
  }

  /** A call that goes to the delegate with a change before or after. */
  private interface InputGradientCall {
    void run(
        WrappedBackend wrapped,
        Backend to,
        Tensor w,
        Tensor dz,
        ElementwiseLoop f,
        Tensor a,
        Tensor out);
  }

  private static Saboteur inputGradient(String fault, InputGradientCall call) {
    return in(
        "denseInputGradient",
        311,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void denseInputGradient(
                  Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
                call.run(this, delegate(), w, dz, f, a, out);
              }
            });
  }

  /** A call that goes to the delegate with a change before or after. */
  private interface ParameterGradientsCall {
    void run(WrappedBackend wrapped, Backend to, Tensor dz, Tensor x, Tensor dw, Tensor db);
  }

  private static Saboteur parameterGradients(String fault, ParameterGradientsCall call) {
    return in(
        "denseParameterGradients",
        312,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
                call.run(this, delegate(), dz, x, dw, db);
              }
            });
  }

  static List<Saboteur> all() {
    return List.of(
        inputGradient(
            "gives the loop its inputs the other way round",
            (wrapped, to, w, dz, f, a, out) -> {
              to.denseInputGradient(w, dz, f, a, out);
              to.matmulTransA(w, dz, out);
              to.apply(f, out, a, out);
            }),
        inputGradient(
            "applies the loop once more to the last record",
            (wrapped, to, w, dz, f, a, out) -> {
              to.denseInputGradient(w, dz, f, a, out);
              Matrix once = wrapped.get(out);
              to.apply(f, a, out, out);
              Matrix twice = wrapped.get(out);
              int last = once.columns() - 1;
              wrapped.put(out, (i, j) -> j == last ? twice.get(i, j) : once.get(i, j));
            }),
        inputGradient(
            "leaves out loops without a name",
            (wrapped, to, w, dz, f, a, out) -> {
              to.denseInputGradient(w, dz, f, a, out);
              if (f == Loops.HALF_AND_OTHER) {
                to.matmulTransA(w, dz, out);
              }
            }),
        inputGradient(
            "uses the function's operand as working space",
            (wrapped, to, w, dz, f, a, out) -> {
              to.denseInputGradient(w, dz, f, a, out);
              to.copy(out, a);
            }),
        parameterGradients(
            "counts a block's first record twice in the sums",
            (wrapped, to, dz, x, dw, db) -> {
              to.denseParameterGradients(dz, x, dw, db);
              Matrix values = wrapped.get(dz);
              if (values.columns() > 256) {
                Matrix sums = wrapped.get(db);
                wrapped.put(db, (i, j) -> sums.get(i, j) + values.get(i, 256));
              }
            }),
        parameterGradients(
            "adds up from the last record to the first",
            (wrapped, to, dz, x, dw, db) -> {
              to.denseParameterGradients(dz, x, dw, db);
              Matrix values = wrapped.get(dz);
              wrapped.put(
                  db,
                  (i, j) -> {
                    double sum = 0;
                    for (int record = values.columns() - 1; record >= 0; record--) {
                      sum += values.get(i, record);
                    }
                    return sum;
                  });
            }),
        parameterGradients(
            "sums the records of x",
            (wrapped, to, dz, x, dw, db) -> {
              to.denseParameterGradients(dz, x, dw, db);
              if (x.shape().equals(dz.shape())) {
                to.sumOverRecords(x, db);
              }
            }),
        parameterGradients(
            "uses dz as working space",
            (wrapped, to, dz, x, dw, db) -> {
              to.denseParameterGradients(dz, x, dw, db);
              to.fill(0.5, dz);
            }),
        dense(
            "starts each sum from the bias",
            (wrapped, to, w, x, b, f, out) -> {
              to.dense(w, x, b, f, out);
              Matrix weights = wrapped.get(w);
              Matrix inputs = wrapped.get(x);
              Matrix bias = wrapped.get(b);
              wrapped.put(
                  out,
                  (i, j) -> {
                    double sum = bias.get(i, 0);
                    for (int k = 0; k < weights.columns(); k++) {
                      sum += weights.get(i, k) * inputs.get(k, j);
                    }
                    return sum;
                  });
              to.apply(f, out, out);
            }),
        dense(
            "adds the bias after the activation",
            (wrapped, to, w, x, b, f, out) -> {
              to.dense(w, x, b, f, out);
              to.matmul(w, x, out);
              to.apply(f, out, out);
              to.combine(CombineOperation.ADD, out, b, out);
            }),
        dense(
            "activates the last record twice",
            (wrapped, to, w, x, b, f, out) -> {
              to.dense(w, x, b, f, out);
              Matrix once = wrapped.get(out);
              to.apply(f, out, out);
              Matrix twice = wrapped.get(out);
              int last = once.columns() - 1;
              wrapped.put(out, (i, j) -> j == last ? twice.get(i, j) : once.get(i, j));
            }),
        dense(
            "leaves out the activation of loops without a name",
            (wrapped, to, w, x, b, f, out) ->
                to.dense(w, x, b, f == Loops.HALF_AND_ONE ? ElementwiseFunction.COPY : f, out)),
        dense(
            "uses the bias as working space",
            (wrapped, to, w, x, b, f, out) -> {
              to.dense(w, x, b, f, out);
              to.fill(0.5, b);
            }),
        dense(
            "adds to its destination",
            (wrapped, to, w, x, b, f, out) -> {
              boolean dirty = dirty(wrapped, out);
              to.dense(w, x, b, f, out);
              if (dirty) {
                to.fill(Double.NaN, out);
              }
            }));
  }

  private static boolean dirty(WrappedBackend wrapped, Tensor out) {
    try {
      return Double.isNaN(wrapped.get(out).get(0, 0));
    } catch (RuntimeException refusedBelow) {
      return false;
    }
  }
}
