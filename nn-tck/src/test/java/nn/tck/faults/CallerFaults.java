package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;

/** Scratch memory that callers share. */
final class CallerFaults {

  private CallerFaults() {}

  /** Elements from which on a kernel takes its scratch from the heap, not from the stack. */
  private static final Threshold ELEMENTS = new Threshold(16, 16_384);

  private static final Threshold THREADS = new Threshold(2, 8);

  static List<Fault> all() {
    return List.of(
        packedOperand(),
        transposedCopy(),
        buffersOfThreads(),
        preActivation(),
        inputGradient(),
        sumsOfParameterGradients(),
        maximaOfRecords(),
        productsOfSoftmaxGradient(),
        partialSums(),
        accumulators(),
        recordNumbers(),
        floatsOnTheirWayIn(),
        floatsOnTheirWayOut(),
        roundedScalars());
  }

  /** Results of some calls lie in one array for all callers while the kernel computes. */
  private static class SharedScratch extends CalledBackend {
    private final Predicate<Call> uses;
    private double[] scratch = {};

    SharedScratch(Backend right, Predicate<Call> uses) {
      super(right);
      this.uses = uses;
    }

    @Override
    protected void around(Call call) {
      super.around(call);
      if (uses.test(call)) {
        Tensor out = call.out();
        double[] shared = take(size(out));
        delegate().read(out, 0, size(out), shared, 0);
        call.right().run(); // the results lie in the scratch for as long as computing them takes
        delegate().write(shared, 0, out, 0, size(out));
      }
    }

    private double[] take(int size) {
      double[] taken = scratch;
      if (taken.length < size) {
        taken = new double[size];
        scratch = taken;
      }
      return taken;
    }
  }

  private static Fault.Wrapper sharedBeyond(String kernel) {
    return (right, t) ->
        new SharedScratch(right, call -> call.is(kernel) && FaultyBackend.size(call.out()) > t);
  }

  private static Fault packedOperand() {
    return Fault.of(
        "matmul",
        "matmul packs into one buffer of the backend when the product has more than T elements",
        "OpenMathLib/OpenBLAS#2126",
        ELEMENTS,
        sharedBeyond("matmul"));
  }

  private static Fault transposedCopy() {
    return Fault.of(
            "matmulTransA",
            "matmulTransA transposes into one array of the backend, beyond T elements",
            "code of nn-backend-ejml, were its scratch not a thread's own; lessthanoptimal/ejml#164",
            ELEMENTS,
            sharedBeyond("matmulTransA"))
        .claiming(Tier.EXACT_FUSED);
  }

  private static Fault buffersOfThreads() {
    return Fault.of(
            "matmulTransB",
            "matmulTransB of two callers uses the same buffers with T threads or more",
            "OpenMathLib/OpenBLAS#1851",
            THREADS,
            (right, t) ->
                new SharedScratch(right, call -> call.is("matmulTransB") && right.threads() >= t))
        .inFloats()
        .claiming(Tier.BOUNDED);
  }

  private static Fault preActivation() {
    return Fault.of(
            "dense",
            "dense keeps w·x + b in one scratchpad for all callers, beyond T elements",
            "uxlfoundation/oneDNN#227",
            ELEMENTS,
            sharedBeyond("dense"))
        .inFloats();
  }

  private static Fault inputGradient() {
    return Fault.of(
        "denseInputGradient",
        "denseInputGradient keeps wᵀ·dz in one scratchpad for all callers, beyond T elements",
        "uxlfoundation/oneDNN#199",
        ELEMENTS,
        sharedBeyond("denseInputGradient"));
  }

  private static Fault sumsOfParameterGradients() {
    return Fault.of(
        "denseParameterGradients",
        "denseParameterGradients sums db in one array for all callers, beyond T units",
        "code of nn-backend-vector, were its StageBuffers not a thread's own",
        new Threshold(1, 1_024),
        sharedBeyond("denseParameterGradients"));
  }

  private static Fault maximaOfRecords() {
    return Fault.of(
        "softmax",
        "softmax shares its results' array between callers, beyond T elements",
        "antirez/h3.c#52",
        ELEMENTS,
        sharedBeyond("softmax"));
  }

  private static Fault productsOfSoftmaxGradient() {
    return Fault.of(
            "softmaxGradient",
            "softmaxGradient shares its products' array between callers, beyond T elements",
            "uxlfoundation/oneDNN#4381",
            ELEMENTS,
            sharedBeyond("softmaxGradient"))
        .inFloats();
  }

  private static Fault partialSums() {
    return Fault.of(
            "sumOverUnits",
            "sumOverUnits has one array of partial sums for all callers with T threads or more",
            "OpenMathLib/OpenBLAS#1071",
            THREADS,
            (right, t) ->
                new SharedScratch(right, call -> call.is("sumOverUnits") && right.threads() >= t))
        .claiming(Tier.BOUNDED);
  }

  private static Fault accumulators() {
    return Fault.of(
        "scatterAdd",
        "scatterAdd accumulates in one array for all callers, beyond T elements",
        "floswald/DCEGM.jl#21",
        ELEMENTS,
        sharedBeyond("scatterAdd"));
  }

  private static Fault recordNumbers() {
    return Fault.of(
            "gatherRecords",
            "gatherRecords converts its indices into one array for all callers, beyond T elements",
            "code of nn-backend-nd4j, were its Scratch not a thread's own",
            ELEMENTS,
            sharedBeyond("gatherRecords"))
        .inFloats();
  }

  private static Fault floatsOnTheirWayIn() {
    return Fault.of(
        "write",
        "writing floats widens more than T of them in one array for all callers",
        "OpenMathLib/OpenBLAS#2444",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              private double[] shared = {};

              @Override
              public void write(float[] source, int offset, Tensor out, int from, int to) {
                super.write(source, offset, out, from, to);
                if (to - from > t) {
                  double[] widened = shared.length < to - from ? new double[to - from] : shared;
                  shared = widened;
                  for (int i = 0; i < to - from; i++) {
                    widened[i] = source[offset + i];
                  }
                  delegate().write(widened, 0, out, from, to);
                }
              }
            });
  }

  private static Fault floatsOnTheirWayOut() {
    return Fault.of(
            "read",
            "reading more than T floats takes them through one array for all callers",
            "OpenMathLib/OpenBLAS#602",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  private float[] shared = {};

                  @Override
                  public void read(Tensor a, int from, int to, float[] target, int offset) {
                    super.read(a, from, to, target, offset);
                    if (to - from > t) {
                      float[] narrowed = shared.length < to - from ? new float[to - from] : shared;
                      shared = narrowed;
                      delegate().read(a, from, to, narrowed, 0);
                      System.arraycopy(narrowed, 0, target, offset, to - from);
                    }
                  }
                })
        .inFloats();
  }

  /** A loop that takes its scalars, block by block, from an array that other calls fill too. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares loops
  private record WithSharedScalars(ElementwiseLoop loop, double[] doubles, float[] floats)
      implements ElementwiseLoop {
    private static final int BLOCK = 64;

    @Override
    public int inputs() {
      return loop.inputs();
    }

    @Override
    public int outputs() {
      return loop.outputs();
    }

    @Override
    public int scalars() {
      return loop.scalars();
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      for (int i = from; i < to; i += BLOCK) {
        loop.apply(operands, doubles, i, Math.min(to, i + BLOCK));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      for (int i = from; i < to; i += BLOCK) {
        loop.apply(operands, floats, i, Math.min(to, i + BLOCK));
      }
    }

    @Override
    public String toString() {
      return loop.toString();
    }
  }

  private static Fault roundedScalars() {
    return Fault.of(
            "apply",
            "apply rounds scalars into one array for all callers, beyond T elements",
            "code of nn.api.heap.Call, were it not a thread's own",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  private final double[] doubles = new double[64];
                  private final float[] floats = new float[64];

                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    boolean shares =
                        scalars.length >= loop.scalars()
                            && loop.scalars() > 0
                            && loop.scalars() <= doubles.length
                            && Arrays.stream(operands).anyMatch(a -> a != null && size(a) > t);
                    if (shares) {
                      for (int s = 0; s < loop.scalars(); s++) {
                        doubles[s] = scalars[s];
                        floats[s] = (float) scalars[s];
                      }
                    }
                    super.apply(
                        shares ? new WithSharedScalars(loop, doubles, floats) : loop,
                        scalars,
                        operands);
                  }
                })
        .inFloats();
  }
}
