package nn.tck;

import static nn.tck.Saboteur.accepting;
import static nn.tck.Saboteur.in;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import nn.api.AliasException;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.ElementwiseLoop;
import nn.api.ForeignTensorException;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/** Backends that take what they must refuse, write before they refuse, or close wrongly. */
final class RejectionSaboteurs {

  private static final String[] KERNELS = {
    "write",
    "writeFloats",
    "read",
    "readFloats",
    "matmul",
    "matmulTransA",
    "matmulTransB",
    "apply",
    "combine",
    "sumOverRecords",
    "sumOverUnits",
    "maxOverUnits",
    "fill",
    "copy",
    "softmax",
    "softmaxGradient",
    "dense",
    "denseInputGradient",
    "denseParameterGradients"
  };

  private RejectionSaboteurs() {}

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    Object[][] refusals = {
      {601, "null", NullPointerException.class},
      {602, "a foreign tensor", ForeignTensorException.class},
      {614, "a tensor of a closed workspace", ClosedException.class},
    };
    // each kind of check in a third of the kernels, so that every kernel is met once
    for (int k = 0; k < KERNELS.length; k++) {
      Object[] refusal = refusals[k % refusals.length];
      all.add(accepting(KERNELS[k], (int) refusal[0], (String) refusal[1], type(refusal[2])));
    }
    all.add(accepting("read", 209, "a wrong range", IndexOutOfBoundsException.class));
    all.add(accepting("writeFloats", 209, "a wrong range", IndexOutOfBoundsException.class));
    all.add(accepting("matmul", 603, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("matmulTransB", 603, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("softmax", 604, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("apply", 604, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("combine", 605, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("sumOverUnits", 606, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("apply", 608, "a wrong count", IllegalArgumentException.class));
    all.add(accepting("matmulTransA", 610, "an alias", AliasException.class));
    all.add(accepting("sumOverRecords", 611, "an alias", AliasException.class));
    all.add(accepting("softmaxGradient", 612, "an alias", AliasException.class));
    all.add(accepting("apply", 613, "an alias", AliasException.class));
    all.add(accepting("matmul", 615, "use after close", ClosedException.class));
    all.add(accepting("dense", 620, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("dense", 621, "an alias", AliasException.class));
    all.add(accepting("dense", 622, "another loop", IllegalArgumentException.class));
    all.add(accepting("denseInputGradient", 620, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("denseInputGradient", 621, "an alias", AliasException.class));
    all.add(accepting("denseInputGradient", 622, "another loop", IllegalArgumentException.class));
    all.add(
        accepting("denseParameterGradients", 620, "wrong shapes", ShapeMismatchException.class));
    all.add(accepting("denseParameterGradients", 621, "an alias", AliasException.class));
    all.add(fewScalars());
    all.add(vague());
    all.add(partial("combine"));
    all.add(partial("matmul"));
    all.add(partial("dense"));
    all.add(partial("denseInputGradient"));
    all.add(partial("denseParameterGradients"));
    all.add(partial("softmaxGradient"));
    all.add(
        in(
            "close",
            617,
            "leaves an ended backend open",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void close() {
                    // waits for the garbage collector
                  }
                }));
    all.add(
        in(
            "close",
            804,
            "refuses a second close",
            backend ->
                new WrappedBackend(backend) {
                  private boolean closed;

                  @Override
                  public void close() {
                    if (closed) {
                      throw new ClosedException("close: the backend is closed");
                    }
                    closed = true;
                    super.close();
                  }
                }));
    all.add(
        in(
            "close",
            805,
            "a workspace's close ends the others",
            backend ->
                new WrappedBackend(backend) {
                  private final List<Workspace> opened = new ArrayList<>();

                  @Override
                  public Workspace workspace() {
                    Workspace workspace = super.workspace();
                    opened.add(workspace);
                    return workspace;
                  }

                  @Override
                  void close(Workspace workspace) {
                    super.close(workspace);
                    List<Workspace> others = List.copyOf(opened);
                    opened.clear();
                    others.forEach(Workspace::close);
                  }
                }));
    all.add(
        new Saboteur(
            "close: ends every backend of the provider",
            806,
            Set.of("close"),
            new TestProvider(
                Saboteur.DOUBLES,
                new UnaryOperator<Backend>() {
                  private final List<Backend> opened = new ArrayList<>();

                  @Override
                  public Backend apply(Backend backend) {
                    opened.add(backend);
                    return new WrappedBackend(backend) {
                      @Override
                      public void close() {
                        opened.forEach(Backend::close);
                      }
                    };
                  }
                })));
    all.add(in("matmul", 619, "a refusal ends all further work", Offended::new));
    all.add(
        in(
            "apply",
            809,
            "loses its operands when its backend is closed",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  void call(String kernel, @Nullable Tensor out, Runnable work) {
                    try {
                      super.call(kernel, out, work);
                    } catch (ClosedException closed) {
                      if (kernel.equals("apply")) {
                        throw new NullPointerException("values");
                      }
                      throw closed;
                    }
                  }
                }));
    return all;
  }

  private static Class<? extends RuntimeException> type(Object type) {
    return ((Class<?>) type).asSubclass(RuntimeException.class);
  }

  private static Saboteur fewScalars() {
    return in(
        "apply",
        609,
        "takes missing scalars as zero",
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                super.apply(
                    loop,
                    scalars.length < loop.scalars() ? new double[loop.scalars()] : scalars,
                    operands);
              }
            });
  }

  private static Saboteur vague() {
    return in(
        "matmulTransA",
        607,
        "does not say which shapes",
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void matmulTransA(Tensor a, Tensor b, Tensor out) {
                try {
                  super.matmulTransA(a, b, out);
                } catch (ShapeMismatchException refused) {
                  throw new ShapeMismatchException("matmulTransA: shapes do not fit");
                }
              }
            });
  }

  /** Clears its destination before it checks anything. */
  private static Saboteur partial(String kernel) {
    return in(
        kernel,
        618,
        "writes before it refuses",
        backend ->
            new WrappedBackend(backend) {
              @Override
              void call(String called, @Nullable Tensor out, Runnable work) {
                try {
                  super.call(called, out, work);
                } catch (RuntimeException refused) {
                  if (called.equals(kernel) && out != null) {
                    clear(out);
                  }
                  throw refused;
                }
              }

              private void clear(Tensor out) {
                try {
                  put(out, (i, j) -> 0.5);
                } catch (ClosedException | ForeignTensorException elsewhere) {
                  // not ours to clear
                }
              }
            });
  }

  /** Does nothing any more once matmul has refused its operands. */
  private static final class Offended extends WrappedBackend {
    private boolean refused;

    Offended(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      if (refused) {
        return;
      }
      try {
        super.call(kernel, out, work);
      } catch (RuntimeException refusal) {
        refused = kernel.equals("matmul");
        throw refusal;
      }
    }
  }
}
