package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Faults that only large operands show, one in each kernel. */
final class KernelModelSaboteurs {

  /** Other chapters draw fewer numbers than this in every kernel. */
  private static final int MANY = 70_000;

  private KernelModelSaboteurs() {}

  private static final List<String> KERNELS =
      List.of(
          "writeWhole",
          "read",
          "matmul",
          "matmulTransA",
          "matmulTransB",
          "dense",
          "denseInputGradient",
          "denseParameterGradients",
          "apply",
          "fill",
          "copy",
          "divideBy",
          "combine",
          "sumOverRecords",
          "sumOverUnits",
          "maxOverUnits",
          "softmax",
          "softmaxGradient",
          "gather",
          "scatterAdd",
          "gatherRecords",
          "scatterAddRecords",
          "reshape");

  static List<Saboteur> all() {
    List<Saboteur> all = new ArrayList<>();
    for (int number = 0; number < KERNELS.size(); number++) {
      String kernel = KERNELS.get(number);
      int rule = 1801 + number;
      all.add(
          kernel.equals("read")
              ? Saboteur.in(kernel, rule, "loses the last of many numbers", LossyRead::new)
              : Saboteur.in(
                  kernel,
                  rule,
                  "leaves the last of many numbers out",
                  backend -> new LossyKernel(backend, kernel)));
    }
    all.add(
        ProductSaboteurs.product(
            nn.tck.reference.Form.TRANS_A,
            1824,
            "leaves out the last factor of a large product",
            (a, b, right, before, i, j) ->
                (long) right.rows() * right.columns() * a.rows() > 1 << 25
                    ? right.get(i, j) - a.get(a.rows() - 1, i) * b.get(b.rows() - 1, j)
                    : right.get(i, j)));
    return all;
  }

  /** A sum or a maximum has as many results as it has long operands to be wrong with. */
  private static int most(String kernel) {
    return kernel.contains("Over") ? 1_000 : MANY;
  }

  private static final class LossyKernel extends WrappedBackend {
    private final String kernel;

    LossyKernel(Backend backend, String kernel) {
      super(backend);
      this.kernel = kernel;
    }

    @Override
    void call(String called, @Nullable Tensor out, Runnable work) {
      if (!called.equals(kernel) || out == null || out.shape().size() < most(kernel)) {
        super.call(called, out, work);
        return;
      }
      int last = out.shape().size() - 1;
      double[] before = new double[1];
      delegate().read(out, last, last + 1, before, 0);
      super.call(called, out, work);
      delegate().write(before, 0, out, last, last + 1);
    }
  }

  private static final class LossyRead extends WrappedBackend {
    LossyRead(Backend backend) {
      super(backend);
    }

    @Override
    public void read(Tensor a, int from, int to, double[] target, int offset) {
      super.read(a, from, to, target, offset);
      if (to - from > MANY) {
        target[offset + to - from - 1] = 0.0;
      }
    }
  }
}
