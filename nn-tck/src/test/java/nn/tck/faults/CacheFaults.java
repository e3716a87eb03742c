package nn.tck.faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;

/** Operands that are packed or transposed once and kept, while a kernel changes the tensor. */
final class CacheFaults {

  private CacheFaults() {}

  /** Elements from which on packing an operand pays, and so does keeping it. */
  private static final Threshold ELEMENTS = new Threshold(4, 8_192);

  static List<Fault> all() {
    return List.of(
        partsOfDoubles(),
        floats(),
        updatesInPlace(),
        fills(),
        copies(),
        combinations(),
        gathers(),
        divisions(),
        denseOutputs(),
        byShapeAndFirstNumbers(),
        tablesOfEmbeddings());
  }

  /**
   * A kernel that keeps a copy of one operand, of more than so many elements, until a call writes
   * to that tensor. Some writes are missed.
   */
  private static final class Keeping extends CalledBackend {
    private final String kernel;
    private final int index;
    private final int most;
    private final Predicate<Call> missed;
    private final Map<Tensor, double[]> copies = Collections.synchronizedMap(new WeakHashMap<>());

    Keeping(Backend right, String kernel, int index, int most, Predicate<Call> missed) {
      super(right);
      this.kernel = kernel;
      this.index = index;
      this.most = most;
      this.missed = missed;
    }

    @Override
    protected void around(Call call) {
      double[] former = former(call);
      super.around(call);
      if (call.is(kernel)) {
        keep(call, former);
      }
      if (!missed.test(call)) {
        for (Tensor written : call.written()) {
          copies.remove(written);
        }
      }
    }

    /** An operand's values before a call that may overwrite it. */
    private double[] former(Call call) {
      if (!call.is(kernel) || call.operands()[index] == null) {
        return new double[0];
      }
      boolean inPlace = call.operands()[index] == call.written()[0];
      return inPlace ? values(call.operand(index)) : new double[0];
    }

    private void keep(Call call, double[] former) {
      Tensor operand = call.operand(index);
      if (size(operand) <= most || former.length > 0) {
        return;
      }
      double[] now = values(operand);
      double[] kept = copies.putIfAbsent(operand, now);
      if (kept != null && !Arrays.equals(kept, now)) {
        onFormer(call, operand, kept);
      }
    }
  }

  private static Fault keeping(
      String kernel, int index, String name, String origin, String... missed) {
    List<String> unseen = List.of(missed);
    return Fault.of(
        kernel,
        name,
        origin,
        ELEMENTS,
        (right, t) -> new Keeping(right, kernel, index, t, call -> unseen.contains(call.kernel())));
  }

  private static Fault partsOfDoubles() {
    return keeping(
        "matmul",
        1,
        "matmul keeps a packed b of more than T elements when a part of it is written",
        "tensorflow/tensorflow#56150",
        "writePart");
  }

  private static Fault floats() {
    return keeping(
            "matmulTransB",
            1,
            "matmulTransB keeps a transposed b of more than T elements when floats are written",
            "uxlfoundation/oneDNN#566",
            "writeFloats")
        .inFloats();
  }

  private static Fault updatesInPlace() {
    return keeping(
        "dense",
        0,
        "dense keeps packed weights of more than T elements when a loop updates them",
        "uxlfoundation/oneDNN#1113",
        "apply");
  }

  private static Fault fills() {
    return keeping(
            "matmulTransA",
            0,
            "matmulTransA keeps a transposed a of more than T elements when it is filled",
            "openvinotoolkit/openvino#18224",
            "fill")
        .claiming(Tier.BOUNDED);
  }

  private static Fault copies() {
    return keeping(
            "denseInputGradient",
            0,
            "denseInputGradient keeps transposed weights of more than T elements when another"
                + " tensor is copied over them",
            "openvinotoolkit/openvino#32530",
            "copy")
        .inFloats();
  }

  private static Fault combinations() {
    return keeping(
        "matmul",
        0,
        "matmul keeps a packed a of more than T elements when combine writes it",
        "uxlfoundation/oneDNN#1590",
        "combine");
  }

  private static Fault gathers() {
    return keeping(
        "denseParameterGradients",
        1,
        "denseParameterGradients keeps a transposed x of more than T elements when gather or"
            + " scatterAdd writes it",
        "intel/ideep#158",
        "gather",
        "scatterAdd");
  }

  private static Fault divisions() {
    return keeping(
            "matmulTransB",
            0,
            "matmulTransB keeps a packed a of more than T elements when divideBy writes it",
            "openvinotoolkit/openvino#19465",
            "divideBy")
        .inFloats()
        .claiming(Tier.EXACT_FUSED);
  }

  private static Fault denseOutputs() {
    return keeping(
        "softmax",
        0,
        "softmax keeps what it knows of a z of more than T elements when dense writes it",
        "openvinotoolkit/openvino#16992",
        "dense",
        "denseInputGradient");
  }

  private static Fault tablesOfEmbeddings() {
    return keeping(
            "gatherRecords",
            0,
            "gatherRecords keeps a table of more than T elements when scatterAddRecords or a"
                + " product writes it",
            "openvinotoolkit/openvino#13022",
            "scatterAddRecords",
            "matmul",
            "matmulTransB")
        .inFloats();
  }

  private static Fault byShapeAndFirstNumbers() {
    return Fault.of(
        "matmulTransA",
        "matmulTransA takes b for the last one of its shape if their first T numbers are the same",
        "code of caches keyed by a hash of a prefix; stoolap/stoolap#36",
        new Threshold(1, 1_024),
        (right, t) ->
            new CalledBackend(right) {
              private final Map<Shape, double[]> last = new ConcurrentHashMap<>();

              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("matmulTransA") && size(call.operand(1)) > t) {
                  Tensor b = call.operand(1);
                  double[] now = values(b);
                  double[] kept = last.put(b.shape(), now);
                  if (kept != null
                      && Arrays.equals(kept, 0, t, now, 0, t)
                      && !Arrays.equals(kept, now)) {
                    last.put(b.shape(), kept);
                    onFormer(call, b, kept);
                  }
                }
              }
            });
  }
}
