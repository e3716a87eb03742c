package nn.tck;

import static nn.tck.Saboteur.DOUBLES;
import static nn.tck.Saboteur.in;

import java.util.List;
import java.util.Set;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Tier;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.Matrix;

/** Faults in combine, sums and maxima. */
final class ReductionSaboteurs {

  private ReductionSaboteurs() {}

  /** A value of combine, given both operands, the operation and the right value. */
  private interface Value {
    double at(CombineOperation op, Matrix a, Matrix b, Matrix right, int i, int j);
  }

  private static Saboteur combine(int rule, String fault, Value value) {
    return in(
        "combine",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                Matrix left;
                Matrix right;
                try {
                  left = get(a);
                  right = get(b);
                } catch (RuntimeException refusedBelow) {
                  super.combine(op, a, b, out);
                  return;
                }
                super.combine(op, a, b, out);
                Matrix result = get(out);
                put(out, (i, j) -> value.at(op, left, right, result, i, j));
              }
            });
  }

  /** A reduction of one record or one unit. */
  private interface Reduction {
    double of(double[] x);
  }

  private static Saboteur overRecords(int rule, String fault, Reduction reduction) {
    return in(
        "sumOverRecords",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void sumOverRecords(Tensor a, Tensor out) {
                super.sumOverRecords(a, out);
                Matrix values = get(a);
                put(out, (i, j) -> reduction.of(Form.PLAIN.left(values, i)));
              }
            });
  }

  private static Saboteur overUnits(int rule, String fault, Reduction reduction) {
    return in(
        "sumOverUnits",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void sumOverUnits(Tensor a, Tensor out) {
                super.sumOverUnits(a, out);
                Matrix values = get(a);
                put(out, (i, j) -> reduction.of(Form.PLAIN.right(values, j)));
              }
            });
  }

  private static Saboteur max(int rule, String fault, Reduction reduction) {
    return in(
        "maxOverUnits",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void maxOverUnits(Tensor a, Tensor out) {
                super.maxOverUnits(a, out);
                Matrix values = get(a);
                put(out, (i, j) -> reduction.of(Form.PLAIN.right(values, j)));
              }
            });
  }

  private static double pairwise(double[] x, int from, int to) {
    if (to - from == 1) {
      return 0.0 + x[from];
    }
    int half = (from + to) / 2;
    return pairwise(x, from, half) + pairwise(x, half, to);
  }

  private static double inFloats(double[] x) {
    float sum = 0;
    for (double value : x) {
      sum += (float) value;
    }
    return sum;
  }

  private static double largest(double[] x, double start) {
    double max = start;
    for (double value : x) {
      max = value > max ? value : max;
    }
    return max;
  }

  private static double withoutSigns(double[] x) {
    double max = x[0];
    for (double value : x) {
      max = value > max || Double.isNaN(value) ? value : max;
      if (Double.isNaN(max)) {
        return max;
      }
    }
    return max;
  }

  static List<Saboteur> all() {
    return List.of(
        combine(
            501,
            "divides by multiplying",
            (op, a, b, right, i, j) ->
                op == CombineOperation.DIVIDE && a.shape().equals(b.shape())
                    ? a.get(i, j) * (1 / b.get(i, j))
                    : right.get(i, j)),
        combine(
            502,
            "takes the column's next number in the last record",
            (op, a, b, right, i, j) ->
                b.columns() == 1 && a.columns() > 1 && j == a.columns() - 1 && i + 1 < a.rows()
                    ? Definitions.value(op, DType.FLOAT64, a.get(i, j), b.get(i + 1, 0))
                    : right.get(i, j)),
        combine(
            503,
            "uses a row's first number for every record",
            (op, a, b, right, i, j) ->
                b.rows() == 1 && a.rows() > 1
                    ? Definitions.value(op, DType.FLOAT64, a.get(i, j), b.get(0, 0))
                    : right.get(i, j)),
        in(
            "combine",
            504,
            "copies a to its destination first",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                    super.combine(op, a, b, out);
                    if (out.equals(b) && !a.equals(b)) {
                      delegate().combine(op, out, out, out);
                    }
                  }
                }),
        in(
            "combine",
            505,
            "expands b in place",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                    super.combine(op, a, b, out);
                    if (!b.equals(out)) {
                      put(b, (i, j) -> 1);
                    }
                  }
                }),
        combine(
            705,
            "flushes subnormal numbers",
            (op, a, b, right, i, j) ->
                Math.abs(right.get(i, j)) < Double.MIN_NORMAL ? 0 : right.get(i, j)),
        combine(
            713,
            "guards a division by zero",
            (op, a, b, right, i, j) ->
                op == CombineOperation.DIVIDE && Double.isInfinite(right.get(i, j))
                    ? Math.copySign(Double.MAX_VALUE, right.get(i, j))
                    : right.get(i, j)),
        overRecords(
            511,
            "forgets the last of more than 64 records",
            x -> {
              double sum = 0;
              for (int j = 0; j < (x.length > 64 ? x.length - 1 : x.length); j++) {
                sum += x[j];
              }
              return sum;
            }),
        in(
            "sumOverRecords",
            707,
            "adds to its destination",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void sumOverRecords(Tensor a, Tensor out) {
                    Matrix before;
                    try {
                      before = get(out);
                    } catch (RuntimeException refusedBelow) {
                      super.sumOverRecords(a, out);
                      return;
                    }
                    super.sumOverRecords(a, out);
                    Matrix sums = get(out);
                    put(out, (i, j) -> sums.get(i, j) + before.get(i, j));
                  }
                }),
        overRecords(513, "accumulates in float", ReductionSaboteurs::inFloats),
        overUnits(
            512,
            "starts from the second unit",
            x -> {
              double sum = x.length == 1 ? x[0] : 0;
              for (int i = 1; i < x.length; i++) {
                sum += x[i];
              }
              return sum;
            }),
        overUnits(513, "sums by halves", x -> pairwise(x, 0, x.length)),
        new Saboteur(
            "sumOverUnits: float accuracy where a bound is claimed",
            514,
            Set.of("sumOverUnits"),
            new TestProvider(
                DOUBLES,
                backend ->
                    new WrappedBackend(backend) {
                      @Override
                      public Tier tier() {
                        return Tier.BOUNDED;
                      }

                      @Override
                      public void sumOverUnits(Tensor a, Tensor out) {
                        super.sumOverUnits(a, out);
                        Matrix values = get(a);
                        put(out, (i, j) -> inFloats(Form.PLAIN.right(values, j)));
                      }
                    }) {
              @Override
              public Tier tier(DType dtype) {
                return Tier.BOUNDED;
              }

              @Override
              public int priority() {
                return 0;
              }
            }),
        max(515, "starts from zero", x -> largest(x, 0)),
        max(708, "passes over NaN", x -> largest(x, Double.NEGATIVE_INFINITY)),
        max(709, "takes whichever zero comes first", ReductionSaboteurs::withoutSigns),
        in(
            "maxOverUnits",
            516,
            "reduces in place",
            backend ->
                new WrappedBackend(backend) {
                  @Override
                  public void maxOverUnits(Tensor a, Tensor out) {
                    super.maxOverUnits(a, out);
                    Matrix max = get(out);
                    Matrix values = get(a);
                    put(a, (i, j) -> i == 0 ? max.get(0, j) : values.get(i, j));
                  }
                }));
  }
}
