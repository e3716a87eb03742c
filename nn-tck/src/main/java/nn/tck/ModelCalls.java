package nn.tck;

import java.util.Arrays;
import java.util.List;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.model.Data;
import nn.tck.model.ExtentClass;
import nn.tck.model.KernelForm;
import nn.tck.model.KernelModel;
import nn.tck.model.KernelModels;
import nn.tck.model.Operand;

/** Draws calls of the coverage model for rules that hold for every kernel. */
final class ModelCalls {

  /** So many multiplications take some tenth of a millisecond. */
  private static final long MULTIPLICATIONS = 1 << 18;

  /** In the operands of a call of which one extent is large. */
  private static final int MANY_ELEMENTS = 1 << 19;

  private static final int ATTEMPTS = 100;

  /** Extents that tell which of them an operand's dimension is. */
  private static final int[] PROBE = {5, 7, 11};

  private final Fixture f;
  private final List<KernelModel> models = KernelModels.all();

  ModelCalls(Fixture fixture) {
    f = fixture;
  }

  /** The names of all kernels. */
  List<String> kernels() {
    return models.stream().map(KernelModel::kernel).distinct().toList();
  }

  /** A way to call a kernel. */
  record Way(KernelModel model, KernelForm form) {}

  /** All ways to call all kernels of which the tier says what they give. */
  List<Way> ways() {
    return models.stream()
        .flatMap(model -> model.forms(f.tier).stream().map(form -> new Way(model, form)))
        .toList();
  }

  /** All ways to call one kernel. */
  List<Way> ways(String kernel) {
    return ways().stream().filter(way -> way.model().kernel().equals(kernel)).toList();
  }

  /** The first way to call each kernel. */
  List<Way> first() {
    return kernels().stream().map(kernel -> ways(kernel).get(0)).toList();
  }

  /** A call with {@code least} to {@code most} numbers in its operands, if its limits allow. */
  BoundCall draw(Way way, int least, int most) {
    return draw(f.workspace(), way, least, most);
  }

  /** A call that takes some milliseconds in plain loops. */
  BoundCall drawLong(Way way) {
    int[] extents = new int[way.model().extents().size()];
    int most = way.model().isProduct() ? 450 : 700;
    Arrays.setAll(extents, any -> f.random.between(most / 2, most));
    return draw(f.workspace(), way, extents, Data.UNIFORM);
  }

  /** A call of which one extent is some ten thousand, or as large as the limits allow. */
  BoundCall drawMany(Way way, Data data) {
    int[] extents = new int[way.model().extents().size()];
    int others = f.random.below(2) == 0 ? 1 : 3;
    Arrays.setAll(extents, any -> f.random.between(1, others));
    int many = f.random.below(extents.length);
    extents[many] = ExtentClass.logUniform(16_386, 70_000, f.random);
    while (!allowed(way, extents, MANY_ELEMENTS)) {
      extents[many] /= 2; // of a form that squares it
    }
    return draw(f.workspace(), way, extents, data);
  }

  /** The same on another workspace of the fixture's backend or of another one. */
  BoundCall draw(Workspace workspace, Way way, int least, int most) {
    return draw(workspace, way, extents(way, least, most), Data.UNIFORM);
  }

  /** A call of given extents. */
  BoundCall draw(Workspace workspace, Way way, int[] extents, Data data) {
    return BoundCall.draw(
        f, workspace.backend(), workspace, way.form(), extents, data, f.random.uniform());
  }

  /** A call of the same extents in another form of the kernel's model, if it has one. */
  BoundCall inAnotherForm(List<Way> ways, Way way, BoundCall call) {
    List<Way> others =
        ways.stream()
            .filter(other -> other.model().equals(way.model()) && !other.equals(way))
            .toList();
    return others.isEmpty()
        ? call.sibling()
        : draw(
            f.workspace(), others.get(f.random.below(others.size())), call.extents(), Data.UNIFORM);
  }

  /**
   * Calls every kernel but one with a tensor as each of the operands that it reads and can have.
   */
  void readByOthers(String kernel, Tensor tensor) {
    for (Way way : first()) {
      if (way.model().kernel().equals(kernel)) {
        continue;
      }
      List<Operand> probe = way.form().operands().of(PROBE);
      for (int p = 0; p < probe.size(); p++) {
        int[] extents = extents(probe.get(p).shape(), tensor.shape());
        if (probe.get(p).role() == Operand.Role.READ && probe.get(p).limit() == 0) {
          Shape shape = way.form().operands().of(extents).get(p).shape();
          if (shape.equals(tensor.shape())) {
            draw(f.workspace(), way, extents, Data.UNIFORM).runWith(tensor, p);
          }
        }
      }
    }
  }

  /** The extents that make the probe's shape another one, the rest small; if any do. */
  private static int[] extents(Shape probe, Shape wanted) {
    int[] extents = {3, 3, 3};
    for (int at = 0; at < extents.length; at++) {
      extents[at] =
          probe.rows() == PROBE[at]
              ? wanted.rows()
              : probe.columns() == PROBE[at] ? wanted.columns() : extents[at];
    }
    return extents;
  }

  /** Extents whose call is in a range, or as close to it as drawn ones come. */
  int[] extents(Way way, int least, int most) {
    int[] best = new int[way.model().extents().size()];
    Arrays.fill(best, 1);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int[] drawn = best.clone();
      int largest = ExtentClass.logUniform(Math.min(16, most), most, f.random);
      for (int at = 0; at < drawn.length; at++) {
        drawn[at] = ExtentClass.logUniform(1, largest, f.random);
      }
      if (allowed(way, drawn, most) && way.form().elements(drawn) > way.form().elements(best)) {
        best = drawn;
        if (way.form().elements(best) >= least) {
          return best;
        }
      }
    }
    return best;
  }

  private static boolean allowed(Way way, int[] extents, int most) {
    return way.model().multiplications(extents) <= MULTIPLICATIONS
        && way.form().elements(extents) <= most;
  }
}
