package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;

/** Faults of transfer and of the kernels that move numbers: fill, copy, divideBy and reshape. */
final class TransferFaults {

  private TransferFaults() {}

  static List<Fault> all() {
    return List.of(
        // ---- fill, copy, divideBy
        Fault.of(
            "fill",
            "fill: −0.0 becomes +0.0, from T elements on",
            "code of fills with zero by memset",
            new Threshold(2, 200_000),
            fill(TransferFaults::zeroFilled)),
        Fault.of(
            "fill",
            "fill: more than T elements are filled by doubling, and the last block is not",
            "code of fills by arraycopy of what is filled",
            new Threshold(4, 500_000),
            fill(TransferFaults::filledByDoubling)),
        Fault.of(
                "fill",
                "fill: the value is cut off to a float rather than rounded, from T elements on",
                "eclipse-milo/milo#2029 (conversions that do not round once)",
                new Threshold(2, 50_000),
                fill(TransferFaults::valueCutOff))
            .inFloats(),
        Fault.of(
            "copy",
            "copy: −0.0 becomes +0.0, from T records on",
            "code of copies that add 0.0, as nn-backend-ejml's of a product's zeros",
            new Threshold(2, 16_384),
            copy(TransferFaults::signOfZeroLost)),
        Fault.of(
            "copy",
            "copy: more than T elements pass through a buffer of floats",
            "code of staging buffers in float",
            new Threshold(16, 500_000),
            copy(TransferFaults::passesThroughFloats)),
        Fault.of(
            "divideBy",
            "divideBy: multiplies with the divisor's reciprocal, from T elements on",
            "Reference-LAPACK/lapack#749",
            new Threshold(2, 100_000),
            divideBy(TransferFaults::timesReciprocal)),
        Fault.of(
            "divideBy",
            "divideBy: a power of two, also a subnormal one, is replaced by its reciprocal",
            "golang/go#41657",
            Threshold.NONE,
            divideBy(TransferFaults::powerOfTwo)),
        Fault.of(
                "divideBy",
                "divideBy: by zero fills with zeros",
                "code that guards a mean over no records",
                Threshold.NONE,
                divideBy(TransferFaults::guardsZero))
            .inFloats(),
        // ---- reshape
        Fault.of(
            "reshape",
            "reshape: into T units or more, elements are counted unit after unit",
            "jax-ml/jax#453",
            new Threshold(2, 4096),
            reshape(TransferFaults::otherOrder)),
        Fault.of(
                "reshape",
                "reshape: elements after the last whole block of T are left as they were",
                "deeplearning4j/nd4j#80",
                new Threshold(8, 500_000),
                reshape(TransferFaults::lastBlockKept))
            .inFloats(),
        // ---- write
        Fault.of(
                "write",
                "write: doubles that are subnormal as floats become zero, from T of them on",
                "iree-org/iree#20242",
                new Threshold(2, 100_000),
                FlushingWrites::new)
            .inFloats(),
        Fault.of(
            "write",
            "write: a range of T or more that begins within a vector of 4 overwrites what precedes",
            "code of aligned stores without a mask",
            new Threshold(2, 100_000),
            UnmaskedWrites::new),
        Fault.of(
            "write",
            "write: T floats or more are taken from the start of the array, not from the offset",
            "deeplearning4j/nd4j#152 (hard-coded strides)",
            new Threshold(1, 50_000),
            WritesWithoutOffset::new),
        // ---- read
        Fault.of(
            "read",
            "read: T doubles or more fill up the last vector of 4 with zeros, where there is room",
            "code of vector stores without a mask",
            new Threshold(2, 100_000),
            UnmaskedReads::new),
        Fault.of(
            "read",
            "read: a double beyond the floats is the largest float, not infinity, from T on",
            "code of saturating conversions",
            new Threshold(1, 10_000),
            SaturatingReads::new),
        Fault.of(
            "read",
            "read: more than T doubles pass through a buffer of floats",
            "code of staging buffers in float",
            new Threshold(64, 1_000_000),
            ReadsThroughFloats::new));
  }

  // ---- how the faults are made

  /** Makes a kernel with a scalar wrong. */
  private interface Spoiler {
    void spoil(Call call, double scalar, int t);
  }

  private static Fault.Wrapper fill(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void fill(double value, Tensor out) {
            Call call = Call.withFormer(this, out);
            super.fill(value, out);
            call.spoil((c, at) -> spoiler.spoil(c, value, at), t);
          }
        };
  }

  private static Fault.Wrapper copy(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void copy(Tensor a, Tensor out) {
            Call call = Call.of(this, a, out);
            super.copy(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

  private static Fault.Wrapper divideBy(Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void divideBy(Tensor a, double divisor, Tensor out) {
            Call call = Call.of(this, a, out);
            super.divideBy(a, divisor, out);
            call.spoil((c, at) -> spoiler.spoil(c, c.math().round(divisor), at), t);
          }
        };
  }

  private static Fault.Wrapper reshape(Call.Spoiler spoiler) {
    return (right, t) ->
        new FaultyBackend(right) {
          @Override
          public void reshape(Tensor a, Tensor out) {
            Call call = Call.withFormer(this, a, out);
            super.reshape(a, out);
            call.spoil(spoiler, t);
          }
        };
  }

  /** A rule for one element by its number. */
  private interface Element {
    double of(int e);
  }

  private static void overwrite(Cells out, int from, Element element) {
    for (int e = from; e < out.size(); e++) {
      out.set(e, element.of(e));
    }
  }

  // ---- fill

  private static void zeroFilled(Call call, double value, int t) {
    if (value == 0 && call.out().size() >= t) {
      overwrite(call.out(), 0, e -> 0.0);
    }
  }

  private static void filledByDoubling(Call call, double value, int t) {
    int size = call.out().size();
    if (size > t) {
      overwrite(call.out(), Integer.highestOneBit(size), call::former);
    }
  }

  private static void valueCutOff(Call call, double value, int t) {
    float rounded = (float) value;
    boolean away = Math.abs(rounded) > Math.abs(value);
    if (away && call.out().size() >= t) {
      double cut = rounded > 0 ? Math.nextDown(rounded) : Math.nextUp(rounded);
      overwrite(call.out(), 0, e -> cut);
    }
  }

  // ---- copy

  private static void signOfZeroLost(Call call, int t) {
    if (call.out().columns() >= t) {
      overwrite(call.out(), 0, e -> call.out().get(e) + 0.0);
    }
  }

  private static void passesThroughFloats(Call call, int t) {
    if (call.out().size() > t) {
      overwrite(call.out(), 0, e -> (float) call.out().get(e));
    }
  }

  // ---- divideBy

  private static void timesReciprocal(Call call, double divisor, int t) {
    if (call.out().size() >= t) {
      overwrite(call.out(), 0, e -> call.math().timesReciprocal(call.in(0).get(e), divisor));
    }
  }

  private static void powerOfTwo(Call call, double divisor, int t) {
    long fraction = Double.doubleToLongBits(divisor) & ((1L << 52) - 1);
    boolean isPower = divisor != 0 && fraction == 0 && !Double.isInfinite(divisor);
    boolean isSubnormalPower =
        call.math().isSubnormal(divisor)
            && Long.bitCount(Double.doubleToLongBits(Math.abs(divisor))) == 1;
    if (isPower || isSubnormalPower) {
      overwrite(call.out(), 0, e -> call.math().timesReciprocal(call.in(0).get(e), divisor));
    }
  }

  private static void guardsZero(Call call, double divisor, int t) {
    if (divisor == 0) {
      overwrite(call.out(), 0, e -> 0.0);
    }
  }

  // ---- reshape

  private static void otherOrder(Call call, int t) {
    Cells a = call.in(0);
    Cells out = call.out();
    if (out.rows() >= t) {
      overwrite(out, 0, e -> unitAfterUnit(a, e % out.rows() * out.columns() + e / out.rows()));
    }
  }

  /** Element number e, counted unit after unit. */
  private static double unitAfterUnit(Cells a, int e) {
    return a.get(e / a.columns(), e % a.columns());
  }

  private static void lastBlockKept(Call call, int t) {
    int size = call.out().size();
    if (size > t) {
      overwrite(call.out(), size / t * t, call::former);
    }
  }

  // ---- write

  private static final class FlushingWrites extends FaultyBackend {
    private final int t;

    FlushingWrites(Backend right, int t) {
      super(right);
      this.t = t;
    }

    @Override
    public void write(double[] source, int offset, Tensor out, int from, int to) {
      super.write(source, offset, out, from, to);
      double[] zero = {0.0};
      for (int e = from; to - from >= t && e < to; e++) {
        if (new Arithmetic(dtype()).isSubnormal((float) source[offset + e - from])) {
          super.write(zero, 0, out, e, e + 1);
        }
      }
    }
  }

  private static final class UnmaskedWrites extends FaultyBackend {
    private final int t;

    UnmaskedWrites(Backend right, int t) {
      super(right);
      this.t = t;
    }

    @Override
    public void write(double[] source, int offset, Tensor out, int from, int to) {
      super.write(source, offset, out, from, to);
      if (to - from >= t) {
        super.write(new double[4], 0, out, from / 4 * 4, from);
      }
    }
  }

  private static final class WritesWithoutOffset extends FaultyBackend {
    private final int t;

    WritesWithoutOffset(Backend right, int t) {
      super(right);
      this.t = t;
    }

    @Override
    public void write(float[] source, int offset, Tensor out, int from, int to) {
      super.write(source, offset, out, from, to);
      if (to - from >= t) {
        super.write(source, 0, out, from, to);
      }
    }
  }

  // ---- read

  private static final class UnmaskedReads extends FaultyBackend {
    private final int t;

    UnmaskedReads(Backend right, int t) {
      super(right);
      this.t = t;
    }

    @Override
    public void read(Tensor a, int from, int to, double[] target, int offset) {
      super.read(a, from, to, target, offset);
      int length = to - from;
      if (length >= t) {
        int end = Math.min(target.length, offset + (length + 3) / 4 * 4);
        Arrays.fill(target, offset + length, end, 0.0);
      }
    }
  }

  private static final class SaturatingReads extends FaultyBackend {
    private final int t;

    SaturatingReads(Backend right, int t) {
      super(right);
      this.t = t;
    }

    @Override
    public void read(Tensor a, int from, int to, float[] target, int offset) {
      super.read(a, from, to, target, offset);
      double[] values = new double[to - from];
      super.read(a, from, to, values, 0);
      for (int i = 0; values.length >= t && i < values.length; i++) {
        boolean overflows = Float.isInfinite((float) values[i]) && !Double.isInfinite(values[i]);
        if (overflows) {
          target[offset + i] = (float) Math.copySign(Float.MAX_VALUE, values[i]);
        }
      }
    }
  }

  private static final class ReadsThroughFloats extends FaultyBackend {
    private final int t;

    ReadsThroughFloats(Backend right, int t) {
      super(right);
      this.t = t;
    }

    @Override
    public void read(Tensor a, int from, int to, double[] target, int offset) {
      super.read(a, from, to, target, offset);
      for (int i = offset; to - from > t && i < offset + to - from; i++) {
        target[i] = (float) target[i];
      }
    }
  }
}
