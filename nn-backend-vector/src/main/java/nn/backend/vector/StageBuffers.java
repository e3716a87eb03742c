package nn.backend.vector;

/**
 * Functions whose operations are more than the compiler has room for in one loop: computed in
 * stages, each a loop over a block of elements, with what lies between them in these arrays.
 *
 * <p>C2 inlines about 35 operations on vectors while it reads a method. Later ones it inlines
 * afterwards, without knowing their exact type; on Java 17 they may then end as objects, one per
 * vector. So a stage stays below that number, and there are three stages or more: calls from one
 * place to three or more implementations are not inlined, which would put the stages together
 * again.
 */
final class StageBuffers {

  /** Some arrays of so many doubles fit the first-level cache. */
  static final int LENGTH = 256;

  private static final int LANES = Lanes.DOUBLES.length();

  private static final ThreadLocal<StageBuffers> BUFFERS =
      ThreadLocal.withInitial(StageBuffers::new);

  /** An argument or a result of FLOAT32. */
  final double[] x = new double[LENGTH];

  /** The multiple of ln 2. */
  final double[] k = new double[LENGTH];

  /** What remains of the argument, without low-order digits. */
  final double[] high = new double[LENGTH];

  /** {@code eʳ − (1 + high)}. */
  final double[] rest = new double[LENGTH];

  final double[] power1 = new double[LENGTH];
  final double[] power2 = new double[LENGTH];

  /** An exponential. */
  final double[] exp = new double[LENGTH];

  /** {@code 1 + f} is the significand. */
  final double[] f = new double[LENGTH];

  /** {@code f / (2 + f)}. */
  final double[] s = new double[LENGTH];

  /** What a logarithm adds at the end. */
  final double[] small = new double[LENGTH];

  /** A logarithm. */
  final double[] log = new double[LENGTH];

  /** One for each of some records. */
  final double[] doubles = new double[LENGTH];

  /** As {@link #doubles}. */
  final float[] floats = new float[LENGTH];

  private StageBuffers() {}

  static StageBuffers ofThisThread() {
    return BUFFERS.get();
  }

  /** One loop over a block, of a function of FLOAT64. */
  @FunctionalInterface
  interface Stage {

    /**
     * Computes a whole number of vectors.
     *
     * @param a the function's operand, intact until the last stage
     * @param out written by the last stage alone: it may be {@code a}
     * @param from index of the block's first element in both; in the buffers it is 0
     */
    void compute(double[] a, double[] out, int from, int length, StageBuffers buffers);
  }

  /** As {@link Stage}, of a function of FLOAT32 in FLOAT64 arithmetic. */
  @FunctionalInterface
  interface FloatStage {

    /** As {@link Stage#compute}. */
    void compute(float[] a, float[] out, int from, int length, StageBuffers buffers);
  }

  /** Computes whole vectors from index {@code from} on; returns the first index not computed. */
  static int run(Stage[] stages, double[] a, double[] out, int from, int to) {
    int end = Lanes.SELECTS_DOUBLES ? to - (to - from) % LANES : from;
    StageBuffers buffers = ofThisThread();
    for (int at = from; at < end; at += LENGTH) {
      int length = Math.min(LENGTH, end - at);
      for (Stage stage : stages) {
        stage.compute(a, out, at, length, buffers);
      }
    }
    return end;
  }

  /** As {@link #run(Stage[], double[], double[], int, int)}. */
  static int run(FloatStage[] stages, float[] a, float[] out, int from, int to) {
    int end = Lanes.SELECTS_DOUBLES ? to - (to - from) % (2 * LANES) : from;
    StageBuffers buffers = ofThisThread();
    for (int at = from; at < end; at += LENGTH) {
      int length = Math.min(LENGTH, end - at);
      for (FloatStage stage : stages) {
        stage.compute(a, out, at, length, buffers);
      }
    }
    return end;
  }
}
