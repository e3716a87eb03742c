package nn.api;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The matrix kernels.
 *
 * <p>What holds for every kernel:
 *
 * <ul>
 *   <li>The destination comes last and is overwritten. A kernel never allocates a result, never
 *       reshapes one, and reads a destination's former values only where that is said.
 *   <li>Operands are not modified. A destination may be an operand only where that is said;
 *       otherwise the kernel throws {@link AliasException}.
 *   <li>Everything is checked before anything is written: {@link NullPointerException} for a null
 *       operand, {@link ForeignTensorException} for another backend's tensor, {@link
 *       ClosedException} for one whose workspace or backend is closed, {@link
 *       ShapeMismatchException} for shapes that do not fit.
 *   <li>NaN and infinities propagate as IEEE arithmetic says; subnormals are kept.
 *   <li>Numbers are stored in {@link #dtype()}; a scalar is rounded to it before use.
 *   <li>Any number of threads may run kernels at once if no destination of one is an operand or the
 *       destination of another.
 * </ul>
 *
 * <p>Eleven are required: {@link #workspace}, write, read, the three products, {@link
 * #apply(ElementwiseLoop, double[], Tensor[])}, {@link #combine} and the three reductions. All
 * others are {@code default} methods over them, which a backend may override to be faster without
 * changing a bit.
 */
public interface Backend extends AutoCloseable {

  /** The provider's name, for instance {@code naive}. */
  String name();

  /** The number type of every tensor of this backend. */
  DType dtype();

  /** The number of threads that one kernel may use; at least 1. */
  int threads();

  /** What this backend promises of the bits of its results. */
  Tier tier();

  // ---- storage and transfer

  /**
   * A new, empty arena of tensors.
   *
   * @throws ClosedException if this backend is closed
   */
  Workspace workspace();

  /**
   * Copies values in: {@code out[from..to) ← source[offset..offset + to − from)}, counting the
   * elements of {@code out} record after record (all units of the first record, then of the
   * second).
   *
   * @param source values, rounded to the dtype; not modified
   * @param offset index of the first value
   * @param out its elements {@code from ≤ i < to} are overwritten, the others kept
   * @throws IndexOutOfBoundsException if a range does not fit its array or tensor
   */
  void write(double[] source, int offset, Tensor out, int from, int to);

  /** Copies values in; like {@link #write(double[], int, Tensor, int, int)}. */
  void write(float[] source, int offset, Tensor out, int from, int to);

  /**
   * Copies values out: {@code target[offset..offset + to − from) ← a[from..to)}, counting the
   * elements of {@code a} record after record.
   *
   * @param a not modified
   * @param from first element
   * @param to one past the last element
   * @param target overwritten from {@code offset} on; outside that range kept
   * @throws IndexOutOfBoundsException if a range does not fit its array or tensor
   */
  void read(Tensor a, int from, int to, double[] target, int offset);

  /** Copies values out, rounded to float; like {@link #read(Tensor, int, int, double[], int)}. */
  void read(Tensor a, int from, int to, float[] target, int offset);

  /**
   * Refuses what is no operand of this backend's kernels: for whoever writes a kernel over others,
   * and must refuse all operands before the first of these writes.
   *
   * @param operation that asks, for the message
   * @param operand the operand's name, for the message
   * @param tensor may be null, closed or another backend's, which is what this is about
   * @throws NullPointerException if it is null
   * @throws ForeignTensorException if another backend made it
   * @throws ClosedException if its workspace or this backend is closed
   * @implSpec reads nothing of it, by {@link #read(Tensor, int, int, double[], int)}, whose
   *     exception names that kernel
   */
  default void requireOwn(String operation, String operand, @Nullable Tensor tensor) {
    if (tensor == null) {
      throw new NullPointerException(operation + ": an operand is null: " + operand);
    }
    read(tensor, 0, 0, Checks.NO_SCALARS, 0);
  }

  // ---- threads

  /**
   * Does independent work on this backend's threads: calls {@code work} once with each of {@code 0
   * … count − 1} and returns when all calls have ended. Several may run at the same time, in any
   * order; a kernel that they call may have fewer threads, which on an exact backend changes no
   * bit. Several callers may come at the same time, each with work of its own, and a call may do so
   * itself.
   *
   * <p>So a batch is propagated in parts that never wait for each other, where kernels that share
   * each single product's work must meet after each.
   *
   * @param count at most {@link #threads}
   * @param work none waits for another, and what one writes no other reads or writes
   * @throws IllegalArgumentException if {@code count} is negative or above {@link #threads}
   * @throws RuntimeException of a call; all have ended
   * @implSpec calls one after the other, in ascending order, until one throws
   */
  default void inParallel(int count, IntConsumer work) {
    Checks.count("inParallel", count, threads());
    for (int index = 0; index < count; index++) {
      work.accept(index);
    }
  }

  // ---- products

  /**
   * Matrix product: {@code out ← a · b}.
   *
   * <p>{@code out} is never read, so a NaN left in it does not reach the result.
   *
   * @param a {@code [m, k]}; not modified
   * @param b {@code [k, n]}; not modified
   * @param out {@code [m, n]}; overwritten; neither {@code a} nor {@code b}
   */
  void matmul(Tensor a, Tensor b, Tensor out);

  /**
   * Matrix product, first operand transposed: {@code out ← aᵀ · b}.
   *
   * @param a {@code [k, m]}; not modified
   * @param b {@code [k, n]}; not modified
   * @param out {@code [m, n]}; overwritten, never read; neither {@code a} nor {@code b}
   */
  void matmulTransA(Tensor a, Tensor b, Tensor out);

  /**
   * Matrix product, second operand transposed: {@code out ← a · bᵀ}.
   *
   * @param a {@code [m, k]}; not modified
   * @param b {@code [n, k]}; not modified
   * @param out {@code [m, n]}; overwritten, never read; neither {@code a} nor {@code b}
   */
  void matmulTransB(Tensor a, Tensor b, Tensor out);

  // ---- element-wise

  /**
   * Runs a loop over all elements of operands of one shape.
   *
   * @param loop the work
   * @param scalars at least {@code loop.scalars()} numbers; not modified
   * @param operands the loop's inputs, not modified, then its outputs, overwritten; all of one
   *     shape; an output may also be an input, but no two outputs are the same tensor
   * @throws IllegalArgumentException if there are too few scalars or not as many operands as the
   *     loop has inputs and outputs
   */
  void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands);

  /**
   * {@code out ← a op b}, where {@code b} has the shape of {@code a}, or is a column used for every
   * record, or a row used for every unit.
   *
   * @param op the arithmetic
   * @param a {@code [m, n]}; not modified
   * @param b {@code [m, n]}, {@code [m, 1]} or {@code [1, n]}; not modified
   * @param out {@code [m, n]}; overwritten; may be {@code a}, and {@code b} where {@code b} is
   *     {@code [m, n]}
   */
  void combine(CombineOperation op, Tensor a, Tensor b, Tensor out);

  // ---- reductions

  /**
   * {@code outᵢ ← Σⱼ aᵢⱼ}: from {@code +0.0}, records ascending.
   *
   * @param a {@code [m, n]}; not modified
   * @param out {@code [m, 1]}; overwritten; not {@code a}
   */
  void sumOverRecords(Tensor a, Tensor out);

  /**
   * {@code outⱼ ← Σᵢ aᵢⱼ}: from {@code +0.0}, units ascending.
   *
   * @param a {@code [m, n]}; not modified
   * @param out {@code [1, n]}; overwritten; not {@code a}
   */
  void sumOverUnits(Tensor a, Tensor out);

  /**
   * {@code outⱼ ← maxᵢ aᵢⱼ}: NaN if one of them is NaN; {@code +0.0} is above {@code −0.0}.
   *
   * @param a {@code [m, n]}; not modified
   * @param out {@code [1, n]}; overwritten; not {@code a}
   */
  void maxOverUnits(Tensor a, Tensor out);

  // ---- derived

  /**
   * {@code out ← f(a)} for a loop with one input, one output and no scalars.
   *
   * @param out may be {@code a}
   * @implSpec calls {@link #apply(ElementwiseLoop, double[], Tensor[])}
   */
  default void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    apply(loop, Checks.NO_SCALARS, new Tensor[] {a, out});
  }

  /**
   * {@code out ← f(a, b)} for a loop with two inputs, one output and no scalars.
   *
   * @param out may be {@code a} or {@code b}
   * @implSpec calls {@link #apply(ElementwiseLoop, double[], Tensor[])}
   */
  default void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    apply(loop, Checks.NO_SCALARS, new Tensor[] {a, b, out});
  }

  /**
   * {@code out ← value}.
   *
   * @implSpec applies {@link ElementwiseFunction#FILL}
   */
  default void fill(double value, Tensor out) {
    apply(ElementwiseFunction.FILL, new double[] {value}, new Tensor[] {out});
  }

  /**
   * {@code out ← a}.
   *
   * @param out of the shape of {@code a}; may be {@code a}
   * @implSpec applies {@link ElementwiseFunction#COPY}
   */
  default void copy(Tensor a, Tensor out) {
    apply(ElementwiseFunction.COPY, a, out);
  }

  /**
   * {@code out ← a / divisor}: a true division.
   *
   * @param out of the shape of {@code a}; may be {@code a}
   * @implSpec applies {@link ElementwiseFunction#DIVIDE_BY}
   */
  default void divideBy(Tensor a, double divisor, Tensor out) {
    apply(ElementwiseFunction.DIVIDE_BY, new double[] {divisor}, new Tensor[] {a, out});
  }

  /**
   * A dense layer: {@code out ← f(w · x + b)}; the product as of {@link #matmul}, to which {@code
   * b} is added, and {@code f} of the sum.
   *
   * @param w {@code [units, inputs]}; not modified
   * @param x {@code [inputs, records]}; not modified
   * @param b {@code [units, 1]}, one column for every record; not modified
   * @param f a loop with one input, one output and no scalars; {@link ElementwiseFunction#COPY} for
   *     {@code w · x + b} itself
   * @param out {@code [units, records]}; overwritten, never read; none of the operands
   * @throws IllegalArgumentException if {@code f} is another loop
   * @implSpec calls {@link #matmul}, {@link #combine} and {@link #apply(ElementwiseLoop, Tensor,
   *     Tensor)}: three passes over {@code out}, of which an override that adds and applies before
   *     it stores a number saves two
   */
  default void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    requireOwn("dense", "b", b); // before the product is written
    Checks.dense(w, x, b, f, out);
    matmul(w, x, out);
    combine(CombineOperation.ADD, out, b, out);
    if (f != ElementwiseFunction.COPY) {
      apply(f, out, out);
    }
  }

  /**
   * Gradient of a dense layer with respect to its input and on through the function that made this
   * input: {@code out ← f(a, wᵀ · dz)}; the product as of {@link #matmulTransA}, then {@code f} of
   * {@code a} and the product.
   *
   * @param w {@code [units, inputs]}; not modified
   * @param dz {@code [units, records]}; not modified
   * @param f a loop with two inputs, one output and no scalars, such as {@link
   *     ElementwiseFunction#RELU_GRADIENT}
   * @param a {@code [inputs, records]}; not modified
   * @param out {@code [inputs, records]}; overwritten, never read; none of the operands
   * @throws IllegalArgumentException if {@code f} is another loop
   * @implSpec calls {@link #matmulTransA} and {@link #apply(ElementwiseLoop, Tensor, Tensor,
   *     Tensor)}: two passes over {@code out}, of which an override that applies {@code f} before
   *     it stores a number, or while it is in a cache, saves one
   */
  default void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    requireOwn("denseInputGradient", "a", a); // before the product is written
    Checks.denseInputGradient(w, dz, f, a, out);
    matmulTransA(w, dz, out);
    apply(f, a, out, out);
  }

  /**
   * Gradients of a dense layer with respect to its parameters: {@code dw ← dz · xᵀ} as of {@link
   * #matmulTransB}, {@code db ← Σ dz} over records as of {@link #sumOverRecords}.
   *
   * @param dz {@code [units, records]}; not modified
   * @param x {@code [inputs, records]}; not modified
   * @param dw {@code [units, inputs]}; overwritten, never read; none of the operands
   * @param db {@code [units, 1]}; overwritten; none of the other operands
   * @implSpec calls {@link #matmulTransB} and {@link #sumOverRecords}: two passes over {@code dz},
   *     of which an override that sums what its product reads saves one
   */
  default void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    requireOwn("denseParameterGradients", "db", db); // before the product is written
    Checks.denseParameterGradients(dz, x, dw, db);
    matmulTransB(dz, x, dw);
    sumOverRecords(dz, db);
  }

  /**
   * Softmax over the units of each record: {@code aᵢⱼ ← e_ᵢⱼ / Σᵢ e_ᵢⱼ} with {@code e_ᵢⱼ = exp(zᵢⱼ
   * − maxᵢ zᵢⱼ)}.
   *
   * <p>The shift keeps exp from overflowing; a true division, since multiplying by a reciprocal or
   * by {@code exp(−logsumexp)} loses accuracy (P. Blanchard, D. J. Higham, N. J. Higham, IMA J.
   * Numer. Anal. 41(4), 2021, §4). A record with a NaN or {@code +∞}, or of nothing but {@code −∞},
   * becomes all NaN.
   *
   * @param z {@code [units, records]}
   * @param a {@code [units, records]}; may be {@code z}
   * @implSpec takes one row of temporary numbers from a workspace of its own, so it allocates
   */
  default void softmax(Tensor z, Tensor a) {
    Checks.sameShape("softmax", "z", z, "a", a);
    try (Workspace temporary = workspace()) {
      Tensor row = temporary.tensor(1, z.shape().columns());
      maxOverUnits(z, row);
      combine(CombineOperation.SUBTRACT, z, row, a);
      apply(ElementwiseFunction.EXP, a, a);
      sumOverUnits(a, row);
      combine(CombineOperation.DIVIDE, a, row, a);
    }
  }

  /**
   * Gradient of softmax: {@code dzᵢⱼ ← aᵢⱼ · (daᵢⱼ − Σᵢ aᵢⱼ · daᵢⱼ)}.
   *
   * @param a {@code softmax(z)}, {@code [units, records]}
   * @param da {@code [units, records]}
   * @param dz {@code [units, records]}; may be {@code da}, not {@code a}
   * @implSpec takes temporary numbers from a workspace of its own, so it allocates
   */
  default void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    Checks.sameShape("softmaxGradient", "a", a, "da", da);
    Checks.sameShape("softmaxGradient", "a", a, "dz", dz);
    Checks.noAlias("softmaxGradient", "a", a, "dz", dz);
    try (Workspace temporary = workspace()) {
      Tensor products = temporary.tensor(a.shape());
      Tensor row = temporary.tensor(1, a.shape().columns());
      combine(CombineOperation.MULTIPLY, a, da, products);
      sumOverUnits(products, row);
      combine(CombineOperation.SUBTRACT, da, row, dz);
      combine(CombineOperation.MULTIPLY, a, dz, dz);
    }
  }

  // ---- gather, scatter and reshape

  /**
   * Units by their numbers: {@code outᵢⱼ ← a[unitsᵢ, j]}, and {@code +0.0} where {@code unitsᵢ} is
   * −1.
   *
   * <p>So a convolution finds the inputs of its windows, −1 being a place beyond the image's edge.
   *
   * @param a {@code [m, n]}; not modified
   * @param units for each unit of {@code out} one of {@code a}, or −1; not modified
   * @param out {@code [units.length, n]}; overwritten, never read; not {@code a}
   * @throws IndexOutOfBoundsException if a number is below −1 or not below {@code m}
   * @implSpec reads {@code a} and writes {@code out}: allocates arrays for both
   */
  default void gather(Tensor a, int[] units, Tensor out) {
    Checks.gather(a, units, out);
    Gathering.gather(this, a, units, out);
  }

  /**
   * The adjoint of {@link #gather}, a sum for each unit of {@code out}: {@code out[u, j] ← Σ aᵢⱼ}
   * over all {@code i} with {@code unitsᵢ = u}, from {@code +0.0}, {@code i} ascending; {@code
   * +0.0} for a unit that {@code units} does not name. Where {@code unitsᵢ} is −1, {@code aᵢⱼ} is
   * left out.
   *
   * @param a {@code [units.length, n]}; not modified
   * @param units for each unit of {@code a} one of {@code out}, or −1; not modified
   * @param out {@code [m, n]}; overwritten, never read; not {@code a}
   * @throws IndexOutOfBoundsException if a number is below −1 or not below {@code m}
   * @implSpec reads {@code a} and writes {@code out}: allocates arrays for both
   */
  default void scatterAdd(Tensor a, int[] units, Tensor out) {
    Checks.scatterAdd(a, units, out);
    Gathering.scatterAdd(this, a, units, out);
  }

  /**
   * Records by their numbers, which are values of a tensor: {@code outᵢⱼ ← a[i, indicesⱼ]}.
   *
   * <p>So an embedding finds the vector of each record's category: {@code a} is the table, {@code
   * indices} an integer feature.
   *
   * @param a {@code [m, k]}; not modified
   * @param indices {@code [1, n]}: whole numbers from 0 to {@code k − 1}; not modified
   * @param out {@code [m, n]}; overwritten, never read; neither {@code a} nor {@code indices}
   * @throws IndexOutOfBoundsException if an index is no whole number or outside that range
   * @implSpec reads {@code a} and {@code indices} and writes {@code out}: allocates arrays for all
   */
  default void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    Checks.gatherRecords(a, indices, out);
    Gathering.gatherRecords(this, a, indices, out);
  }

  /**
   * The adjoint of {@link #gatherRecords}, a sum for each record of {@code out}: {@code out[i, r] ←
   * Σ aᵢⱼ} over all {@code j} with {@code indicesⱼ = r}, from {@code +0.0}, {@code j} ascending;
   * {@code +0.0} for a record that {@code indices} does not name.
   *
   * @param a {@code [m, n]}; not modified
   * @param indices {@code [1, n]}: whole numbers from 0 to {@code k − 1}; not modified
   * @param out {@code [m, k]}; overwritten, never read; neither {@code a} nor {@code indices}
   * @throws IndexOutOfBoundsException if an index is no whole number or outside that range
   * @implSpec reads {@code a} and {@code indices} and writes {@code out}: allocates arrays for all
   */
  default void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    Checks.scatterAddRecords(a, indices, out);
    Gathering.scatterAddRecords(this, a, indices, out);
  }

  /**
   * The elements of {@code a} in another shape, in the order of transfer, record after record:
   * element number {@code e} of {@code out} is element number {@code e} of {@code a}.
   *
   * @param a not modified
   * @param out of as many elements; overwritten; may be {@code a}
   * @throws ShapeMismatchException if {@code out} has not as many elements
   * @implSpec reads {@code a} and writes {@code out}: allocates an array
   */
  default void reshape(Tensor a, Tensor out) {
    Checks.reshape(a, out);
    Gathering.reshape(this, a, out);
  }

  /** Copies all values in, record after record, from the start of {@code source}. */
  default void write(double[] source, Tensor out) {
    write(source, 0, out, 0, out.shape().size());
  }

  /** Copies all values out, record after record, to the start of {@code target}. */
  default void read(Tensor a, double[] target) {
    read(a, 0, a.shape().size(), target, 0);
  }

  /** Closes this backend and its workspaces; idempotent. */
  @Override
  void close();
}
