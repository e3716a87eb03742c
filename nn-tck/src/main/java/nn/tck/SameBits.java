package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.tck.ModelCalls.Way;
import nn.tck.reference.Matrix;

/**
 * The bits that every way to call every kernel leaves, at sizes at which threads have slices of
 * their own. The operands are the same wherever they are drawn for one seed.
 */
final class SameBits {

  /** Numbers in the operands of kernels whose every form is tried, and of the first forms. */
  private static final int[][] SIZES = {{2_000, 8_000}, {20_000, 100_000}};

  private final Fixture f;

  SameBits(Fixture f) {
    this.f = f;
  }

  /** What one call has left. */
  record Left(String name, List<Matrix> results) {}

  /** Calls everything once. */
  List<Left> all() {
    ModelCalls model = new ModelCalls(f);
    List<Left> all = new ArrayList<>();
    for (Way way : model.ways()) {
      all.add(call(model, way, SIZES[0], all.size()));
    }
    for (Way way : model.first()) {
      all.add(call(model, way, SIZES[1], all.size()));
    }
    return all;
  }

  private Left call(ModelCalls model, Way way, int[] size, int number) {
    f.random.restart(f.seed(), f.dtype.bytes(), number);
    BoundCall call = model.draw(way, size[0], size[1]);
    call.run();
    return new Left(call.name(), call.results());
  }

  /** That two lists have the same bits. */
  void compare(String what, List<Left> expected, List<Left> actual) {
    for (int number = 0; number < expected.size(); number++) {
      Left wanted = expected.get(number);
      Left found = actual.get(number);
      for (int p = 0; p < wanted.results.size(); p++) {
        f.equal(wanted.name + ", " + what, wanted.results.get(p), found.results.get(p));
      }
    }
  }
}
