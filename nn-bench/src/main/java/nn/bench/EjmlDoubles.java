package nn.bench;

import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.block.MatrixOps_DDRB;
import org.ejml.dense.block.MatrixOps_MT_DDRB;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/** EJML in FLOAT64. {@link EjmlFloats} is the same in FLOAT32. */
final class EjmlDoubles implements Contender {
  private final DMatrixRMaj left;
  private final DMatrixRMaj right;
  private final DMatrixRMaj out;
  private final DMatrixRBlock blockOut;
  private final boolean blocks;
  private final Runnable call;

  EjmlDoubles(String form, Product product) {
    left = transposed(product.b(), product.shapeOfB().rows());
    right = transposed(product.a(), product.shapeOfA().rows());
    out = new DMatrixRMaj(product.n(), product.m());
    blockOut = new DMatrixRBlock(product.n(), product.m());
    blocks = form.startsWith("[");
    call = blocks ? blockCall(form) : call(form, product.form());
  }

  private static DMatrixRMaj transposed(double[] values, int rows) {
    return DMatrixRMaj.wrap(values.length / rows, rows, values);
  }

  private Runnable call(String form, Form of) {
    double[] aux = new double[right.numRows];
    DMatrixRMaj copy = new DMatrixRMaj(0, 0);
    return switch (form) {
      case "mult" -> () -> CommonOps_DDRM.mult(left, right, out);
      case "mult_small" -> () -> MatrixMatrixMult_DDRM.mult_small(left, right, out);
      case "mult_reorder" -> () -> MatrixMatrixMult_DDRM.mult_reorder(left, right, out);
      case "mult_aux" -> () -> MatrixMatrixMult_DDRM.mult_aux(left, right, out, aux);
      case "multTransA" -> () -> CommonOps_DDRM.multTransA(left, right, out);
      case "multTransA_small" -> () -> MatrixMatrixMult_DDRM.multTransA_small(left, right, out);
      case "multTransA_reorder" -> () -> MatrixMatrixMult_DDRM.multTransA_reorder(left, right, out);
      case "multTransB" -> () -> CommonOps_DDRM.multTransB(left, right, out);
      case "transpose, mult" ->
          of == Form.TRANS_A
              ? () -> CommonOps_DDRM.mult(left, CommonOps_DDRM.transpose(right, copy), out)
              : () -> CommonOps_DDRM.mult(CommonOps_DDRM.transpose(left, copy), right, out);
      case "MT mult" -> () -> CommonOps_MT_DDRM.mult(left, right, out);
      case "MT multTransA" -> () -> CommonOps_MT_DDRM.multTransA(left, right, out);
      case "MT multTransB" -> () -> CommonOps_MT_DDRM.multTransB(left, right, out);
      default -> throw new IllegalArgumentException("ejml: no form '" + form + "'");
    };
  }

  /** Operands stored in blocks, which are summed one after the other; converting is not timed. */
  private Runnable blockCall(String form) {
    DMatrixRBlock a = MatrixOps_DDRB.convert(left);
    DMatrixRBlock b = MatrixOps_DDRB.convert(right);
    return switch (form) {
      case "[block mult]" -> () -> MatrixOps_DDRB.mult(a, b, blockOut);
      case "[block multTransA]" -> () -> MatrixOps_DDRB.multTransA(a, b, blockOut);
      case "[block multTransB]" -> () -> MatrixOps_DDRB.multTransB(a, b, blockOut);
      case "[MT block mult]" -> () -> MatrixOps_MT_DDRB.mult(a, b, blockOut);
      case "[MT block multTransA]" -> () -> MatrixOps_MT_DDRB.multTransA(a, b, blockOut);
      case "[MT block multTransB]" -> () -> MatrixOps_MT_DDRB.multTransB(a, b, blockOut);
      default -> throw new IllegalArgumentException("ejml: no form '" + form + "'");
    };
  }

  @Override
  public void multiply() {
    call.run();
  }

  @Override
  public double[] result() {
    return blocks ? MatrixOps_DDRB.convert(blockOut, null).data : out.data.clone();
  }
}
