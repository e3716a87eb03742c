package nn.tck.model;

import static nn.tck.model.Operand.read;
import static nn.tck.model.Operand.updated;
import static nn.tck.model.Operand.written;

import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Bounds;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;

/**
 * Reading and writing, whole and in part. What is read goes into a second tensor by a write of the
 * whole, since a kernel of the model ends in a tensor.
 */
final class TransferForms {
  private static final List<String> EXTENTS = List.of("rows", "columns");

  /** What an array holds where nothing is to be read to. */
  private static final double KEPT = 4242.0;

  /** What the caller does with its array once a write has returned, which no tensor may see. */
  private static final double LATER = 2424.0;

  private TransferForms() {}

  static List<KernelModel> all() {
    return List.of(
        KernelModel.of("write", EXTENTS, List.of(writeWhole(), write(false), write(true))),
        KernelModel.of("read", EXTENTS, List.of(readWhole(), reading(false), reading(true))));
  }

  /** A range of a tensor, and where it begins in an array that is longer. */
  private record Range(int from, int to, int offset, int length) {

    /** One time in four everything, else any part, which may be empty; many end close to an end. */
    static Range draw(int size, Generator random) {
      boolean all = random.below(4) == 0;
      int one = all ? 0 : end(size, random);
      int other = all ? size : end(size, random);
      int from = Math.min(one, other);
      int to = Math.max(one, other);
      int offset = slack(random);
      return new Range(from, to, offset, offset + to - from + slack(random));
    }

    private static int end(int size, Generator random) {
      int close = Math.min(size, random.below(4));
      return switch (random.below(4)) {
        case 0 -> close;
        case 1 -> size - close;
        default -> random.below(size + 1);
      };
    }

    /** Places of an array that are not used: none, some, or many. */
    static int slack(Generator random) {
      return random.below(random.pick(1, 9, 9, 400));
    }
  }

  private static int size(KernelForm.Setting setting) {
    return setting.extents()[0] * setting.extents()[1];
  }

  private static double[] array(KernelForm.Setting setting, int length) {
    return length == 0
        ? new double[0]
        : setting.data().draw(new Shape(1, length), setting.dtype(), setting.random());
  }

  private static KernelForm writeWhole() {
    return KernelForm.of(
        "write all doubles",
        e -> List.of(written(0, "out", e[0], e[1])),
        setting -> {
          double[] source = array(setting, size(setting) + Range.slack(setting.random()));
          return Invocation.of(
              (backend, t) -> {
                double[] given = source.clone();
                backend.write(given, t[0]);
                Unchanged.array("write: the source", source, given);
                Arrays.fill(given, LATER);
              },
              (dtype, tier, m) -> {
                Matrix expected = Matrix.filled(m[0].shape(), 0.0);
                for (int at = 0; at < expected.values().length; at++) {
                  expected.values()[at] = dtype.round(source[at]);
                }
                return Bounds.exactly(expected);
              });
        });
  }

  private static KernelForm write(boolean asFloats) {
    return KernelForm.of(
        "write " + (asFloats ? "floats" : "doubles"),
        e -> List.of(updated(0, "out", e[0], e[1])),
        setting -> {
          Range r = Range.draw(size(setting), setting.random());
          double[] source = array(setting, r.length);
          return Invocation.of(
              (backend, t) -> {
                if (asFloats) {
                  float[] given = floats(source);
                  backend.write(given, r.offset, t[0], r.from, r.to);
                  Arrays.fill(given, (float) LATER);
                } else {
                  double[] given = source.clone();
                  backend.write(given, r.offset, t[0], r.from, r.to);
                  Unchanged.array("write: the source", source, given);
                  Arrays.fill(given, LATER);
                }
              },
              (dtype, tier, m) -> {
                Matrix expected = new Matrix(m[0].shape(), m[0].values().clone());
                for (int at = r.from; at < r.to; at++) {
                  double value = source[r.offset + at - r.from];
                  expected.values()[at] = dtype.round(asFloats ? (float) value : value);
                }
                return Bounds.exactly(expected);
              });
        });
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int at = 0; at < floats.length; at++) {
      floats[at] = (float) values[at];
    }
    return floats;
  }

  private static KernelForm readWhole() {
    return KernelForm.of(
        "read all doubles",
        e -> List.of(read(0, "a", e[0], e[1]), written(1, "out", 1, e[0] * e[1])),
        setting ->
            Invocation.of(
                (backend, t) -> {
                  double[] target = new double[size(setting)];
                  backend.read(t[0], target);
                  backend.write(target, t[1]);
                },
                (dtype, tier, m) -> Bounds.exactly(new Matrix(m[1].shape(), m[0].values()))));
  }

  /** The array that is read to is as long as the tensor and ten more. */
  private static KernelForm reading(boolean asFloats) {
    return KernelForm.of(
        "read " + (asFloats ? "floats" : "doubles"),
        e -> List.of(read(0, "a", e[0], e[1]), written(1, "out", 1, e[0] * e[1] + 400)),
        setting -> {
          Range r = Range.draw(size(setting), setting.random());
          return Invocation.of(
              (backend, t) -> {
                if (asFloats) {
                  readFloats(backend, t, r);
                } else {
                  double[] target = new double[t[1].shape().size()];
                  Arrays.fill(target, KEPT);
                  backend.read(t[0], r.from, r.to, target, r.offset);
                  backend.write(target, t[1]);
                }
              },
              (dtype, tier, m) -> Bounds.exactly(expected(m, r, asFloats)));
        });
  }

  private static void readFloats(Backend backend, Tensor[] t, Range r) {
    float[] target = new float[t[1].shape().size()];
    Arrays.fill(target, (float) KEPT);
    backend.read(t[0], r.from, r.to, target, r.offset);
    backend.write(target, 0, t[1], 0, target.length);
  }

  private static Matrix expected(Matrix[] m, Range r, boolean asFloats) {
    Matrix expected = Matrix.filled(m[1].shape(), KEPT);
    for (int at = r.from; at < r.to; at++) {
      double value = m[0].values()[at];
      expected.values()[r.offset + at - r.from] = asFloats ? (float) value : value;
    }
    return expected;
  }
}
