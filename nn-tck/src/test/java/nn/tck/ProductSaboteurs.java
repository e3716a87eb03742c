package nn.tck;

import static nn.tck.Saboteur.DOUBLES;
import static nn.tck.Saboteur.in;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import nn.api.AliasException;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;
import nn.tck.reference.Form;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;

/** Faults in the three products. */
final class ProductSaboteurs {

  /** All that multiply. */
  static final Set<String> PRODUCTS =
      Set.of(
          "matmul",
          "matmulTransA",
          "matmulTransB",
          "dense",
          "denseInputGradient",
          "denseParameterGradients");

  private ProductSaboteurs() {}

  /** A dot product of its own. */
  interface Dot {
    double of(double[] x, double[] y);
  }

  /** A product of its own, given the right result. */
  interface Product {
    double at(Matrix a, Matrix b, Matrix right, Matrix before, int i, int j);
  }

  static Saboteur dot(Form form, int rule, String fault, Dot dot) {
    return product(
        form,
        rule,
        fault,
        (a, b, right, before, i, j) -> dot.of(form.left(a, i), form.right(b, j)));
  }

  static Saboteur product(Form form, int rule, String fault, Product product) {
    return in(form.kernel, rule, fault, backend -> new FaultyProduct(backend, form, product));
  }

  private static final class FaultyProduct extends WrappedBackend {
    private final Form form;
    private final Product product;

    FaultyProduct(Backend backend, Form form, Product product) {
      super(backend);
      this.form = form;
      this.product = product;
    }

    private void compute(Form called, Tensor a, Tensor b, Tensor out) {
      if (called != form) {
        called.run(delegate(), a, b, out);
        return;
      }
      Matrix before = new Matrix(new Shape(1, 1), new double[1]);
      try {
        before = get(out);
      } catch (RuntimeException refusedBelow) {
        // the product says so
      }
      form.run(delegate(), a, b, out);
      Matrix left = get(a);
      Matrix right = get(b);
      Matrix result = get(out);
      Matrix former = before;
      put(out, (i, j) -> product.at(left, right, result, former, i, j));
    }

    @Override
    public void matmul(Tensor a, Tensor b, Tensor out) {
      compute(Form.PLAIN, a, b, out);
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      compute(Form.TRANS_A, a, b, out);
    }

    @Override
    public void matmulTransB(Tensor a, Tensor b, Tensor out) {
      compute(Form.TRANS_B, a, b, out);
    }
  }

  /** All three products computed by one dot product, under the name of a tier. */
  static TestProvider claiming(BackendProvider delegate, Tier claim, Dot dot) {
    return new TestProvider(
        delegate,
        DOUBLES,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public Tier tier() {
                return claim;
              }

              private void compute(Form form, Tensor a, Tensor b, Tensor out) {
                form.run(delegate(), a, b, out);
                Matrix left = get(a);
                Matrix right = get(b);
                put(out, (i, j) -> dot.of(form.left(left, i), form.right(right, j)));
              }

              @Override
              public void matmul(Tensor a, Tensor b, Tensor out) {
                compute(Form.PLAIN, a, b, out);
              }

              @Override
              public void matmulTransA(Tensor a, Tensor b, Tensor out) {
                compute(Form.TRANS_A, a, b, out);
              }

              @Override
              public void matmulTransB(Tensor a, Tensor b, Tensor out) {
                compute(Form.TRANS_B, a, b, out);
              }
            }) {
      @Override
      public Tier tier(DType dtype) {
        return claim;
      }

      @Override
      public int priority() {
        return claim == Tier.EXACT_SEPARATE ? super.priority() : 0;
      }
    };
  }

  /** A correct backend that promises a bound only: it sums in halves, from the last k. */
  static BackendProvider honestlyBounded() {
    return claiming(new NaiveProvider(), Tier.BOUNDED, ProductSaboteurs::inHalves);
  }

  static double inHalves(double[] x, double[] y) {
    return backwards(x, y, x.length / 2, x.length) + backwards(x, y, 0, x.length / 2);
  }

  private static double backwards(double[] x, double[] y, int from, int to) {
    double sum = -0.0;
    for (int k = to - 1; k >= from; k--) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  static double inFloats(double[] x, double[] y) {
    float sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += (float) (x[k] * y[k]);
    }
    return sum;
  }

  private static double skippingZerosOfA(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] == 0 ? 0 : x[k] * y[k];
    }
    return sum;
  }

  private static double skippingZerosOfB(double[] x, double[] y) {
    return skippingZerosOfA(y, x);
  }

  private static double fromTheFirstProduct(double[] x, double[] y) {
    double sum = x[0] * y[0];
    for (int k = 1; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static double flushed(double[] x, double[] y) {
    double sum = Oracle.separate(DType.FLOAT64, x, y);
    return Math.abs(sum) < Double.MIN_NORMAL ? 0 : sum;
  }

  static List<Saboteur> all() {
    Random random = new Random(1);
    return List.of(
        product(
            Form.PLAIN,
            301,
            "wrong in the last row where m is 65",
            (a, b, right, before, i, j) ->
                i == 64 && a.rows() == 65 ? right.get(i, j) + 1 : right.get(i, j)),
        product(
            Form.PLAIN,
            302,
            "adds to its destination",
            (a, b, right, before, i, j) -> right.get(i, j) + before.get(i, j)),
        product(
            Form.TRANS_A,
            303,
            "wrong where k is one",
            (a, b, right, before, i, j) -> a.rows() == 1 ? 0 : right.get(i, j)),
        product(
            Form.TRANS_B,
            304,
            "always zero for 1×1",
            (a, b, right, before, i, j) ->
                a.shape().size() * b.shape().size() == 1 ? 0 : right.get(i, j)),
        dot(Form.PLAIN, 305, "accumulates in float", ProductSaboteurs::inFloats),
        dot(
            Form.TRANS_A,
            305,
            "sums from the last k",
            (x, y) -> 0.0 + backwards(x, y, 0, x.length)),
        dot(Form.TRANS_B, 305, "splits k", (x, y) -> 0.0 + inHalves(x, y)),
        new Saboteur(
            "products: fused where separate is claimed",
            305,
            PRODUCTS,
            claiming(
                new NaiveFmaProvider(),
                Tier.EXACT_SEPARATE,
                (x, y) -> Oracle.fused(DType.FLOAT64, x, y))),
        new Saboteur(
            "products: separate where fused is claimed",
            306,
            PRODUCTS,
            claiming(
                new NaiveProvider(),
                Tier.EXACT_FUSED,
                (x, y) -> Oracle.separate(DType.FLOAT64, x, y))),
        new Saboteur(
            "products: float accuracy where a bound is claimed",
            307,
            PRODUCTS,
            claiming(new NaiveProvider(), Tier.BOUNDED, ProductSaboteurs::inFloats)),
        new Saboteur(
            "products: off by a little more than the bound",
            307,
            PRODUCTS,
            claiming(
                new NaiveProvider(),
                Tier.BOUNDED,
                (x, y) -> Oracle.separate(DType.FLOAT64, x, y) * (1 + 0x1p-44))),
        overwriting("a"),
        overwriting("b"),
        in(
            "matmul",
            309,
            "refuses one tensor as both operands",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void matmul(Tensor a, Tensor b, Tensor out) {
                    super.matmul(a, b, out);
                    if (a.equals(b)) {
                      throw new AliasException("matmul: b must not be a: " + a.shape());
                    }
                  }
                }),
        dot(Form.PLAIN, 702, "zero in a times NaN is zero", ProductSaboteurs::skippingZerosOfA),
        dot(Form.TRANS_A, 702, "zero in b times NaN is zero", ProductSaboteurs::skippingZerosOfB),
        dot(Form.TRANS_B, 703, "zero in a times ∞ is zero", ProductSaboteurs::skippingZerosOfA),
        dot(Form.PLAIN, 703, "zero in b times ∞ is zero", ProductSaboteurs::skippingZerosOfB),
        dot(Form.TRANS_A, 704, "flushes subnormal numbers", ProductSaboteurs::flushed),
        dot(
            Form.PLAIN,
            706,
            "starts from the first product",
            ProductSaboteurs::fromTheFirstProduct),
        product(
            Form.TRANS_B,
            715,
            "makes NaN of infinities that meet a NaN's record",
            (a, b, right, before, i, j) ->
                Double.isInfinite(right.get(i, j)) && Double.isNaN(right.get(0, j))
                    ? Double.NaN
                    : right.get(i, j)),
        in(
            "matmul",
            801,
            "splits k over its threads",
            backend ->
                backend.threads() == 1
                    ? new WrappedBackend(backend)
                    : new FaultyProduct(
                        backend,
                        Form.PLAIN,
                        (a, b, right, before, i, j) ->
                            0.0 + inHalves(Form.PLAIN.left(a, i), Form.PLAIN.right(b, j)))),
        product(
            Form.PLAIN,
            802,
            "takes another order each time",
            (a, b, right, before, i, j) ->
                random.nextBoolean()
                    ? right.get(i, j)
                    : 0.0 + inHalves(Form.PLAIN.left(a, i), Form.PLAIN.right(b, j))),
        racy(),
        in(
            "matmul",
            808,
            "loses an interrupt",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void matmul(Tensor a, Tensor b, Tensor out) {
                    super.matmul(a, b, out);
                    Thread.interrupted();
                  }
                }));
  }

  private static Saboteur overwriting(String operand) {
    return in(
        "matmulTransB",
        308,
        "packs in place into " + operand,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void matmulTransB(Tensor a, Tensor b, Tensor out) {
                super.matmulTransB(a, b, out);
                Tensor packed = operand.equals("a") ? a : b;
                Matrix values = get(packed);
                values.values()[0] = 0.25;
                put(values, packed);
              }
            });
  }

  /** All products copy their operands to one buffer. */
  private static Saboteur racy() {
    return new Saboteur(
        "products: share a scratch buffer between callers",
        803,
        PRODUCTS,
        new TestProvider(
            DOUBLES,
            backend ->
                new WrappedBackend(backend) {
                  private double[] scratch = {};

                  private void compute(Form form, Tensor a, Tensor b, Tensor out) {
                    form.run(delegate(), a, b, out);
                    double[] values = get(out).values();
                    scratch = values;
                    LockSupport.parkNanos(100_000); // another caller's turn, if there is one
                    double[] shared = scratch;
                    put(
                        out,
                        (i, j) -> {
                          int at = j * out.shape().rows() + i;
                          return at < shared.length ? shared[at] : 0;
                        });
                  }

                  @Override
                  public void matmul(Tensor a, Tensor b, Tensor out) {
                    compute(Form.PLAIN, a, b, out);
                  }

                  @Override
                  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
                    compute(Form.TRANS_A, a, b, out);
                  }

                  @Override
                  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
                    compute(Form.TRANS_B, a, b, out);
                  }
                }));
  }
}
