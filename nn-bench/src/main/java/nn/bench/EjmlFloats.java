package nn.bench;

import org.ejml.data.FMatrixRBlock;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.block.MatrixOps_FDRB;
import org.ejml.dense.block.MatrixOps_MT_FDRB;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_FDRM;

/** EJML in FLOAT32. {@link EjmlDoubles} is the same in FLOAT64. */
final class EjmlFloats implements Contender {
  private final FMatrixRMaj left;
  private final FMatrixRMaj right;
  private final FMatrixRMaj out;
  private final FMatrixRBlock blockOut;
  private final boolean blocks;
  private final Runnable call;

  EjmlFloats(String form, Product product) {
    left = transposed(product.b(), product.shapeOfB().rows());
    right = transposed(product.a(), product.shapeOfA().rows());
    out = new FMatrixRMaj(product.n(), product.m());
    blockOut = new FMatrixRBlock(product.n(), product.m());
    blocks = form.startsWith("[");
    call = blocks ? blockCall(form) : call(form, product.form());
  }

  private static FMatrixRMaj transposed(double[] values, int rows) {
    return FMatrixRMaj.wrap(values.length / rows, rows, Floats.narrow(values));
  }

  private Runnable call(String form, Form of) {
    float[] aux = new float[right.numRows];
    FMatrixRMaj copy = new FMatrixRMaj(0, 0);
    return switch (form) {
      case "mult" -> () -> CommonOps_FDRM.mult(left, right, out);
      case "mult_small" -> () -> MatrixMatrixMult_FDRM.mult_small(left, right, out);
      case "mult_reorder" -> () -> MatrixMatrixMult_FDRM.mult_reorder(left, right, out);
      case "mult_aux" -> () -> MatrixMatrixMult_FDRM.mult_aux(left, right, out, aux);
      case "multTransA" -> () -> CommonOps_FDRM.multTransA(left, right, out);
      case "multTransA_small" -> () -> MatrixMatrixMult_FDRM.multTransA_small(left, right, out);
      case "multTransA_reorder" -> () -> MatrixMatrixMult_FDRM.multTransA_reorder(left, right, out);
      case "multTransB" -> () -> CommonOps_FDRM.multTransB(left, right, out);
      case "transpose, mult" ->
          of == Form.TRANS_A
              ? () -> CommonOps_FDRM.mult(left, CommonOps_FDRM.transpose(right, copy), out)
              : () -> CommonOps_FDRM.mult(CommonOps_FDRM.transpose(left, copy), right, out);
      case "MT mult" -> () -> CommonOps_MT_FDRM.mult(left, right, out);
      case "MT multTransA" -> () -> CommonOps_MT_FDRM.multTransA(left, right, out);
      case "MT multTransB" -> () -> CommonOps_MT_FDRM.multTransB(left, right, out);
      default -> throw new IllegalArgumentException("ejml: no form '" + form + "'");
    };
  }

  /** Operands stored in blocks, which are summed one after the other; converting is not timed. */
  private Runnable blockCall(String form) {
    FMatrixRBlock a = MatrixOps_FDRB.convert(left);
    FMatrixRBlock b = MatrixOps_FDRB.convert(right);
    return switch (form) {
      case "[block mult]" -> () -> MatrixOps_FDRB.mult(a, b, blockOut);
      case "[block multTransA]" -> () -> MatrixOps_FDRB.multTransA(a, b, blockOut);
      case "[block multTransB]" -> () -> MatrixOps_FDRB.multTransB(a, b, blockOut);
      case "[MT block mult]" -> () -> MatrixOps_MT_FDRB.mult(a, b, blockOut);
      case "[MT block multTransA]" -> () -> MatrixOps_MT_FDRB.multTransA(a, b, blockOut);
      case "[MT block multTransB]" -> () -> MatrixOps_MT_FDRB.multTransB(a, b, blockOut);
      default -> throw new IllegalArgumentException("ejml: no form '" + form + "'");
    };
  }

  @Override
  public void multiply() {
    call.run();
  }

  @Override
  public double[] result() {
    return Floats.widen(blocks ? MatrixOps_FDRB.convert(blockOut, null).data : out.data);
  }
}
