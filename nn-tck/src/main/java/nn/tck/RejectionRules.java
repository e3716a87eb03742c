package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import nn.api.AliasException;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.ForeignTensorException;
import nn.api.Shape;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.ModelCalls.Way;
import nn.tck.model.ExtentClass;
import nn.tck.reference.Form;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 6xx: what every kernel refuses. */
@Title("6xx rejections")
abstract class RejectionRules extends GatherRules {

  /** Outputs of a loop of which each two are one tensor. */
  private static final int OUTPUTS = 4;

  /** Other backends whose tensors are refused at level standard. */
  private static final int MORE_BACKENDS = 20;

  /** Kernels that are defined as an {@code apply} of a named function. */
  private static final Set<String> OF_APPLY = Set.of("copy", "divideBy");

  /** A call that must be refused. */
  private record Refusal(
      String kernel,
      String what,
      Class<? extends RuntimeException> type,
      Runnable call,
      List<Tensor> operands) {

    Refusal(
        String kernel,
        String what,
        Class<? extends RuntimeException> type,
        Runnable call,
        Tensor... operands) {
      this(kernel, what, type, call, List.of(operands));
    }
  }

  /** The kernels' ways to go wrong. */
  private interface Refusals {
    void add(Fixture f, Kernel kernel, List<Refusal> to);
  }

  private void check(List<Kernel> kernels, Refusals refusals) {
    each(f -> check(f, list(f, sized(f, kernels), refusals)));
  }

  /** The kernels with small extents and with drawn ones. */
  private static List<Kernel> sized(Fixture f, List<Kernel> kernels) {
    int most = f.random.pick(16, 64, 150);
    List<Kernel> sized = new ArrayList<>(kernels);
    sized.addAll(
        KernelCalls.scaled(
            kernels,
            f.random.between(3, most),
            f.random.between(most / 8, most),
            f.random.between(1, most)));
    return sized;
  }

  /** Sides of square operands. */
  private static int[] sides(Fixture f) {
    return new int[] {1, 4, 17, ExtentClass.logUniform(18, 150, f.random)};
  }

  /** Lengths of vectors. */
  private static int[] lengths(Fixture f) {
    return new int[] {4, ExtentClass.logUniform(5, 20_000, f.random)};
  }

  /** Of element-wise operands: small, and drawn with up to some thousand elements. */
  private static List<Shape> shapes(Fixture f) {
    int rows = ExtentClass.logUniform(1, 100, f.random);
    return List.of(new Shape(3, 5), new Shape(rows, ExtentClass.logUniform(1, 100, f.random)));
  }

  private static List<Refusal> list(Fixture f, List<Kernel> kernels, Refusals refusals) {
    List<Refusal> list = new ArrayList<>();
    for (Kernel kernel : kernels) {
      refusals.add(f, kernel, list);
    }
    return list;
  }

  private static void check(Fixture f, List<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      f.refused(
          refusal.kernel,
          refusal.what,
          refusal.type,
          refusal.call,
          refusal.operands.toArray(Tensor[]::new));
    }
  }

  // ---- null, foreign

  @SuppressWarnings("NullAway") // a caller without null checks, on purpose
  private static <T> T nothing(Class<T> type) {
    return type.cast(null);
  }

  private static void nulls(Fixture f, Kernel kernel, List<Refusal> to) {
    for (int p = 0; p < kernel.shapes().size(); p++) {
      Tensor[] operands = kernel.operands(f);
      Tensor[] whole = operands.clone();
      operands[p] = nothing(Tensor.class);
      to.add(
          new Refusal(
              kernel.name(),
              "operand " + p + " is null",
              NullPointerException.class,
              () -> kernel.call().run(f.backend, operands),
              whole));
    }
  }

  private static void nullArguments(Fixture f, List<Refusal> to) {
    for (Shape shape : shapes(f)) {
      nullArguments(f, shape, to);
    }
  }

  private static void nullArguments(Fixture f, Shape shape, List<Refusal> to) {
    Backend b = f.backend;
    int size = shape.size();
    Tensor a = f.tensor(f.draw(shape, Values.INTEGERS));
    Tensor out = f.tensor(f.draw(shape, Values.INTEGERS));
    Class<NullPointerException> type = NullPointerException.class;
    double[] noDoubles = nothing(double[].class);
    float[] noFloats = nothing(float[].class);
    ElementwiseLoop noLoop = nothing(ElementwiseLoop.class);
    CombineOperation noOp = nothing(CombineOperation.class);
    Tensor w = f.tensor(f.draw(new Shape(shape.rows(), shape.rows()), Values.INTEGERS));
    Tensor bias = f.tensor(f.draw(new Shape(shape.rows(), 1), Values.INTEGERS));
    to.add(new Refusal("dense", "loop", type, () -> b.dense(w, a, bias, noLoop, out), w, a, out));
    to.add(
        new Refusal(
            "denseInputGradient",
            "loop",
            type,
            () -> b.denseInputGradient(w, a, noLoop, a, out),
            w,
            a,
            out));
    Tensor[] both = {a, out};
    double[] noScalars = {};
    to.add(new Refusal("write", "source", type, () -> b.write(noDoubles, 0, out, 0, size), out));
    to.add(new Refusal("write", "source", type, () -> b.write(noFloats, 0, out, 0, size), out));
    to.add(new Refusal("write", "source", type, () -> b.write(noDoubles, out), out));
    to.add(new Refusal("read", "target", type, () -> b.read(a, 0, size, noDoubles, 0), a));
    to.add(new Refusal("read", "target", type, () -> b.read(a, 0, size, noFloats, 0), a));
    to.add(new Refusal("read", "target", type, () -> b.read(a, noDoubles), a));
    to.add(new Refusal("apply", "loop", type, () -> b.apply(noLoop, noScalars, both), both));
    to.add(new Refusal("apply", "loop", type, () -> b.apply(noLoop, a, out), both));
    to.add(new Refusal("apply", "loop", type, () -> b.apply(noLoop, a, a, out), both));
    to.add(
        new Refusal(
            "apply",
            "scalars",
            type,
            () -> b.apply(ElementwiseFunction.COPY, noDoubles, both),
            both));
    to.add(
        new Refusal(
            "apply",
            "operands",
            type,
            () -> b.apply(ElementwiseFunction.COPY, noScalars, nothing(Tensor[].class)),
            both));
    int[] noUnits = nothing(int[].class);
    to.add(new Refusal("gather", "units", type, () -> b.gather(a, noUnits, out), both));
    to.add(new Refusal("scatterAdd", "units", type, () -> b.scatterAdd(a, noUnits, out), both));
    Tensor column = f.tensor(f.draw(new Shape(shape.rows(), 1), Values.INTEGERS));
    to.add(new Refusal("combine", "op", type, () -> b.combine(noOp, a, a, out), both));
    to.add(new Refusal("combine", "op", type, () -> b.combine(noOp, a, column, out), both));
    to.add(new Refusal("tensor", "shape", type, () -> f.workspace().tensor(nothing(Shape.class))));
  }

  @Test
  @Rule(601)
  void spec601_refusesNull() {
    check(Kernel.all(), RejectionRules::nulls);
    each(
        f -> {
          List<Refusal> refusals = new ArrayList<>();
          nullArguments(f, refusals);
          check(f, refusals);
        });
  }

  private static Refusals foreign(Backend other, Workspace abroad) {
    return (f, kernel, to) -> {
      for (int p = 0; p < kernel.shapes().size(); p++) {
        Tensor[] operands = kernel.operands(f);
        operands[p] = abroad.tensor(kernel.shapes().get(p));
        to.add(
            new Refusal(
                kernel.name(),
                "operand " + p + " belongs to another instance",
                ForeignTensorException.class,
                () -> kernel.call().run(f.backend, operands),
                operands));
      }
      Tensor[] own = kernel.operands(f);
      to.add(
          new Refusal(
              kernel.name(),
              "all operands belong to another instance",
              ForeignTensorException.class,
              () -> kernel.call().run(other, own),
              own));
    };
  }

  @Test
  @Rule(602)
  void spec602_refusesAForeignTensor() {
    each(
        f -> {
          Backend other = f.another();
          check(f, list(f, sized(f, Kernel.all()), foreign(other, other.workspace())));
          for (int more = f.level().isStandard() ? MORE_BACKENDS : 6; more > 0; more--) {
            Backend another = f.another();
            check(f, list(f, Kernel.all(), foreign(another, another.workspace())));
          }
        });
  }

  // ---- shapes

  private static void shapes(Fixture f, Kernel kernel, List<Refusal> to) {
    for (int p = 0; p < kernel.shapes().size(); p++) {
      for (Shape wrong : kernel.wrongShapes(p)) {
        Tensor[] operands = kernel.operands(f);
        operands[p] = f.tensor(f.draw(wrong, Values.INTEGERS));
        to.add(
            new Refusal(
                kernel.name(),
                "operand " + p + " is " + wrong + ", not " + kernel.shapes().get(p),
                ShapeMismatchException.class,
                () -> kernel.call().run(f.backend, operands),
                operands));
      }
    }
  }

  @Test
  @Rule(603)
  void spec603_productsRefuseShapesThatDoNotFit() {
    check(Kernel.products(), RejectionRules::shapes);
  }

  @Test
  @Rule(604)
  void spec604_elementwiseKernelsRefuseShapesThatDiffer() {
    check(Kernel.elementwise(), RejectionRules::shapes);
  }

  @Test
  @Rule(605)
  void spec605_combineRefusesAnyOtherBroadcast() {
    check(Kernel.combinations(), RejectionRules::shapes);
  }

  @Test
  @Rule(606)
  void spec606_reductionsRefuseAWrongDestination() {
    check(Kernel.reductions(), RejectionRules::shapes);
  }

  @Test
  @Rule(607)
  void spec607_namesTheShapesThatDoNotFit() {
    each(
        f -> {
          for (Kernel kernel : sized(f, Kernel.all())) {
            String name = kernel.name().split("[ ,]", 2)[0];
            for (Refusal refusal : list(f, List.of(kernel), RejectionRules::shapes)) {
              Tensor[] operands = refusal.operands.toArray(Tensor[]::new);
              RuntimeException thrown =
                  f.refused(refusal.kernel, refusal.what, refusal.type, refusal.call, operands);
              String message = String.valueOf(thrown.getMessage());
              long named =
                  refusal.operands.stream()
                      .filter(operand -> message.contains(operand.shape().toString()))
                      .count();
              f.check(
                  begins(message, name) && named >= 2,
                  refusal.kernel,
                  refusal.what + ": the message does not name kernel and shapes: " + message,
                  operands);
            }
          }
        });
  }

  /** With the kernel's name, or with that of the kernel whose short form it is. */
  private static boolean begins(String message, String kernel) {
    return message.startsWith(kernel + ": ")
        || (OF_APPLY.contains(kernel) && message.startsWith("apply: "));
  }

  @Test
  @Rule(608)
  void spec608_applyRefusesAWrongNumberOfOperands() {
    each(f -> check(f, counts(f)));
  }

  private static List<Refusal> counts(Fixture f) {
    List<Refusal> refusals = new ArrayList<>();
    for (Shape shape : shapes(f)) {
      counts(f, shape, refusals);
    }
    return refusals;
  }

  private static void counts(Fixture f, Shape shape, List<Refusal> refusals) {
    for (int count = 1; count <= 4; count++) {
      if (count != 3) {
        Tensor[] operands = new Tensor[count];
        for (int p = 0; p < count; p++) {
          operands[p] = f.tensor(f.draw(shape, Values.INTEGERS));
        }
        refusals.add(
            new Refusal(
                "apply",
                count + " operands of 3",
                IllegalArgumentException.class,
                () -> f.backend.apply(ElementwiseFunction.TANH_GRADIENT, new double[0], operands),
                operands));
      }
    }
    Tensor[] two = {f.dirty(shape), f.dirty(shape)};
    refusals.add(
        new Refusal(
            "apply",
            "2 operands of 3",
            IllegalArgumentException.class,
            () -> f.backend.apply(ElementwiseFunction.TANH_GRADIENT, two[0], two[1]),
            two));
  }

  @Test
  @Rule(609)
  void spec609_applyRefusesTooFewScalars() {
    each(f -> check(f, fewScalars(f)));
  }

  private static List<Refusal> fewScalars(Fixture f) {
    List<Refusal> refusals = new ArrayList<>();
    shapes(f).forEach(shape -> refusals.addAll(fewScalars(f, shape)));
    return refusals;
  }

  private static List<Refusal> fewScalars(Fixture f, Shape shape) {
    Tensor[] two = {f.dirty(shape), f.dirty(shape)};
    Tensor[] three = {two[0], two[1], f.dirty(shape)};
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    return List.of(
        new Refusal(
            "apply",
            "no scalar for SCALE",
            type,
            () -> f.backend.apply(ElementwiseFunction.SCALE, new double[0], two),
            two),
        new Refusal(
            "apply",
            "no scalar for SCALE",
            type,
            () -> f.backend.apply(ElementwiseFunction.SCALE, two[0], two[1]),
            two),
        new Refusal(
            "apply",
            "one scalar of two",
            type,
            () -> f.backend.apply(Loops.MOMENTUM, new double[1], three),
            three));
  }

  // ---- aliases

  private static List<Refusal> productAliases(Fixture f) {
    List<Refusal> refusals = new ArrayList<>();
    for (Form form : Form.values()) {
      for (int n : sides(f)) {
        Tensor a = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
        Tensor b = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
        refusals.add(alias(form.kernel, "out is a", () -> form.run(f.backend, a, b, a), a, b));
        refusals.add(alias(form.kernel, "out is b", () -> form.run(f.backend, a, b, b), a, b));
        refusals.add(alias(form.kernel, "all one", () -> form.run(f.backend, a, a, a), a));
      }
    }
    return refusals;
  }

  private static Refusal alias(String kernel, String what, Runnable call, Tensor... operands) {
    return new Refusal(kernel, what, AliasException.class, call, operands);
  }

  @Test
  @Rule(610)
  void spec610_productsRefuseAnOperandAsDestination() {
    each(f -> check(f, productAliases(f)));
  }

  private static List<Refusal> reductionAliases(Fixture f) {
    Backend b = f.backend;
    List<Refusal> refusals = new ArrayList<>();
    for (int length : lengths(f)) {
      Tensor column = f.tensor(f.draw(new Shape(length, 1), Values.INTEGERS));
      Tensor row = f.tensor(f.draw(new Shape(1, length), Values.INTEGERS));
      refusals.add(
          alias("sumOverRecords", "out is a", () -> b.sumOverRecords(column, column), column));
      refusals.add(alias("sumOverUnits", "out is a", () -> b.sumOverUnits(row, row), row));
      refusals.add(alias("maxOverUnits", "out is a", () -> b.maxOverUnits(row, row), row));
    }
    return refusals;
  }

  @Test
  @Rule(611)
  void spec611_reductionsRefuseTheirOperandAsDestination() {
    each(f -> check(f, reductionAliases(f)));
  }

  private static List<Refusal> gradientAliases(Fixture f) {
    List<Refusal> refusals = new ArrayList<>();
    for (int records : lengths(f)) {
      Tensor a = f.tensor(f.draw(new Shape(3, records), Values.INTEGERS));
      Tensor da = f.tensor(f.draw(new Shape(3, records), Values.INTEGERS));
      refusals.add(
          alias("softmaxGradient", "dz is a", () -> f.backend.softmaxGradient(a, da, a), a, da));
    }
    return refusals;
  }

  @Test
  @Rule(612)
  void spec612_softmaxGradientRefusesItsOutputAsDestination() {
    each(f -> check(f, gradientAliases(f)));
  }

  private static List<Refusal> outputAliases(Fixture f) {
    List<Refusal> refusals = new ArrayList<>();
    double[] scalars = {0.9, 0.1};
    for (int records : lengths(f)) {
      Tensor g = f.tensor(f.draw(new Shape(3, records), Values.INTEGERS));
      Tensor w = f.tensor(f.draw(new Shape(3, records), Values.INTEGERS));
      for (Tensor[] operands : new Tensor[][] {{g, w, w}, {g, g, g}}) {
        refusals.add(
            alias(
                "apply",
                "two outputs",
                () -> f.backend.apply(Loops.MOMENTUM, scalars, operands),
                operands));
      }
      refusals.addAll(pairsOfOutputs(f, g));
    }
    return refusals;
  }

  /** Each two of four outputs are the same tensor. */
  private static List<Refusal> pairsOfOutputs(Fixture f, Tensor input) {
    ElementwiseLoop loop = Loops.throwing(1, OUTPUTS, new Loops.Refusal());
    List<Refusal> refusals = new ArrayList<>();
    for (int one = 1; one <= OUTPUTS; one++) {
      for (int other = one + 1; other <= OUTPUTS; other++) {
        Tensor[] operands = new Tensor[1 + OUTPUTS];
        Arrays.setAll(
            operands, p -> p == 0 ? input : f.tensor(f.draw(input.shape(), Values.INTEGERS)));
        operands[other] = operands[one];
        String what = "outputs " + one + " and " + other;
        refusals.add(
            alias("apply", what, () -> f.backend.apply(loop, new double[0], operands), operands));
      }
    }
    return refusals;
  }

  @Test
  @Rule(613)
  void spec613_applyRefusesOneTensorAsTwoOutputs() {
    each(f -> check(f, outputAliases(f)));
  }

  // ---- dense

  @Test
  @Rule(620)
  void spec620_denseKernelsRefuseShapesThatDoNotFit() {
    check(Kernel.dense(), RejectionRules::shapes);
  }

  private static List<Refusal> denseAliases(Fixture f) {
    Backend backend = f.backend;
    List<Refusal> refusals = new ArrayList<>();
    for (int n : sides(f)) {
      Tensor w = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor x = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor b = f.tensor(f.draw(new Shape(n, 1), Values.INTEGERS));
      Tensor record = f.tensor(f.draw(new Shape(n, 1), Values.INTEGERS));
      ElementwiseLoop relu = ElementwiseFunction.RELU;
      refusals.add(alias("dense", "out is w", () -> backend.dense(w, x, b, relu, w), w, x, b));
      refusals.add(alias("dense", "out is x", () -> backend.dense(w, x, b, relu, x), w, x, b));
      refusals.add(
          alias("dense", "out is b", () -> backend.dense(w, record, b, relu, b), w, record, b));
    }
    return refusals;
  }

  private static List<Refusal> inputGradientAliases(Fixture f) {
    Backend backend = f.backend;
    ElementwiseLoop loop = ElementwiseFunction.RELU_GRADIENT;
    List<Refusal> refusals = new ArrayList<>();
    for (int n : sides(f)) {
      Tensor w = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor dz = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor a = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      for (Tensor out : List.of(w, dz, a)) {
        refusals.add(
            alias(
                "denseInputGradient",
                "out is " + (out == w ? "w" : out == dz ? "dz" : "a"),
                () -> backend.denseInputGradient(w, dz, loop, a, out),
                w,
                dz,
                a));
      }
    }
    return refusals;
  }

  private static List<Refusal> parameterGradientAliases(Fixture f) {
    Backend backend = f.backend;
    String kernel = "denseParameterGradients";
    List<Refusal> refusals = new ArrayList<>();
    for (int n : sides(f)) {
      Tensor dz = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor x = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor record = f.tensor(f.draw(new Shape(n, 1), Values.INTEGERS));
      Tensor input = f.tensor(f.draw(new Shape(1, n), Values.INTEGERS));
      Tensor other = f.tensor(f.draw(new Shape(n, 1), Values.INTEGERS));
      Tensor dw = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor db = f.tensor(f.draw(new Shape(n, 1), Values.INTEGERS));
      refusals.add(
          alias(
              kernel, "dw is dz", () -> backend.denseParameterGradients(dz, x, dz, db), dz, x, db));
      refusals.add(
          alias(kernel, "dw is x", () -> backend.denseParameterGradients(dz, x, x, db), dz, x, db));
      refusals.add(
          alias(
              kernel,
              "db is dz",
              () -> backend.denseParameterGradients(record, other, dw, record),
              record,
              other,
              dw));
      refusals.add(
          alias(
              kernel,
              "db is x",
              () -> backend.denseParameterGradients(record, other, dw, other),
              record,
              other,
              dw));
      refusals.add(
          alias(
              kernel,
              "db is dw",
              () -> backend.denseParameterGradients(dz, input, db, db),
              dz,
              input,
              db));
    }
    return refusals;
  }

  @Test
  @Rule(621)
  void spec621_denseKernelsRefuseAnOperandAsDestination() {
    each(
        f -> {
          check(f, denseAliases(f));
          check(f, inputGradientAliases(f));
          check(f, parameterGradientAliases(f));
        });
  }

  private static List<Refusal> otherLoops(Fixture f) {
    List<Kernel> dense = sized(f, Kernel.dense());
    int some = dense.size() / 2; // as they are, then with drawn extents
    List<Refusal> refusals = new ArrayList<>();
    for (int first : new int[] {0, some}) {
      otherLoops(f, dense.get(first).operands(f), dense.get(first + 1).operands(f), refusals);
    }
    return refusals;
  }

  private static void otherLoops(Fixture f, Tensor[] t, Tensor[] g, List<Refusal> refusals) {
    for (ElementwiseLoop loop :
        List.of(
            ElementwiseFunction.FILL,
            ElementwiseFunction.SCALE,
            ElementwiseFunction.RELU_GRADIENT,
            Loops.MOMENTUM,
            Loops.COUNT)) {
      refusals.add(
          new Refusal(
              "dense",
              loop + " as activation",
              IllegalArgumentException.class,
              () -> f.backend.dense(t[0], t[1], t[2], loop, t[3]),
              t));
    }
    for (ElementwiseLoop loop :
        List.of(
            ElementwiseFunction.FILL,
            ElementwiseFunction.RELU,
            Loops.SCALE_AND_ADD,
            Loops.MOMENTUM,
            Loops.COUNT)) {
      refusals.add(
          new Refusal(
              "denseInputGradient",
              loop + " as gradient",
              IllegalArgumentException.class,
              () -> f.backend.denseInputGradient(g[0], g[1], loop, g[2], g[3]),
              g));
    }
  }

  @Test
  @Rule(622)
  void spec622_denseKernelsRefuseALoopOfOtherOperands() {
    each(f -> check(f, otherLoops(f)));
  }

  // ---- gather, scatter and reshape

  @Test
  @Rule(623)
  void spec623_gatherScatterAndReshapeRefuseShapesThatDoNotFit() {
    check(GatherKernels.all(), RejectionRules::shapes);
  }

  private static List<Refusal> wrongNumbers(Fixture f) {
    List<Refusal> refusals = new ArrayList<>();
    wrongNumbers(f, 3, 5, 3, refusals);
    for (int most : new int[] {40, 250, 1_000}) {
      int units = ExtentClass.logUniform(1, 40, f.random);
      int records = ExtentClass.logUniform(1, 40, f.random);
      int count = f.random.between(most / 4, most);
      wrongNumbers(f, units, records, count, refusals);
    }
    return refusals;
  }

  /** A wrong number at the end, or anywhere, among so many right ones. */
  private static void wrongNumbers(Fixture f, int units, int records, int count, List<Refusal> to) {
    Backend b = f.backend;
    Class<IndexOutOfBoundsException> type = IndexOutOfBoundsException.class;
    Tensor all = f.tensor(f.draw(new Shape(units, records), Values.INTEGERS));
    Tensor byUnits = f.tensor(f.draw(new Shape(count, records), Values.INTEGERS));
    for (int wrong : new int[] {-2, units, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      int[] numbers = new int[count];
      Arrays.setAll(numbers, any -> f.random.below(units + 1) - 1);
      int at = place(f, count);
      numbers[at] = wrong;
      String what = "unit " + wrong + " of " + units + " as number " + at + " of " + count;
      to.add(
          new Refusal("gather", what, type, () -> b.gather(all, numbers, byUnits), all, byUnits));
      to.add(
          new Refusal(
              "scatterAdd", what, type, () -> b.scatterAdd(byUnits, numbers, all), byUnits, all));
    }
    Tensor byRecords = f.tensor(f.draw(new Shape(units, count), Values.INTEGERS));
    double last = records - 1;
    for (double wrong :
        new double[] {-1, records, 0.5, last + 0.5, -0.25, 0x1p31, 0x1p32, 1e30, Double.NaN}) {
      Matrix numbers = Matrix.filled(new Shape(1, count), 0.0).map(any -> f.random.below(records));
      int at = place(f, count);
      numbers.set(0, at, wrong);
      Tensor indices = f.tensor(numbers);
      String what = "record " + wrong + " of " + records + " as number " + at + " of " + count;
      to.add(
          new Refusal(
              "gatherRecords",
              what,
              type,
              () -> b.gatherRecords(all, indices, byRecords),
              all,
              indices,
              byRecords));
      to.add(
          new Refusal(
              "scatterAddRecords",
              what,
              type,
              () -> b.scatterAddRecords(byRecords, indices, all),
              byRecords,
              indices,
              all));
    }
  }

  private static int place(Fixture f, int count) {
    return f.random.below(2) == 0 ? count - 1 : f.random.below(count);
  }

  @Test
  @Rule(624)
  void spec624_gatherAndScatterRefuseNumbersOfNothing() {
    each(f -> check(f, wrongNumbers(f)));
  }

  private static List<Refusal> gatherAliases(Fixture f) {
    Backend b = f.backend;
    List<Refusal> refusals = new ArrayList<>();
    for (int n : sides(f)) {
      Tensor a = f.tensor(f.draw(new Shape(n, n), Values.INTEGERS));
      Tensor row = f.tensor(f.draw(new Shape(1, n), Values.INTEGERS));
      Tensor at = f.tensor(Matrix.filled(new Shape(1, n), 0));
      int[] units = new int[n];
      refusals.add(alias("gather", "out is a", () -> b.gather(a, units, a), a));
      refusals.add(alias("scatterAdd", "out is a", () -> b.scatterAdd(a, units, a), a));
      refusals.add(alias("gatherRecords", "out is a", () -> b.gatherRecords(a, at, a), a, at));
      refusals.add(
          alias("gatherRecords", "out is indices", () -> b.gatherRecords(row, at, at), row, at));
      refusals.add(
          alias("scatterAddRecords", "out is a", () -> b.scatterAddRecords(a, at, a), a, at));
      refusals.add(
          alias(
              "scatterAddRecords",
              "out is indices",
              () -> b.scatterAddRecords(row, at, at),
              row,
              at));
    }
    return refusals;
  }

  @Test
  @Rule(625)
  void spec625_gatherAndScatterRefuseAnOperandAsDestination() {
    each(f -> check(f, gatherAliases(f)));
  }

  // ---- closed

  private static void closed(Fixture f, Kernel kernel, List<Refusal> to) {
    for (int p = 0; p < kernel.shapes().size(); p++) {
      Tensor[] operands = kernel.operands(f);
      try (Workspace ended = f.backend.workspace()) {
        operands[p] = ended.tensor(kernel.shapes().get(p));
      }
      to.add(
          new Refusal(
              kernel.name(),
              "the workspace of operand " + p + " is closed",
              ClosedException.class,
              () -> kernel.call().run(f.backend, operands),
              operands));
    }
  }

  @Test
  @Rule(614)
  void spec614_refusesATensorOfAClosedWorkspace() {
    check(Kernel.all(), RejectionRules::closed);
  }

  @Test
  @Rule(615)
  void spec615_refusesEverythingAfterTheBackendIsClosed() {
    each(
        f -> {
          List<Refusal> refusals = new ArrayList<>();
          for (Kernel kernel : sized(f, Kernel.all())) {
            Tensor[] operands = kernel.operands(f);
            refusals.add(
                new Refusal(
                    kernel.name(),
                    "the backend is closed",
                    ClosedException.class,
                    () -> kernel.call().run(f.backend, operands),
                    operands));
          }
          f.backend.close();
          check(f, refusals);
        });
  }

  @Test
  @Rule(616)
  void spec616_aClosedWorkspaceGivesNoTensor() {
    each(
        f -> {
          for (int tensors : new int[] {0, 1, f.random.between(2, 9), f.random.between(10, 200)}) {
            Workspace ended = f.backend.workspace();
            for (int tensor = 0; tensor < tensors; tensor++) {
              ended.tensor(f.random.between(1, 40), f.random.between(1, 40));
            }
            ended.close();
            String what = "the workspace is closed, which had " + tensors + " tensors";
            f.refused("tensor", what, ClosedException.class, () -> ended.tensor(new Shape(2, 3)));
            f.refused("tensor", what, ClosedException.class, () -> ended.tensor(2, 3));
            f.refused("tensor", what, ClosedException.class, () -> ended.tensor(257, 65));
          }
        });
  }

  @Test
  @Rule(617)
  void spec617_aClosedBackendGivesNoWorkspaceAndNoTensor() {
    each(
        f -> {
          Workspace left = f.backend.workspace();
          f.backend.close();
          f.refused(
              "workspace", "the backend is closed", ClosedException.class, f.backend::workspace);
          f.refused(
              "tensor", "the backend is closed", ClosedException.class, () -> left.tensor(2, 3));
        });
  }

  // ---- nothing written

  @Test
  @Rule(618)
  void spec618_writesNothingBeforeItRefuses() {
    each(
        f -> {
          List<Refusal> refusals = new ArrayList<>();
          List<Kernel> kernels = sized(f, Kernel.all());
          Backend other = f.another();
          Workspace abroad = other.workspace();
          Workspace ended = f.backend.workspace();
          refusals.addAll(list(f, kernels, RejectionRules::nulls));
          nullArguments(f, refusals);
          refusals.addAll(
              list(
                  f,
                  kernels,
                  strangers(abroad, "belongs to another instance", ForeignTensorException.class)));
          refusals.addAll(
              list(
                  f, kernels, strangers(ended, "is of a closed workspace", ClosedException.class)));
          refusals.addAll(list(f, kernels, RejectionRules::shapes));
          refusals.addAll(counts(f));
          refusals.addAll(fewScalars(f));
          refusals.addAll(productAliases(f));
          refusals.addAll(reductionAliases(f));
          refusals.addAll(gradientAliases(f));
          refusals.addAll(outputAliases(f));
          refusals.addAll(wrongNumbers(f));
          refusals.addAll(gatherAliases(f));
          ended.close();
          refusals.forEach(refusal -> untouched(f, refusal));
        });
  }

  /** Each operand in turn is a tensor of a workspace from which nothing can be read. */
  private static Refusals strangers(
      Workspace elsewhere, String what, Class<? extends RuntimeException> type) {
    return (f, kernel, to) -> {
      for (int p = 0; p < kernel.shapes().size(); p++) {
        Tensor[] operands = kernel.operands(f);
        Tensor stranger = elsewhere.tensor(kernel.shapes().get(p));
        operands[p] = stranger;
        to.add(
            new Refusal(
                kernel.name(),
                "operand " + p + " " + what,
                type,
                () -> kernel.call().run(f.backend, operands),
                without(operands, stranger)));
      }
    };
  }

  private static Tensor[] without(Tensor[] operands, Tensor stranger) {
    return Arrays.stream(operands).filter(t -> t != stranger).toArray(Tensor[]::new);
  }

  /** Whether it refuses is another rule's matter. */
  private static void untouched(Fixture f, Refusal refusal) {
    List<Matrix> before = refusal.operands.stream().map(f::values).toList();
    try {
      refusal.call.run();
      return;
    } catch (RuntimeException refused) {
      for (int p = 0; p < before.size(); p++) {
        f.unchanged(
            refusal.kernel + ", refused since " + refusal.what,
            "an operand",
            before.get(p),
            refusal.operands.get(p));
      }
    }
  }

  @Test
  @Rule(619)
  void spec619_staysUsableAfterARefusal() {
    each(
        f -> {
          Tensor a = f.tensor(Matrix.of(2, 3, 1, 2, 3, 4, 5, 6));
          Tensor out = f.dirty(new Shape(2, 3));
          f.refused(
              "matmul",
              "shapes",
              ShapeMismatchException.class,
              () -> f.backend.matmul(a, a, out),
              a,
              a,
              out);
          f.backend.combine(CombineOperation.ADD, a, a, out);
          f.equal("combine", Matrix.of(2, 3, 2, 4, 6, 8, 10, 12), out, a, a, out);
          ModelCalls model = new ModelCalls(f);
          for (Way way : model.first()) {
            if (f.next()) {
              List<Kernel> same =
                  sized(f, Kernel.all()).stream()
                      .filter(kernel -> kernel.name().equals(way.model().kernel()))
                      .toList();
              List<Refusal> refusals = list(f, same, RejectionRules::shapes);
              refusals.addAll(list(f, same, RejectionRules::closed));
              for (int[] size : new int[][] {{1, 200}, {200, 4_000}, {4_000, 40_000}}) {
                if (!refusals.isEmpty()) {
                  Refusal refusal = refusals.get(f.random.below(refusals.size()));
                  Tensor[] operands = refusal.operands.toArray(Tensor[]::new);
                  f.refused(refusal.kernel, refusal.what, refusal.type, refusal.call, operands);
                }
                BoundCall call = model.draw(way, size[0], size[1]);
                call.run();
                call.check(", after a refused call");
              }
            }
          }
        });
  }
}
