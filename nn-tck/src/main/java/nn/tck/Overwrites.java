package nn.tck;

import java.util.Arrays;
import java.util.List;
import nn.tck.ModelCalls.Way;
import nn.tck.model.Data;
import nn.tck.model.Operand;
import nn.tck.reference.Matrix;

/**
 * Calls a kernel, lets another kernel overwrite one of its operands, and calls it again: whoever
 * keeps a copy of an operand, packed or sent to a device, must notice every way to write, also
 * where another kernel has made the copy.
 */
final class Overwrites {

  /** Numbers in the operands: some hundreds, thousands, ten thousands. */
  private static final int[][] SIZES = {{100, 400}, {1_500, 6_000}, {20_000, 40_000}};

  private static final int ATTEMPTS = 4;

  private final Fixture f;
  private final ModelCalls model;
  private int pair;

  Overwrites(Fixture f) {
    this.f = f;
    model = new ModelCalls(f);
  }

  /** Every operand that a way to call a kernel reads, with every kernel that can overwrite it. */
  void run() {
    unwritten();
    for (Way way : model.ways()) {
      if (isPlain(way)) {
        overwrite(way, SIZES[0], true);
      }
    }
    for (int size = 1; size < SIZES.length; size++) {
      for (Way way : model.first()) {
        overwrite(way, SIZES[size], f.level().isStandard());
      }
    }
  }

  /** Every operand as it was made, zeros, beside numbers of every kind. */
  private void unwritten() {
    Data[] data =
        Arrays.stream(Data.values()).filter(kind -> kind.isFor(f.tier)).toArray(Data[]::new);
    for (Way way : model.first()) {
      List<Operand> operands = way.form().operands().of(ones(way));
      for (int p = 0; p < operands.size(); p++) {
        for (int[] size : SIZES) {
          if (operands.get(p).role() == Operand.Role.READ && f.isMine(pair++) && f.next()) {
            for (int kind = f.level().isStandard() ? 4 : 2; kind > 0; kind--) {
              BoundCall call =
                  draw(way, size, p, kind % 2 == 0 ? f.random.pick(data) : Data.SPECIALS);
              call.run();
              BoundCall other = call.withNew(p);
              other.restore();
              other.run();
              other.check(", with " + operands.get(p).name() + " as it was made");
            }
          }
        }
      }
    }
  }

  private boolean isFirst(Way way) {
    return way.form().equals(way.model().forms(f.tier).get(0));
  }

  /** Operands that are the same tensor are no other than one. */
  private static boolean isPlain(Way way) {
    List<Operand> operands = way.form().operands().of(ones(way));
    for (int p = 0; p < operands.size(); p++) {
      if (operands.get(p).alias() < p) {
        return false;
      }
    }
    return true;
  }

  private static int[] ones(Way way) {
    int[] ones = new int[way.model().extents().size()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** All thread counts share the pairs. */
  private void overwrite(Way way, int[] size, boolean byEachWriter) {
    List<Operand> operands = way.form().operands().of(ones(way));
    for (int p = 0; p < operands.size(); p++) {
      if (operands.get(p).role() == Operand.Role.READ && f.isMine(pair++) && f.next()) {
        BoundCall call = draw(way, size, p);
        call.run();
        if (operands.get(p).limit() > 0) {
          again(call, call.overwriteNumbers(p), p);
          call.refusesAWrongNumber(p);
        } else {
          List<Writer> writers = Writer.all(call.operand(p).shape());
          int first = byEachWriter ? 0 : f.random.below(writers.size());
          int end = byEachWriter ? writers.size() : first + 1;
          for (Writer writer : writers.subList(first, end)) {
            if (isFirst(way) && (size == SIZES[0] || f.random.below(4) == 0)) {
              model.readByOthers(way.model().kernel(), call.tensor(p));
            }
            if (f.random.below(4) == 0) { // an operand that is zero may be left out
              call.write(p, Matrix.filled(call.operand(p).shape(), 0.0));
              again(call, "a writing of zeros", p);
            }
            again(call, overwrittenBy(writer, call, p), p);
          }
          if (byEachWriter || f.random.below(4) == 0) {
            call.overwrittenByALoopThatThrows(p);
            again(call, "a loop that throws", p);
          }
          if (isFirst(way) && size == SIZES[0]) {
            often(call, p);
          }
        }
      }
    }
  }

  /** Written once, twice, three times and so on between two calls: writes may be counted. */
  private void often(BoundCall call, int p) {
    int most = f.level().isStandard() ? 260 : 9;
    for (int times = 1; times <= most; times++) {
      for (int time = 1; time < times; time++) {
        f.backend.write(call.before(p).values(), call.tensor(p)); // what it holds
      }
      call.write(p, Matrix.filled(call.operand(p).shape(), f.random.uniform()));
      again(call, times + " writings", p);
    }
  }

  /**
   * One time in four in another thread: what a thread keeps for itself is stale then, too. What the
   * kernel has computed before stays.
   *
   * @return by what
   */
  private String overwrittenBy(Writer writer, BoundCall call, int p) {
    String by = writer.form().name();
    if (f.random.below(4) == 0) {
      by += " in another thread";
      f.callers().run(1, any -> call.overwrittenAfterwardsBy(writer, p));
    } else {
      call.overwrittenAfterwardsBy(writer, p);
    }
    return by;
  }

  private BoundCall draw(Way way, int[] size, int p) {
    return draw(way, size, p, Data.UNIFORM);
  }

  /** A call in which an operand has a good part of all numbers. */
  private BoundCall draw(Way way, int[] size, int p, Data data) {
    int[] best =
        f.random.below(2) == 0 ? model.extents(way, size[0], size[1]) : along(way, size, p);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int[] drawn = model.extents(way, size[0], size[1]);
      if (numbers(way, drawn, p) > numbers(way, best, p)) {
        best = drawn;
      }
    }
    return model.draw(f.workspace(), way, best, data);
  }

  /** Extents of which one that the operand has is long, the others short. */
  private int[] along(Way way, int[] size, int p) {
    int[] best = ones(way);
    for (int at = 0; at < best.length; at++) {
      int[] one = ones(way);
      one[at] = size[0] / 2;
      best = numbers(way, one, p) > numbers(way, best, p) ? one : best;
    }
    return best;
  }

  private static int numbers(Way way, int[] extents, int p) {
    return way.form().operands().of(extents).get(p).shape().size();
  }

  private static void again(BoundCall call, String writer, int p) {
    call.restore();
    call.run();
    call.check(", after " + writer + " has overwritten " + call.operand(p).name());
  }
}
