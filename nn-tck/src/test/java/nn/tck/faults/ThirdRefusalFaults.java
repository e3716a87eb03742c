package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;
import nn.api.Workspace;

/** Arguments that are completed where they must be refused, and a refusal that comes too late. */
final class ThirdRefusalFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 256);

  private ThirdRefusalFaults() {}

  static List<Fault> all() {
    return List.of(
        anyNegativeUnit(),
        missingScalars(),
        writtenAsFarAsItGoes(),
        oneNumberForAll(),
        noFunction());
  }

  private static Fault anyNegativeUnit() {
    return Fault.of(
        "gather",
        "gather takes every negative number of a unit for -1, in an array of T numbers or more",
        "code that asks whether an index is below zero, not whether it is -1",
        new Threshold(1, 512),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void gather(Tensor a, int[] units, Tensor out) {
                boolean completes = units != null && units.length >= t;
                super.gather(
                    a,
                    completes ? Arrays.stream(units).map(u -> Math.max(-1, u)).toArray() : units,
                    out);
              }
            });
  }

  private static Fault missingScalars() {
    return Fault.of(
            "apply",
            "apply of more than T elements takes zero for scalars that are missing",
            "code that copies scalars to an array of the length that the loop takes",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    boolean completes =
                        loop != null
                            && scalars.length < loop.scalars()
                            && operands.length > 0
                            && operands[0] != null
                            && size(operands[0]) > t;
                    super.apply(
                        loop,
                        completes ? Arrays.copyOf(scalars, loop.scalars()) : scalars,
                        operands);
                  }
                })
        .inFloats();
  }

  private static Fault writtenAsFarAsItGoes() {
    return Fault.of(
        "write",
        "writing more than T doubles from an array that is too short writes those that it has"
            + " before it is refused",
        "code that leaves the check of an array's length to the loop that copies",
        new Threshold(1, 512),
        WriteAsFar::new);
  }

  private static final class WriteAsFar extends FaultyBackend {
    private final int most;

    WriteAsFar(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void write(double[] source, int offset, Tensor out, int from, int to) {
      try {
        super.write(source, offset, out, from, to);
      } catch (IndexOutOfBoundsException refused) {
        boolean fits = 0 <= from && from <= to && to <= size(out);
        boolean begins = 0 <= offset && offset < source.length;
        if (fits && begins && to - from > most) {
          super.write(source, offset, out, from, from + source.length - offset);
        }
        throw refused;
      }
    }
  }

  private static Fault oneNumberForAll() {
    return Fault.of(
            "combine",
            "combine takes a b of one number for every element of more than T",
            "code that broadcasts each dimension that is 1",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                    try {
                      super.combine(op, a, b, out);
                    } catch (ShapeMismatchException refused) {
                      boolean isOne = b.shape().is(1, 1) && a.shape().equals(out.shape());
                      if (!isOne || size(a) <= t) {
                        throw refused;
                      }
                      try (Workspace temporary = delegate().workspace()) {
                        Tensor all = temporary.tensor(a.shape());
                        delegate().fill(get(b, 0, 0), all);
                        super.combine(op, a, all, out);
                      }
                    }
                  }
                })
        .inFloats();
  }

  private static Fault noFunction() {
    return Fault.of(
        "dense",
        "dense of more than T elements takes null for a layer without a function",
        "code whose activation is optional",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                boolean completes = f == null && out != null && size(out) > t;
                super.dense(w, x, b, completes ? ElementwiseFunction.COPY : f, out);
              }
            });
  }
}
