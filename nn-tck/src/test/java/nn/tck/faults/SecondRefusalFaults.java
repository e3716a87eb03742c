package nn.tck.faults;

import java.util.List;
import nn.api.AliasException;
import nn.api.ElementwiseLoop;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;
import nn.api.Workspace;

/** Wrong operands that are accepted, and a right call that is refused, second set. */
final class SecondRefusalFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 256);

  private SecondRefusalFaults() {}

  static List<Fault> all() {
    return List.of(probabilitiesOverwritten(), biasAsARow(), emptyAtTheEnd(), oneTensorForBoth());
  }

  private static Fault probabilitiesOverwritten() {
    return Fault.of(
        "softmaxGradient",
        "softmaxGradient accepts a as its destination, beyond T elements",
        "pytorch/pytorch#3176: no check of what is written",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              @Override
              public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
                try {
                  super.softmaxGradient(a, da, dz);
                } catch (AliasException refused) {
                  if (size(a) <= t) {
                    throw refused;
                  }
                  withCopy(a, copy -> super.softmaxGradient(copy, da == a ? copy : da, dz));
                }
              }
            });
  }

  private static Fault biasAsARow() {
    return Fault.of(
            "dense",
            "dense accepts a bias that is a row of T units or more",
            "code that checks a vector's length alone",
            new Threshold(2, 256),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                    try {
                      super.dense(w, x, b, f, out);
                    } catch (ShapeMismatchException refused) {
                      if (!b.shape().is(1, rows(w)) || rows(w) < t || out == b) {
                        throw refused;
                      }
                      try (Workspace temporary = delegate().workspace()) {
                        Tensor column = temporary.tensor(rows(w), 1);
                        set(column, values(b));
                        super.dense(w, x, column, f, out);
                      }
                    }
                  }
                })
        .inFloats();
  }

  private static Fault emptyAtTheEnd() {
    return Fault.of(
        "read",
        "an empty range at the end of a tensor of more than T elements cannot be read",
        "code that checks from < size",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void read(Tensor a, int from, int to, double[] target, int offset) {
                super.read(a, from, to, target, offset);
                if (from == size(a) && size(a) > t) {
                  throw new IndexOutOfBoundsException("read: first element " + from);
                }
              }
            });
  }

  private static Fault oneTensorForBoth() {
    return Fault.of(
        "denseParameterGradients",
        "denseParameterGradients of one input accepts one tensor as dw and db, of T units or more",
        "code that checks destinations against operands alone",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
                try {
                  super.denseParameterGradients(dz, x, dw, db);
                } catch (AliasException refused) {
                  if (dw != db || dw == dz || dw == x || rows(dw) < t) {
                    throw refused;
                  }
                  delegate().matmulTransB(dz, x, dw);
                  delegate().sumOverRecords(dz, db);
                }
              }
            });
  }
}
