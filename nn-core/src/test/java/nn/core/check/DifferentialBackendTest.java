package nn.core.check;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.ForwardingBackend;
import nn.api.RequiredKernelsBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.training.Training;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two backends side by side. */
class DifferentialBackendTest {
  private static final DataSet MOONS = Moons.make(100, 0.2, 100);

  private static Backend open(String name, DType dtype) {
    return Backends.open(name, new BackendOptions(dtype, 1));
  }

  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(7)
        .dense(5, relu())
        .dense(3, tanh())
        .dense(1, sigmoid())
        .build(backend);
  }

  private static String train(Backend backend) {
    try (backend;
        Network network = network(backend)) {
      network.fit(MOONS, Training.epochs(3).batch(32).learningRate(0.1));
      network.evaluate(MOONS);
      return network.weightsSha256();
    }
  }

  private static DifferenceException differs(Backend faulty, Runnable work) {
    try (faulty) {
      return assertThrows(DifferenceException.class, work::run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunWithoutDifferenceIsTheCheckedBackendsOwn(DType dtype) {
    for (String reference : List.of("naive", "naive-fma")) {
      for (String checked : List.of("naive", "naive-fma")) {
        Backend both = new DifferentialBackend(open(checked, dtype), open(reference, dtype));
        assertEquals(train(open(checked, dtype)), train(both), checked + " beside " + reference);
      }
    }
  }

  /** One element of each product of {@code aᵀ·b} is off by a part in 2⁴⁰, in dense layers too. */
  private static final class WrongTransA extends RequiredKernelsBackend {
    WrongTransA() {
      super(open("naive", DType.FLOAT64));
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      super.matmulTransA(a, b, out);
      double[] values = new double[out.shape().size()];
      read(out, values);
      values[1] *= 1 + 0x1p-40;
      write(values, out);
    }
  }

  private static void theWrongKernelIsNamed(
      String reference, String kernel, List<Shape> shapes, String allowed) {
    Backend both = new DifferentialBackend(new WrongTransA(), open(reference, DType.FLOAT64));
    DifferenceException difference = differs(both, () -> train(both));
    String message = String.valueOf(difference.getMessage());
    assertTrue(
        message.startsWith(
            "step 1, layer 3 (dense, 1 units, sigmoid), backward with the cost's gradient: "
                + kernel
                + ": naive and "
                + reference
                + " differ: operands "
                + shapes.stream().map(Shape::toString).collect(Collectors.joining(", "))
                + ": element [1, 0] of operand "
                + shapes.size()
                + " is "),
        message);
    assertTrue(message.contains(", allowed difference " + allowed), message);
    assertEquals(kernel, difference.kernel());
    assertEquals(shapes, difference.shapes());
    assertEquals(1, difference.element());
    assertEquals(difference.expected() * (1 + 0x1p-40), difference.actual(), 1e-15);
  }

  @Test
  void theFirstKernelThatDiffersIsNamedWithItsLayer() {
    theWrongKernelIsNamed(
        "naive",
        "denseInputGradient TANH_GRADIENT",
        List.of(new Shape(1, 3), new Shape(1, 32), new Shape(3, 32), new Shape(3, 32)),
        "none (the same bits)");
  }

  @Test
  void betweenArithmeticsADifferenceBeyondTheBoundIsFound() {
    theWrongKernelIsNamed(
        "naive-fma",
        "matmulTransA",
        List.of(new Shape(1, 3), new Shape(1, 32), new Shape(3, 32)),
        "");
  }

  @Test
  void aWrongUpdateIsNamedWithItsParameter() {
    Backend faulty =
        new ForwardingBackend(open("naive", DType.FLOAT64)) {
          @Override
          public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
            super.apply(loop, scalars, operands);
            if (operands.length == 2 && operands[1].shape().is(3, 5)) { // the second layer's w
              fill(0, operands[1]);
            }
          }
        };
    Backend both = new DifferentialBackend(faulty, open("naive", DType.FLOAT64));
    String message = String.valueOf(differs(both, () -> train(both)).getMessage());
    assertTrue(
        message.startsWith(
            "step 1, layer 2 (dense, 3 units, tanh), update of parameter weight: apply "),
        message);
  }

  @Test
  void aFasterFormOfADerivedKernelIsComparedToo() {
    Backend faulty =
        new ForwardingBackend(open("naive", DType.FLOAT64)) {
          @Override
          public void softmax(Tensor z, Tensor a) {
            super.softmax(z, a);
            divideBy(a, 1 + 0x1p-52, a);
          }
        };
    Backend both = new DifferentialBackend(faulty, open("naive", DType.FLOAT64));
    String message =
        String.valueOf(
            differs(
                    both,
                    () -> {
                      try (Network network =
                          Network.inputs(2).seed(7).dense(3, softmax()).build(both)) {
                        network.predict(new double[][] {{1, 2}, {3, 4}});
                      }
                    })
                .getMessage());
    assertTrue(
        message.startsWith(
            "record 0 and following, layer 1 (dense, 3 units, softmax), forward: softmax: naive"),
        message);
  }

  /** A backend whose sums over records are off by so much in their only element. */
  private static Backend sumsOffBy(double off) {
    return new ForwardingBackend(open("naive-fma", DType.FLOAT64)) {
      @Override
      public void sumOverRecords(Tensor a, Tensor out) {
        super.sumOverRecords(a, out);
        double[] sum = new double[1];
        read(out, sum);
        write(new double[] {sum[0] + off}, out);
      }
    };
  }

  private static void sum(Backend off) {
    try (Backend both = new DifferentialBackend(off, open("naive", DType.FLOAT64));
        Workspace workspace = both.workspace()) {
      Tensor a = workspace.tensor(1, 2);
      both.write(new double[] {1, -1}, a);
      both.sumOverRecords(a, workspace.tensor(1, 1));
    }
  }

  /** {@code 2·γ₁·(|1| + |−1|)}, beside a sum of 0. */
  @Test
  void theWholeBoundIsAllowedAndNoMore() {
    double u = 0x1p-53;
    double allowed = 4 * (u / (1 - u));
    sum(sumsOffBy(allowed));
    sum(sumsOffBy(-allowed));
    assertThrows(DifferenceException.class, () -> sum(sumsOffBy(Math.nextUp(allowed))));
  }

  /** Of three terms, {@code 2·γ₂·Σ|a|}; one to which nothing was added has one value. */
  @Test
  void betweenArithmeticsScatteredSumsMayDifferByTheirBound() {
    double u = 0x1p-53;
    double allowed = 2 * (2 * u / (1 - 2 * u)) * 4;
    scatter(allowed, 0);
    scatter(-allowed, 0);
    assertThrows(DifferenceException.class, () -> scatter(Math.nextUp(allowed), 0));
    assertThrows(DifferenceException.class, () -> scatter(Double.MIN_VALUE, 1));
  }

  /** 1 − 2 + 1 in element 0 and nothing in element 1, one of them off by so much. */
  private static void scatter(double off, int element) {
    Backend faulty =
        new ForwardingBackend(open("naive-fma", DType.FLOAT64)) {
          @Override
          public void scatterAdd(Tensor a, int[] units, Tensor out) {
            super.scatterAdd(a, units, out);
            add(out);
          }

          @Override
          public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
            super.scatterAddRecords(a, indices, out);
            add(out);
          }

          private void add(Tensor out) {
            double[] sums = new double[2];
            read(out, sums);
            sums[element] += off;
            write(sums, out);
          }
        };
    try (Backend both = new DifferentialBackend(faulty, open("naive", DType.FLOAT64));
        Workspace workspace = both.workspace()) {
      Tensor units = workspace.tensor(3, 1);
      Tensor records = workspace.tensor(1, 3);
      both.write(new double[] {1, -2, 1}, units);
      both.write(new double[] {1, -2, 1}, records);
      DifferenceException byUnits = null;
      try {
        both.scatterAdd(units, new int[3], workspace.tensor(2, 1));
      } catch (DifferenceException difference) {
        byUnits = difference;
      }
      try {
        both.scatterAddRecords(records, workspace.tensor(1, 3), workspace.tensor(1, 2));
      } catch (DifferenceException difference) {
        assertEquals(byUnits == null, false, "one form found it, the other did not");
        throw difference;
      }
      assertEquals(null, byUnits);
    }
  }

  /** Equal numbers of other bits are a difference where no bound allows any. */
  @Test
  void betweenArithmeticsTheSignOfAZeroIsADifference() {
    Backend faulty =
        new ForwardingBackend(open("naive-fma", DType.FLOAT64)) {
          @Override
          public void maxOverUnits(Tensor a, Tensor out) {
            super.maxOverUnits(a, out);
            write(new double[] {-0.0}, out);
          }
        };
    try (Backend both = new DifferentialBackend(faulty, open("naive", DType.FLOAT64));
        Workspace workspace = both.workspace()) {
      Tensor zero = workspace.tensor(1, 1);
      Tensor out = workspace.tensor(1, 1);
      DifferenceException difference =
          assertThrows(DifferenceException.class, () -> both.maxOverUnits(zero, out));
      assertEquals(-0.0, difference.actual());
      assertEquals(0.0, difference.expected());
    }
  }

  /** {@code dz = a ∘ (da − Σ a·da)} of (¼, ¾) and (4, 8) is (−¾, ¾). */
  @Test
  void theGradientOfSoftmaxIsComparedByItsPartsBetweenArithmetics() {
    for (String reference : List.of("naive", "naive-fma")) {
      List<String> called = new ArrayList<>();
      Backend telling =
          new ForwardingBackend(open("naive-fma", DType.FLOAT64)) {
            @Override
            public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
              called.add("whole");
              super.softmaxGradient(a, da, dz);
            }
          };
      try (Backend both = new DifferentialBackend(telling, open(reference, DType.FLOAT64));
          Workspace workspace = both.workspace()) {
        Tensor a = workspace.tensor(2, 1);
        Tensor da = workspace.tensor(2, 1);
        Tensor dz = workspace.tensor(2, 1);
        both.write(new double[] {0.25, 0.75}, a);
        both.write(new double[] {4, 8}, da);
        both.softmaxGradient(a, da, dz);
        double[] values = new double[2];
        both.read(dz, values);
        assertEquals(-0.75, values[0]);
        assertEquals(0.75, values[1]);
      }
      assertEquals(reference.equals("naive") ? List.of() : List.of("whole"), called);
    }
  }

  @Test
  void softmaxBetweenArithmeticsIsComparedByItsParts() {
    Backend both =
        new DifferentialBackend(open("naive-fma", DType.FLOAT32), open("naive", DType.FLOAT32));
    try (both;
        Network network = Network.inputs(2).seed(7).dense(3, softmax()).build(both);
        Network alone = network.copy(open("naive-fma", DType.FLOAT32))) {
      double[][] records = {{1, 2}, {3, 4}};
      assertEquals(List.of(alone.predict(records)[1][2]), List.of(network.predict(records)[1][2]));
      alone.backend().close();
    }
  }

  private interface Call {
    void run(Backend backend, Tensor a, Tensor out);
  }

  private static Named<Call> call(String name, Call call) {
    return Named.of(name, call);
  }

  private static Stream<Named<Call>> everyKernel() {
    return Stream.of(
        call("matmul", (backend, a, out) -> backend.matmul(a, a, out)),
        call("matmulTransA", (backend, a, out) -> backend.matmulTransA(a, a, out)),
        call("matmulTransB", (backend, a, out) -> backend.matmulTransB(a, a, out)),
        call("apply", (backend, a, out) -> backend.apply(ElementwiseFunction.SQUARE, a, out)),
        call("combine", (backend, a, out) -> backend.combine(CombineOperation.ADD, a, a, out)),
        call("sumOverRecords", Backend::sumOverRecords),
        call("sumOverUnits", Backend::sumOverUnits),
        call("maxOverUnits", Backend::maxOverUnits),
        call("fill", (backend, a, out) -> backend.fill(3, out)),
        call("copy", Backend::copy),
        call("divideBy", (backend, a, out) -> backend.divideBy(a, 3, out)),
        call(
            "dense",
            (backend, a, out) -> {
              try (Workspace workspace = backend.workspace()) {
                Tensor bias = workspace.tensor(a.shape().rows(), 1);
                backend.dense(a, a, bias, ElementwiseFunction.RELU, out);
              }
            }),
        call("softmax", Backend::softmax),
        call("softmaxGradient", (backend, a, out) -> backend.softmaxGradient(a, a, out)),
        call("gather", (backend, a, out) -> backend.gather(a, new int[1], out)),
        call("scatterAdd", (backend, a, out) -> backend.scatterAdd(a, new int[1], out)),
        call("gatherRecords", (backend, a, out) -> backend.gatherRecords(a, a, out)),
        call("scatterAddRecords", (backend, a, out) -> backend.scatterAddRecords(a, a, out)),
        call("reshape", Backend::reshape),
        call("write", (backend, a, out) -> backend.write(new double[] {3}, out)),
        call("write, in part", (backend, a, out) -> backend.write(new double[] {3}, 0, out, 0, 1)),
        call("write, floats", (backend, a, out) -> backend.write(new float[] {3}, 0, out, 0, 1)));
  }

  /** A backend that adds 1 to every result of one number, whichever the kernel. */
  private static Backend spoilt() {
    Backend naive = open("naive", DType.FLOAT64);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object result = method.invoke(naive, arguments);
          Tensor destination = null;
          if (arguments != null && method.getReturnType() == void.class) {
            for (Object argument : arguments) {
              if (argument instanceof Tensor tensor) {
                destination = tensor;
              } else if (argument instanceof Tensor[] tensors) {
                destination = tensors[tensors.length - 1];
              }
            }
          }
          if (destination != null && !method.getName().equals("read")) {
            double[] value = new double[1];
            naive.read(destination, value);
            naive.write(new double[] {value[0] + 1}, destination);
          }
          return result;
        };
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, handler);
  }

  @ParameterizedTest
  @MethodSource("everyKernel")
  void aDifferenceOfAnyKernelIsFound(Call call) {
    Backend both = new DifferentialBackend(spoilt(), open("naive", DType.FLOAT64));
    DifferenceException difference =
        differs(
            both,
            () -> {
              Workspace workspace = both.workspace();
              call.run(both, workspace.tensor(1, 1), workspace.tensor(1, 1));
            });
    assertEquals(1, difference.actual() - difference.expected());
  }

  @Test
  void aLostNotANumberIsADifference() {
    Backend faulty =
        new ForwardingBackend(open("naive", DType.FLOAT64)) {
          @Override
          public void matmul(Tensor a, Tensor b, Tensor out) {
            fill(0, out);
          }
        };
    Backend both = new DifferentialBackend(faulty, open("naive-fma", DType.FLOAT64));
    DifferenceException difference =
        differs(
            both,
            () -> {
              Tensor a = both.workspace().tensor(1, 1);
              Tensor out = both.workspace().tensor(1, 1);
              both.fill(Double.NaN, a);
              both.matmul(a, a, out);
            });
    assertEquals(Double.NaN, difference.expected());
    assertEquals(0.0, difference.actual());
  }

  @Test
  void numberTypesMustBeTheSame() {
    try (Backend one = open("naive", DType.FLOAT64);
        Backend other = open("naive", DType.FLOAT32)) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> new DifferentialBackend(one, other));
      assertEquals(
          "check: both backends must have one number type: naive has FLOAT64, naive has FLOAT32",
          refused.getMessage());
    }
  }

  @Test
  void closingClosesBoth() {
    Backend one = open("naive", DType.FLOAT64);
    Backend other = open("naive", DType.FLOAT64);
    new DifferentialBackend(one, other).close();
    assertThrows(ClosedException.class, one::workspace);
    assertThrows(ClosedException.class, other::workspace);
  }
}
