package nn.tck;

import static nn.tck.Saboteur.DOUBLES;
import static nn.tck.Saboteur.FLOATS;
import static nn.tck.Saboteur.in;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** Faults in allocation and transfer. */
final class TransferSaboteurs {

  private TransferSaboteurs() {}

  static final String MINUS_ZERO = "loses the sign of -0.0";

  static List<Saboteur> all() {
    return List.of(
        in(
            "tensor",
            101,
            "swaps rows and columns",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  Tensor tensor(Workspace workspace, Shape shape) {
                    return super.tensor(workspace, new Shape(shape.columns(), shape.rows()));
                  }
                }),
        in(
            "tensor",
            102,
            "says another number type",
            backend ->
                WrappedTensors.around(
                    backend,
                    (tensor, wrapper) -> new WrappedTensors.Lie(tensor, DType.FLOAT32, wrapper))),
        in(
            "tensor",
            105,
            "names a backend that refuses it",
            backend ->
                WrappedTensors.around(
                    backend,
                    (tensor, wrapper) ->
                        new WrappedTensors.Lie(tensor, tensor.dtype(), tensor.backend()))),
        in(
            "tensorOfInts",
            106,
            "takes 1 for what is below",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  Tensor tensor(Workspace workspace, int rows, int columns) {
                    return super.tensor(workspace, Math.max(1, rows), Math.max(1, columns));
                  }
                }),
        in("write", 208, "copies when the next kernel is called", LateWrites::new),
        in(
            "writeWhole",
            210,
            "leaves the last element out",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void write(double[] source, Tensor out) {
                    write(source, 0, out, 0, out.shape().size() - 1);
                  }
                }),
        in(
            "readWhole",
            210,
            "clears the rest of the array",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void read(Tensor a, double[] target) {
                    super.read(a, target);
                    Arrays.fill(target, a.shape().size(), target.length, 0);
                  }
                }),
        in(
            "tensor",
            103,
            "leaves ones in new memory",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  Tensor tensor(Workspace workspace, Shape shape) {
                    Tensor tensor = super.tensor(workspace, shape);
                    put(tensor, (i, j) -> 1);
                    return tensor;
                  }
                }),
        in(
            "tensor",
            104,
            "hands out one tensor for each shape",
            backend ->
                new WrappedBackend(backend) {
                  private final Workspace pool = backend.workspace();
                  private final Map<Shape, Tensor> cache = new HashMap<>();

                  @Override
                  Tensor tensor(Workspace workspace, Shape shape) {
                    return cache.computeIfAbsent(shape, pool::tensor);
                  }
                }),
        in("combine", 107, "stores one element more than its destination has", PastTheEnd::new),
        in(
            "tensor",
            616,
            "still allocates when its workspace is closed",
            backend ->
                new WrappedBackend(backend) {
                  private final Workspace pool = backend.workspace();

                  @Override
                  Tensor tensor(Workspace workspace, Shape shape) {
                    return super.tensor(pool, shape);
                  }
                }),
        new Saboteur(
            "write, read: row after row",
            202,
            Set.of("write", "read"),
            new TestProvider(
                DOUBLES,
                backend ->
                    new WrappedBackend(backend) {
                      @Override
                      public void write(double[] source, int offset, Tensor out, int from, int to) {
                        Matrix all = get(out);
                        for (int e = from; e < to; e++) {
                          int columns = all.columns();
                          all.set(e / columns, e % columns, source[offset + e - from]);
                        }
                        put(all, out);
                      }

                      @Override
                      public void read(Tensor a, int from, int to, double[] target, int offset) {
                        Matrix all = get(a);
                        for (int e = from; e < to; e++) {
                          int columns = all.columns();
                          target[offset + e - from] = all.get(e / columns, e % columns);
                        }
                      }
                    })),
        in(
            FLOATS,
            "write",
            203,
            "rounds towards zero",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    double[] down = source.clone();
                    for (int i = 0; i < down.length; i++) {
                      float nearest = (float) down[i];
                      down[i] =
                          Math.abs(nearest) > Math.abs(down[i])
                              ? nearest > 0 ? Math.nextDown(nearest) : Math.nextUp(nearest)
                              : nearest;
                    }
                    super.write(down, offset, out, from, to);
                  }
                }),
        in(
            "write",
            206,
            "starts one element too early",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    int early = from > 0 && offset > 0 ? 1 : 0;
                    super.write(source, offset - early, out, from - early, to);
                  }
                }),
        in(
            "write",
            701,
            "flushes subnormal numbers",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    double[] flushed = source.clone();
                    for (int i = 0; i < flushed.length; i++) {
                      flushed[i] = Math.abs(flushed[i]) < Double.MIN_NORMAL ? 0 : flushed[i];
                    }
                    super.write(flushed, offset, out, from, to);
                  }
                }),
        in(
            "writeFloats",
            204,
            "keeps 16 bits",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void write(float[] source, int offset, Tensor out, int from, int to) {
                    float[] half = source.clone();
                    for (int i = 0; i < half.length; i++) {
                      half[i] = Float.intBitsToFloat(Float.floatToRawIntBits(half[i]) & ~0xffff);
                    }
                    super.write(half, offset, out, from, to);
                  }
                }),
        in(
            "read",
            201,
            "passes through float",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void read(Tensor a, int from, int to, double[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    for (int i = offset; i < offset + to - from; i++) {
                      target[i] = (float) target[i];
                    }
                  }
                }),
        in(
            "write",
            201,
            MINUS_ZERO,
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void write(double[] source, int offset, Tensor out, int from, int to) {
                    double[] sums = Arrays.stream(source).map(value -> value + 0.0).toArray();
                    super.write(sums, offset, out, from, to);
                  }
                }),
        in(
            "read",
            207,
            "ignores the offset",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void read(Tensor a, int from, int to, double[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    System.arraycopy(target, offset, target, 0, to - from);
                  }
                }),
        in(
            "readFloats",
            205,
            "rounds towards zero",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void read(Tensor a, int from, int to, float[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    Matrix exact = get(a);
                    for (int i = from; i < to; i++) {
                      double value = exact.values()[i];
                      float found = target[offset + i - from];
                      if (Math.abs(found) > Math.abs(value)) {
                        target[offset + i - from] = Math.nextAfter(found, 0);
                      }
                    }
                  }
                }));
  }

  /** Its tensors lie one behind the other. */
  private static final class PastTheEnd extends WrappedBackend {
    private final List<Tensor> latest = new ArrayList<>();

    PastTheEnd(Backend backend) {
      super(backend);
    }

    @Override
    Tensor tensor(Workspace workspace, Shape shape) {
      Tensor tensor = super.tensor(workspace, shape);
      latest.add(tensor);
      if (latest.size() > 8) {
        latest.remove(0);
      }
      return tensor;
    }

    @Override
    public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
      super.combine(op, a, b, out);
      int behind = latest.indexOf(out) + 1;
      if (0 < behind && behind < latest.size()) {
        Matrix values = get(latest.get(behind));
        values.values()[0] = 1.0;
        put(values, latest.get(behind));
      }
    }
  }

  /** Keeps the array until it is needed. */
  private static final class LateWrites extends WrappedBackend {
    private Runnable late = () -> {};

    LateWrites(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      Runnable before = late;
      late = () -> {};
      if (!kernel.equals("close")) {
        before.run();
      }
      if (kernel.equals("write")) {
        late = work;
      } else {
        super.call(kernel, out, work);
      }
    }
  }
}
