package nn.tck.reference;

import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;

/** The three products, {@code out [m, n]} each. */
public enum Form {
  PLAIN("matmul") {
    @Override
    public void run(Backend backend, Tensor a, Tensor b, Tensor out) {
      backend.matmul(a, b, out);
    }
  },
  TRANS_A("matmulTransA") {
    @Override
    public void run(Backend backend, Tensor a, Tensor b, Tensor out) {
      backend.matmulTransA(a, b, out);
    }
  },
  TRANS_B("matmulTransB") {
    @Override
    public void run(Backend backend, Tensor a, Tensor b, Tensor out) {
      backend.matmulTransB(a, b, out);
    }
  };

  public final String kernel;

  Form(String kernel) {
    this.kernel = kernel;
  }

  public abstract void run(Backend backend, Tensor a, Tensor b, Tensor out);

  public Shape aShape(int m, int k) {
    return this == TRANS_A ? new Shape(k, m) : new Shape(m, k);
  }

  public Shape bShape(int n, int k) {
    return this == TRANS_B ? new Shape(n, k) : new Shape(k, n);
  }

  public int m(Matrix a) {
    return this == TRANS_A ? a.columns() : a.rows();
  }

  public int n(Matrix b) {
    return this == TRANS_B ? b.rows() : b.columns();
  }

  /** The factors of element {@code [i, ·]} that come from {@code a}, k ascending. */
  public double[] left(Matrix a, int i) {
    double[] factors = new double[this == TRANS_A ? a.rows() : a.columns()];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = this == TRANS_A ? a.get(k, i) : a.get(i, k);
    }
    return factors;
  }

  /** The factors of element {@code [·, j]} that come from {@code b}, k ascending. */
  public double[] right(Matrix b, int j) {
    double[] factors = new double[this == TRANS_B ? b.columns() : b.rows()];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = this == TRANS_B ? b.get(j, k) : b.get(k, j);
    }
    return factors;
  }

  /** {@link #left} of every row. */
  public double[][] lefts(Matrix a) {
    return this == TRANS_A ? a.toColumns() : a.toRows();
  }

  /** {@link #right} of every column. */
  public double[][] rights(Matrix b) {
    return this == TRANS_B ? b.toRows() : b.toColumns();
  }
}
