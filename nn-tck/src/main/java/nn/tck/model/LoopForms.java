package nn.tck.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.tck.reference.Bounds;
import nn.tck.reference.LoopValues;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;

/** {@code apply} in its forms, and the kernels that apply one named function. */
final class LoopForms {
  private static final List<String> EXTENTS = List.of("rows", "columns");

  private LoopForms() {}

  static List<KernelModel> all() {
    return List.of(
        KernelModel.of("apply", EXTENTS, apply()),
        KernelModel.of("fill", EXTENTS, List.of(fill())),
        KernelModel.of("copy", EXTENTS, List.of(copy(false), copy(true))),
        KernelModel.of("divideBy", EXTENTS, List.of(divideBy(false), divideBy(true))));
  }

  private static List<KernelForm> apply() {
    List<KernelForm> forms = new ArrayList<>();
    loops().forEach(loop -> forms.add(general(loop, NO_ALIAS, 0)));
    for (ElementwiseLoop loop : loops()) {
      for (int input = 0; input < loop.inputs(); input++) {
        forms.add(general(loop, input, loop.inputs()));
      }
    }
    // one tensor as both inputs, and as the output too
    for (ElementwiseLoop loop : FusedLoops.ofTwoInputs()) {
      forms.add(general(loop, 0, 1));
    }
    for (ElementwiseLoop loop : FusedLoops.ofOneInput()) {
      forms.add(shortForm(loop));
    }
    for (ElementwiseLoop loop : FusedLoops.ofTwoInputs()) {
      forms.add(shortForm(loop));
    }
    return forms;
  }

  private static final int NO_ALIAS = -1;

  /** All loops, with whatever operands and scalars. */
  private static List<ElementwiseLoop> loops() {
    return Stream.of(
            Arrays.stream(ElementwiseFunction.values()).map(ElementwiseLoop.class::cast),
            FusedLoops.ofOneInput().stream(),
            FusedLoops.ofTwoInputs().stream(),
            Stream.of(
                Loops.SCALE_AND_ADD,
                Loops.MOMENTUM,
                Loops.COUNT,
                Loops.SCALAR,
                Loops.NINE_OPERANDS))
        .flatMap(loops -> loops)
        .distinct()
        .toList();
  }

  private static String operandName(ElementwiseLoop loop, int p) {
    return p < loop.inputs() ? "input " + p : "output " + (p - loop.inputs());
  }

  /** The operands of a loop, of which one may be another one. */
  private static List<Operand> operands(ElementwiseLoop loop, int same, int as, int[] e) {
    List<Operand> operands = new ArrayList<>();
    boolean updates = !(loop instanceof ElementwiseFunction);
    for (int p = 0; p < loop.inputs() + loop.outputs(); p++) {
      String name = operandName(loop, p);
      Operand operand =
          p < loop.inputs()
              ? Operand.read(p, name, e[0], e[1])
              : updates
                  ? Operand.updated(p, name, e[0], e[1])
                  : Operand.written(p, name, e[0], e[1]);
      operands.add(same != NO_ALIAS && p == as ? operand.as(same) : operand);
    }
    return operands;
  }

  private static KernelForm general(ElementwiseLoop loop, int same, int as) {
    String name =
        "apply "
            + FusedLoops.name(loop)
            + (same == NO_ALIAS ? "" : ", operands " + same + " and " + as + " one");
    return new KernelForm(
        name,
        e -> operands(loop, same, as, e),
        setting -> {
          double[] scalars = new double[loop.scalars()];
          for (int at = 0; at < scalars.length; at++) {
            scalars[at] = at == 0 ? setting.scalar() : setting.random().uniform();
          }
          return call(
              loop,
              scalars,
              (backend, t) -> {
                double[] given = Arrays.copyOf(scalars, scalars.length + 1); // one too many
                Tensor[] operands = t.clone();
                backend.apply(loop, given, operands);
                Unchanged.array("apply: the scalars", scalars, given);
                if (!Arrays.equals(t, operands)) {
                  throw new AssertionError("apply: the array of operands was modified");
                }
              });
        },
        loop.scalars() > 0,
        true);
  }

  private static KernelForm shortForm(ElementwiseLoop loop) {
    return KernelForm.of(
        "apply " + FusedLoops.name(loop) + ", short form",
        e -> operands(loop, NO_ALIAS, 0, e),
        setting ->
            call(
                loop,
                new double[0],
                (backend, t) -> {
                  if (loop.inputs() == 1) {
                    backend.apply(loop, t[0], t[1]);
                  } else {
                    backend.apply(loop, t[0], t[1], t[2]);
                  }
                }));
  }

  private static KernelForm fill() {
    return new KernelForm(
        "fill",
        e -> List.of(Operand.written(0, "out", e[0], e[1])),
        setting ->
            Invocation.of(
                (backend, t) -> backend.fill(setting.scalar(), t[0]),
                (dtype, tier, m) ->
                    Bounds.exactly(Matrix.filled(m[0].shape(), dtype.round(setting.scalar())))),
        true,
        true);
  }

  private static KernelForm copy(boolean inPlace) {
    return KernelForm.of(
        "copy" + (inPlace ? " in place" : ""),
        e -> operands(ElementwiseFunction.COPY, inPlace ? 0 : NO_ALIAS, 1, e),
        setting ->
            call(
                ElementwiseFunction.COPY, new double[0], (backend, t) -> backend.copy(t[0], t[1])));
  }

  private static KernelForm divideBy(boolean inPlace) {
    return new KernelForm(
        "divideBy" + (inPlace ? " in place" : ""),
        e -> operands(ElementwiseFunction.DIVIDE_BY, inPlace ? 0 : NO_ALIAS, 1, e),
        setting ->
            call(
                ElementwiseFunction.DIVIDE_BY,
                new double[] {setting.scalar()},
                (backend, t) -> backend.divideBy(t[0], setting.scalar(), t[1])),
        true,
        true);
  }

  static Invocation call(ElementwiseLoop loop, double[] scalars, Invocation.Call call) {
    return new Invocation(
        call,
        (dtype, tier, m) -> {
          double[] rounded = Arrays.stream(scalars).map(dtype::round).toArray();
          Matrix[] outputs = LoopValues.of(loop, dtype, rounded, m);
          @Nullable Bounds[] expected = new @Nullable Bounds[m.length];
          for (int p = loop.inputs(); p < m.length; p++) {
            expected[p] = Bounds.exactly(outputs[p - loop.inputs()]);
          }
          return expected;
        });
  }
}
