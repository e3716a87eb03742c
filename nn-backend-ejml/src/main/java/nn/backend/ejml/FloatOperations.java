package nn.backend.ejml;

import nn.api.heap.HeapTensor;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_FDRM;

/** {@link Operations} in FLOAT32. */
final class FloatOperations implements Operations<FMatrixRMaj> {

  @Override
  public FMatrixRMaj transposedView(HeapTensor tensor) {
    return FMatrixRMaj.wrap(tensor.shape().columns(), tensor.shape().rows(), tensor.floats());
  }

  @Override
  public FMatrixRMaj scratch() {
    return new FMatrixRMaj(0, 0);
  }

  @Override
  public void transpose(FMatrixRMaj a, FMatrixRMaj out) {
    CommonOps_FDRM.transpose(a, out);
  }

  @Override
  public void multReorder(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj out) {
    MatrixMatrixMult_FDRM.mult_reorder(a, b, out);
  }

  @Override
  public void multAux(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj out, FMatrixRMaj column) {
    column.reshape(b.numRows, 1);
    MatrixMatrixMult_FDRM.mult_aux(a, b, out, column.data);
  }

  @Override
  public void multShared(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj out) {
    CommonOps_MT_FDRM.mult(a, b, out);
  }

  @Override
  public void multTransA(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj out) {
    CommonOps_FDRM.multTransA(a, b, out);
  }

  @Override
  public void multTransAShared(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj out) {
    CommonOps_MT_FDRM.multTransA(a, b, out);
  }

  @Override
  public void multTransB(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj out) {
    CommonOps_FDRM.multTransB(a, b, out);
  }

  @Override
  public void multTransBShared(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj out) {
    CommonOps_MT_FDRM.multTransB(a, b, out);
  }

  @Override
  public void clearSignsOfZeros(FMatrixRMaj matrix) {
    float[] values = matrix.data;
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.0f;
    }
  }
}
