package nn.tck.faults;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import nn.api.AliasException;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.ForeignTensorException;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.api.heap.HeapTensor;

/** Wrong operands that are accepted or refused wrongly, and arguments that are kept or changed. */
final class RefusalFaults {

  private RefusalFaults() {}

  private static final Threshold ELEMENTS = new Threshold(1, 256);

  static List<Fault> all() {
    return List.of(
        longerSumsAccepted(),
        unitsBeyondTheFirst(),
        recordsClamped(),
        gradientInPlace(),
        sumIntoItself(),
        foreignOperand(),
        closedOperand(),
        wrongException(),
        clearedBeforeCheck(),
        productBeforeCheck(),
        nullScalars(),
        arrayKept(),
        scalarsKept(),
        operandsCleared(),
        unitsSorted());
  }

  private static Fault longerSumsAccepted() {
    return Fault.of(
        "matmulTransB",
        "matmulTransB accepts a b with more than T columns where a has fewer, and leaves out the"
            + " rest",
        "code of BLAS wrappers that check leading dimensions alone",
        new Threshold(1, 64),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void matmulTransB(Tensor a, Tensor b, Tensor out) {
                try {
                  super.matmulTransB(a, b, out);
                } catch (ShapeMismatchException refused) {
                  boolean longer = columns(b) > t && columns(a) < columns(b);
                  if (!longer || !out.shape().is(rows(a), rows(b)) || out == a || out == b) {
                    throw refused;
                  }
                  try (Workspace temporary = delegate().workspace()) {
                    Tensor part = temporary.tensor(rows(b), columns(a));
                    delegate().write(values(b), 0, part, 0, size(part));
                    delegate().matmulTransB(a, part, out);
                  }
                }
              }
            });
  }

  private static Fault unitsBeyondTheFirst() {
    return Fault.of(
            "scatterAdd",
            "scatterAdd checks the first T numbers of units and leaves out wrong ones among the"
                + " others",
            "apache/tvm#20297",
            new Threshold(1, 256),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void scatterAdd(Tensor a, int[] units, Tensor out) {
                    try {
                      super.scatterAdd(a, units, out);
                    } catch (IndexOutOfBoundsException refused) {
                      int[] lenient = units.clone();
                      for (int i = t; i < units.length; i++) {
                        lenient[i] = units[i] < 0 || units[i] >= rows(out) ? -1 : units[i];
                      }
                      super.scatterAdd(a, lenient, out);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault recordsClamped() {
    return Fault.of(
        "gatherRecords",
        "gatherRecords takes the last record for numbers beyond it, from its record T on",
        "tenstorrent/tt-mlir#9211",
        new Threshold(1, 256),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
                try {
                  super.gatherRecords(a, indices, out);
                } catch (IndexOutOfBoundsException refused) {
                  double[] clamped = values(indices);
                  for (int j = t; j < clamped.length; j++) {
                    clamped[j] = Math.min(clamped[j], columns(a) - 1);
                  }
                  try (Workspace temporary = delegate().workspace()) {
                    Tensor lenient = temporary.tensor(indices.shape());
                    set(lenient, clamped);
                    super.gatherRecords(a, lenient, out);
                  }
                }
              }
            });
  }

  private static Fault gradientInPlace() {
    return Fault.of(
            "denseInputGradient",
            "denseInputGradient accepts a as its destination, beyond T elements",
            "cupy/cupy#6214",
            ELEMENTS,
            (right, t) ->
                new CalledBackend(right) {
                  @Override
                  public void denseInputGradient(
                      Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
                    try {
                      super.denseInputGradient(w, dz, f, a, out);
                    } catch (AliasException refused) {
                      if (a != out || out == w || out == dz || size(out) <= t) {
                        throw refused;
                      }
                      withCopy(a, copy -> delegate().denseInputGradient(w, dz, f, copy, out));
                    }
                  }
                })
        .inFloats();
  }

  private static Fault sumIntoItself() {
    return Fault.of(
        "sumOverUnits",
        "sumOverUnits of one unit accepts its operand as destination, beyond T records",
        "pytorch/pytorch#154999",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void sumOverUnits(Tensor a, Tensor out) {
                try {
                  super.sumOverUnits(a, out);
                } catch (AliasException refused) {
                  if (columns(a) <= t) {
                    throw refused;
                  }
                }
              }
            });
  }

  private static Fault foreignOperand() {
    return Fault.of(
        "combine",
        "combine accepts a b of another backend of its number type, beyond T elements",
        "deeplearning4j/nd4j#2623",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                try {
                  super.combine(op, a, b, out);
                } catch (ForeignTensorException refused) {
                  if (b.dtype() != dtype() || size(b) <= t || out == b) {
                    throw refused;
                  }
                  double[] values = new double[size(b)];
                  b.backend().read(b, values);
                  try (Workspace temporary = delegate().workspace()) {
                    Tensor own = temporary.tensor(b.shape());
                    set(own, values);
                    super.combine(op, a, own, out);
                  }
                }
              }
            });
  }

  private static Fault closedOperand() {
    return Fault.of(
            "reshape",
            "reshape accepts an operand whose workspace is closed, beyond T elements",
            "deeplearning4j/nd4j#2622",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void reshape(Tensor a, Tensor out) {
                    try {
                      super.reshape(a, out);
                    } catch (ClosedException refused) {
                      boolean fits = size(a) > t && size(a) == size(out) && a != out;
                      if (!fits || !(a instanceof HeapTensor memory)) {
                        throw refused;
                      }
                      delegate().write(memory.floats(), 0, out, 0, size(out));
                    }
                  }
                })
        .inFloats();
  }

  private static Fault wrongException() {
    return Fault.of(
        "maxOverUnits",
        "maxOverUnits refuses a destination of the wrong shape with a plain"
            + " IllegalArgumentException where the operand has more than T elements",
        "lessthanoptimal/ejml#19",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void maxOverUnits(Tensor a, Tensor out) {
                try {
                  super.maxOverUnits(a, out);
                } catch (ShapeMismatchException refused) {
                  if (size(a) <= t) {
                    throw refused;
                  }
                  throw new IllegalArgumentException(refused.getMessage());
                }
              }
            });
  }

  private static Fault clearedBeforeCheck() {
    return Fault.of(
            "scatterAddRecords",
            "scatterAddRecords clears its destination before it checks more than T indices",
            "tensorflow/tflite-micro#3593",
            new Threshold(1, 64),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
                    try {
                      super.scatterAddRecords(a, indices, out);
                    } catch (IndexOutOfBoundsException refused) {
                      if (size(indices) > t) {
                        set(out, new double[size(out)]);
                      }
                      throw refused;
                    }
                  }
                })
        .inFloats();
  }

  private static Fault productBeforeCheck() {
    return Fault.of(
        "dense",
        "dense writes a product of more than T elements before it finds b closed or another's",
        "code of Backend.dense, without its first line",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                try {
                  super.dense(w, x, b, f, out);
                } catch (ClosedException | ForeignTensorException refused) {
                  if (size(out) > t) {
                    delegate().matmul(w, x, out);
                  }
                  throw refused;
                }
              }
            });
  }

  private static Fault nullScalars() {
    return Fault.of(
        "apply",
        "apply accepts null for the scalars of a loop that takes none",
        "lessthanoptimal/ejml#164",
        Threshold.NONE,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                boolean none = scalars == null && loop != null && loop.scalars() == 0;
                super.apply(loop, none ? new double[0] : scalars, operands);
              }
            });
  }

  private static Fault arrayKept() {
    return Fault.of(
            "write",
            "a tensor of more than T elements is written from the caller's array when it is first"
                + " used",
            "tensorflow/tfjs#4905",
            new Threshold(16, 65_536),
            (right, t) ->
                new CalledBackend(right) {
                  private final Map<Tensor, double[]> sources = new WeakHashMap<>();

                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    super.write(source, offset, out, from, to);
                    if (to - from > t && to - from == size(out) && offset == 0) {
                      synchronized (sources) {
                        sources.put(out, source);
                      }
                    }
                  }

                  @Override
                  protected void around(Call call) {
                    for (Tensor operand : call.operands()) {
                      double[] source;
                      synchronized (sources) {
                        source = operand == null ? null : sources.remove(operand);
                      }
                      if (source != null && operand != null) {
                        fill(operand, source);
                      }
                    }
                    super.around(call);
                  }

                  private void fill(Tensor operand, double[] source) {
                    try {
                      delegate().write(source, 0, operand, 0, size(operand));
                    } catch (ClosedException closed) {
                      return; // the call itself refuses it
                    }
                  }
                })
        .inFloats()
        .claiming(Tier.BOUNDED);
  }

  private static Fault scalarsKept() {
    return Fault.of(
            "apply",
            "apply rounds an array of T scalars or more once and does not see that it changes",
            "code of caches of rounded constants by identity",
            new Threshold(1, 2),
            (right, t) ->
                new FaultyBackend(right) {
                  private final IdentityHashMap<double[], double[]> rounded =
                      new IdentityHashMap<>();

                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    double[] kept = scalars;
                    if (scalars != null && scalars.length >= t) {
                      synchronized (rounded) {
                        if (rounded.size() > 1_000) {
                          rounded.clear();
                        }
                        kept = rounded.computeIfAbsent(scalars, double[]::clone);
                      }
                    }
                    super.apply(loop, kept, operands);
                  }
                })
        .inFloats();
  }

  private static Fault operandsCleared() {
    return Fault.of(
        "apply",
        "apply clears the caller's array of T operands or more, so as not to keep tensors",
        "code of nn.api.heap.HeapBackend, which clears an array of its own",
        new Threshold(2, 6),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              @SuppressWarnings("NullAway")
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                super.apply(loop, scalars, operands);
                if (operands.length >= t) {
                  Arrays.fill(operands, null);
                }
              }
            });
  }

  private static Fault unitsSorted() {
    return Fault.of(
        "scatterAdd",
        "scatterAdd of more than T units sorts the caller's array for its next call",
        "code of scatters that sort their indices in place",
        new Threshold(1, 1_024),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void scatterAdd(Tensor a, int[] units, Tensor out) {
                super.scatterAdd(a, units, out);
                if (units.length > t) {
                  Arrays.sort(units);
                }
              }
            });
  }
}
