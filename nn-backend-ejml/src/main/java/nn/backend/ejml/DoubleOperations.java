// GenerateSources writes its twin FloatOperations, with FMatrix for DMatrix and FDRM for DDRM.
package nn.backend.ejml;

import nn.api.heap.HeapTensor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/** {@link Operations} in FLOAT64. */
final class DoubleOperations implements Operations<DMatrixRMaj> {

  @Override
  public DMatrixRMaj transposedView(HeapTensor tensor) {
    return DMatrixRMaj.wrap(tensor.shape().columns(), tensor.shape().rows(), tensor.doubles());
  }

  @Override
  public DMatrixRMaj scratch() {
    return new DMatrixRMaj(0, 0);
  }

  @Override
  public void transpose(DMatrixRMaj a, DMatrixRMaj out) {
    CommonOps_DDRM.transpose(a, out);
  }

  @Override
  public void multReorder(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj out) {
    MatrixMatrixMult_DDRM.mult_reorder(a, b, out);
  }

  @Override
  public void multAux(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj out, DMatrixRMaj column) {
    column.reshape(b.numRows, 1);
    MatrixMatrixMult_DDRM.mult_aux(a, b, out, column.data);
  }

  @Override
  public void multShared(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj out) {
    CommonOps_MT_DDRM.mult(a, b, out);
  }

  @Override
  public void multTransA(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj out) {
    CommonOps_DDRM.multTransA(a, b, out);
  }

  @Override
  public void multTransAShared(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj out) {
    CommonOps_MT_DDRM.multTransA(a, b, out);
  }

  @Override
  public void multTransB(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj out) {
    CommonOps_DDRM.multTransB(a, b, out);
  }

  @Override
  public void multTransBShared(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj out) {
    CommonOps_MT_DDRM.multTransB(a, b, out);
  }

  @Override
  public void clearSignsOfZeros(DMatrixRMaj matrix) {
    double[] values = matrix.data;
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.0;
    }
  }
}
