package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;

/** Right operands that are refused, wrong ones that are not, and the wrong words, fourth set. */
final class FourthRefusalFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 256);

  private FourthRefusalFaults() {}

  static List<Fault> all() {
    return List.of(numbersAreChecked(), nearestRecord(), wordsOfAnother(), endsBeforeItBegins());
  }

  private static Fault numbersAreChecked() {
    return Fault.of(
        "matmulTransA",
        "matmulTransA refuses an a of T elements or more with NaN or infinity in it",
        "code of SciPy's check_finite and of LAPACKE's nancheck",
        new Threshold(1, 4_096),
        (right, t) ->
            new CalledBackend(right) {
              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("matmulTransA") && size(call.operand(0)) >= t) {
                  if (!Arrays.stream(values(call.operand(0))).allMatch(Double::isFinite)) {
                    throw new IllegalArgumentException("a must not contain infs or NaNs");
                  }
                }
              }
            });
  }

  private static Fault nearestRecord() {
    return Fault.of(
            "gatherRecords",
            "gatherRecords takes the nearest record for a number that is not whole, in T numbers or"
                + " more",
            "code that rounds indices, which a float may miss by a little",
            new Threshold(1, 512),
            (right, t) ->
                new CalledBackend(right) {
                  @Override
                  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
                    try {
                      super.gatherRecords(a, indices, out);
                    } catch (IndexOutOfBoundsException refused) {
                      if (size(indices) < t) {
                        throw refused;
                      }
                      withCopy(indices, copy -> rounded(a, copy, out));
                    }
                  }

                  private void rounded(Tensor a, Tensor indices, Tensor out) {
                    set(indices, Arrays.stream(values(indices)).map(Math::rint).toArray());
                    delegate().gatherRecords(a, indices, out);
                  }
                })
        .inFloats();
  }

  private static Fault wordsOfAnother() {
    return Fault.of(
        "denseParameterGradients",
        "denseParameterGradients refuses a dz of more than T elements in the words of matmulTransB",
        "code that leaves the checks to the kernels it calls",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
                try {
                  super.denseParameterGradients(dz, x, dw, db);
                } catch (ShapeMismatchException refused) {
                  String words = String.valueOf(refused.getMessage());
                  throw size(dz) <= t
                      ? refused
                      : new ShapeMismatchException(
                          words.replace("denseParameterGradients", "matmulTransB"));
                }
              }
            });
  }

  private static Fault endsBeforeItBegins() {
    return Fault.of(
            "write",
            "writing takes a range that ends before it begins for an empty one, in a tensor of more"
                + " than T elements",
            "code of loops, for which such a range is nothing to do",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    try {
                      super.write(source, offset, out, from, to);
                    } catch (IndexOutOfBoundsException refused) {
                      boolean isInside = 0 <= to && to < from && from <= size(out);
                      if (!isInside || size(out) <= t) {
                        throw refused;
                      }
                    }
                  }
                })
        .inFloats();
  }
}
