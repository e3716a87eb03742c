package nn.core;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveProvider;
import nn.core.array.Rows;

/** Tensors as matrices of numbers, as they stand on paper. */
public final class Matrices {

  private Matrices() {}

  /** The reference backend, on one thread. */
  public static Backend naive(DType dtype) {
    return new NaiveProvider().open(new BackendOptions(dtype, 1));
  }

  /** A tensor with these rows. */
  public static Tensor of(Workspace workspace, double[]... rows) {
    Tensor tensor = workspace.tensor(rows.length, rows[0].length);
    workspace.backend().write(Rows.transpose(Rows.flat("rows", rows), rows.length), tensor);
    return tensor;
  }

  /** A tensor of one row. */
  public static Tensor row(Workspace workspace, double... values) {
    return of(workspace, values);
  }

  /** A tensor's rows. */
  public static double[][] rows(Tensor tensor) {
    double[] columns = new double[tensor.shape().size()];
    tensor.backend().read(tensor, columns);
    return Rows.split(Rows.transpose(columns, tensor.shape().columns()), tensor.shape().columns());
  }

  /** The values of a tensor of one row. */
  public static double[] row(Tensor tensor) {
    return rows(tensor)[0];
  }
}
