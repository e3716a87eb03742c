package nn.tck;

import static nn.tck.Saboteur.in;

import java.util.Arrays;
import java.util.List;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;
import nn.backend.naive.NaiveProvider;
import nn.tck.reference.Form;
import nn.tck.reference.Oracle;

/** Faults that a whole training run brings to light. */
final class TrainingSaboteurs {

  private TrainingSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        in(
            "dense",
            1401,
            "changes a bit at its 3,000th call",
            backend ->
                new WrappedBackend(backend) {
                  private int calls;

                  @Override
                  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                    super.dense(w, x, b, f, out);
                    if (++calls == 3000) {
                      put(out, (i, j) -> Math.nextUp(get(out).get(i, j)));
                    }
                  }
                }),
        ProductSaboteurs.product(
            Form.PLAIN,
            1402,
            "takes another order for more than 300 records",
            (a, b, right, before, i, j) ->
                right.columns() > 300
                    ? 0.0 + ProductSaboteurs.inHalves(Form.PLAIN.left(a, i), Form.PLAIN.right(b, j))
                    : right.get(i, j)),
        ProductSaboteurs.dot(
            Form.PLAIN,
            1403,
            "drops the last number where ReLU has left many zeros",
            (x, y) -> Oracle.separate(DType.FLOAT64, x, withoutLast(y))),
        new Saboteur(
            "products: float accuracy over a whole run",
            1404,
            ProductSaboteurs.PRODUCTS,
            ProductSaboteurs.claiming(
                new NaiveProvider(), Tier.BOUNDED, ProductSaboteurs::inFloats)));
  }

  private static double[] withoutLast(double[] y) {
    long zeros = Arrays.stream(y).filter(value -> value == 0).count();
    if (zeros <= y.length / 3) {
      return y;
    }
    double[] changed = y.clone();
    changed[y.length - 1] = 0;
    return changed;
  }
}
