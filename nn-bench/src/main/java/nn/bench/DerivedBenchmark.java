package nn.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.RequiredKernelsBackend;
import nn.api.Tensor;
import nn.api.Workspace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * A derived kernel of a dense layer [100, 100] by the backend's own form and by its default over
 * the required kernels, which must give the same bits: what a pass over memory costs.
 */
@SuppressWarnings("NullAway.Init") // set by prepare, which runs first
public class DerivedBenchmark extends BackendBenchmark {
  /** The contender that computes by the required kernels alone. */
  static final String DEFAULT = "by default";

  /** Numbers of records that are measured: tensors of 0.8 and of 8 MB in FLOAT64. */
  static final List<Integer> RECORDS = List.of(1_000, 10_000);

  private static final int UNITS = 100;

  /** The kernel. */
  public enum Kernel {
    /** Forward. */
    DENSE("dense") {
      @Override
      void call(Backend backend, DerivedBenchmark of) {
        backend.dense(of.w, of.x, of.b, ElementwiseFunction.RELU, of.ofRecords);
      }
    },
    /** Backward, to the pre-activation of the layer below. */
    INPUT_GRADIENT("denseInputGradient") {
      @Override
      void call(Backend backend, DerivedBenchmark of) {
        backend.denseInputGradient(
            of.w, of.dz, ElementwiseFunction.RELU_GRADIENT, of.x, of.ofRecords);
      }
    },
    /** Backward, to the parameters. */
    PARAMETER_GRADIENTS("denseParameterGradients") {
      @Override
      void call(Backend backend, DerivedBenchmark of) {
        backend.denseParameterGradients(of.dz, of.x, of.dw, of.db);
      }
    };

    private final String title;

    Kernel(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }

    abstract void call(Backend backend, DerivedBenchmark of);
  }

  /** The kernel. */
  @Param("DENSE")
  public Kernel kernel;

  /** The number of records. */
  @Param("1000")
  public int records;

  private Backend own;
  private Backend required;
  private Tensor w; // [units, units]
  private Tensor b; // [units, 1]
  private Tensor x; // [units, records]
  private Tensor dz; // [units, records]
  private Tensor ofRecords; // a result, [units, records]
  private Tensor dw; // [units, units]
  private Tensor db; // [units, 1]

  /** The work. */
  static Workload workload(DType dtype, Kernel kernel, int records) {
    String name = BenchCommand.spelling(dtype) + " " + kernel;
    return new JmhWorkload(
        String.format(Locale.ROOT, "%s, [100, 100] and %,d records", name, records),
        new Workload.Place("derived kernels, " + records + " records", name),
        dtype,
        Rate.perSecond("GFLOP", 2e-9 * UNITS * UNITS * records),
        DerivedBenchmark.class,
        Map.of("kernel", kernel.name(), "records", String.valueOf(records)),
        pace -> pace,
        List.of(DEFAULT));
  }

  @Override
  void prepare(Backend backend) {
    own = backend;
    required = new RequiredKernelsBackend(backend);
    Workspace workspace = backend.workspace();
    Random random = new Random(1);
    w = drawn(workspace, UNITS, random);
    b = drawn(workspace, 1, random);
    x = drawn(workspace, records, random);
    dz = drawn(workspace, records, random);
    ofRecords = workspace.tensor(UNITS, records);
    dw = workspace.tensor(UNITS, UNITS);
    db = workspace.tensor(UNITS, 1);
  }

  private static Tensor drawn(Workspace workspace, int columns, Random random) {
    Tensor tensor = workspace.tensor(UNITS, columns);
    double[] values = random.doubles(tensor.shape().size(), -1, 1).toArray();
    workspace.backend().write(values, tensor);
    return tensor;
  }

  @Override
  Verdict judge(Backend backend) {
    byDefault();
    double[] expected = results();
    own();
    double[] found = results();
    Loops.requireEqual(kernel.toString(), found, expected);
    return new Verdict(backend.tier(), Bits.of(found), Double.NaN);
  }

  private double[] results() {
    Tensor[] all =
        kernel == Kernel.PARAMETER_GRADIENTS ? new Tensor[] {dw, db} : new Tensor[] {ofRecords};
    int size = 0;
    for (Tensor tensor : all) {
      size += tensor.shape().size();
    }
    double[] values = new double[size];
    int offset = 0;
    for (Tensor tensor : all) {
      own.read(tensor, 0, tensor.shape().size(), values, offset);
      offset += tensor.shape().size();
    }
    return values;
  }

  /** One call. */
  @Benchmark
  public Object call() {
    if (contender.endsWith(DEFAULT)) {
      byDefault();
    } else {
      own();
    }
    return ofRecords;
  }

  /** The backend's form. */
  void own() {
    kernel.call(own, this);
  }

  /** The default over the required kernels. */
  void byDefault() {
    kernel.call(required, this);
  }
}
