package nn.tck;

import static nn.tck.Saboteur.in;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;

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

  static List<Saboteur> all() {
    return List.of(
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
