package nn.tck;

import static nn.tck.Saboteur.accepting;
import static nn.tck.Saboteur.in;

import java.util.Arrays;
import java.util.List;
import nn.api.AliasException;
import nn.api.Backend;
import nn.api.ForeignTensorException;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;
import nn.tck.reference.Matrix;

/** Faults in kernels that take units or records by their numbers, and in reshape. */
final class GatherSaboteurs {

  private GatherSaboteurs() {}

  /** A call that goes to the delegate with a change before or after. */
  private interface ByUnits {
    void run(WrappedBackend wrapped, Backend to, Tensor a, int[] units, Tensor out);
  }

  /** A call that goes to the delegate with a change before or after. */
  private interface ByIndices {
    void run(WrappedBackend wrapped, Backend to, Tensor a, Tensor indices, Tensor out);
  }

  private static Saboteur gather(int rule, String fault, ByUnits call) {
    return in(
        "gather",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void gather(Tensor a, int[] units, Tensor out) {
                call.run(this, delegate(), a, units, out);
              }
            });
  }

  private static Saboteur scatterAdd(int rule, String fault, ByUnits call) {
    return in(
        "scatterAdd",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void scatterAdd(Tensor a, int[] units, Tensor out) {
                call.run(this, delegate(), a, units, out);
              }
            });
  }

  private static Saboteur gatherRecords(int rule, String fault, ByIndices call) {
    return in(
        "gatherRecords",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
                call.run(this, delegate(), a, indices, out);
              }
            });
  }

  private static Saboteur scatterAddRecords(int rule, String fault, ByIndices call) {
    return in(
        "scatterAddRecords",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
                call.run(this, delegate(), a, indices, out);
              }
            });
  }

  private static Saboteur reshape(int rule, String fault, ByIndices call) {
    return in(
        "reshape",
        rule,
        fault,
        backend ->
            new WrappedBackend(backend) {
              @Override
              public void reshape(Tensor a, Tensor out) {
                call.run(this, delegate(), a, a, out);
              }
            });
  }

  static List<Saboteur> all() {
    return List.of(
        gather(
            521,
            "takes the first unit where there is none",
            (wrapped, to, a, units, out) -> {
              to.gather(a, units, out);
              int[] clamped = units.clone();
              clamped[0] = Math.max(0, clamped[0]);
              to.gather(a, clamped, out);
            }),
        gather(
            521,
            "loses the sign of zeros",
            (wrapped, to, a, units, out) -> {
              to.gather(a, units, out);
              Matrix values = wrapped.get(out);
              wrapped.put(values.map(v -> v + 0.0), out);
            }),
        gather(
            526,
            "sorts the numbers",
            (wrapped, to, a, units, out) -> {
              to.gather(a, units, out);
              Arrays.sort(units);
            }),
        scatterAdd(
            522,
            "keeps the last of several",
            (wrapped, to, a, units, out) -> {
              to.scatterAdd(a, units, out);
              Matrix from = wrapped.get(a);
              Matrix sums = wrapped.get(out);
              for (int j = 0; j < from.columns(); j++) {
                for (int i = 0; i < units.length; i++) {
                  if (units[i] >= 0) {
                    sums.set(units[i], j, from.get(i, j));
                  }
                }
              }
              wrapped.put(sums, out);
            }),
        scatterAdd(
            522,
            "adds up from the last unit to the first",
            (wrapped, to, a, units, out) -> {
              to.scatterAdd(a, units, out);
              Matrix from = wrapped.get(a);
              Matrix sums = Matrix.filled(out.shape(), 0.0);
              for (int j = 0; j < from.columns(); j++) {
                for (int i = units.length - 1; i >= 0; i--) {
                  if (units[i] >= 0) {
                    sums.set(units[i], j, sums.get(units[i], j) + from.get(i, j));
                  }
                }
              }
              wrapped.put(sums, out);
            }),
        gatherRecords(
            523,
            "leaves out the last record",
            (wrapped, to, a, indices, out) -> {
              to.gatherRecords(a, indices, out);
              int last = out.shape().columns() - 1;
              Matrix values = wrapped.get(out);
              wrapped.put(out, (i, j) -> j == last ? 0.0 : values.get(i, j));
            }),
        scatterAddRecords(
            524,
            "adds to its destination",
            (wrapped, to, a, indices, out) -> {
              Matrix before = wrapped.get(out);
              to.scatterAddRecords(a, indices, out);
              Matrix sums = wrapped.get(out);
              wrapped.put(out, (i, j) -> before.get(i, j) + sums.get(i, j));
            }),
        scatterAddRecords(
            524,
            "adds up from the last record to the first",
            (wrapped, to, a, indices, out) -> {
              to.scatterAddRecords(a, indices, out);
              Matrix from = wrapped.get(a);
              Matrix numbers = wrapped.get(indices);
              Matrix sums = Matrix.filled(out.shape(), 0.0);
              for (int j = from.columns() - 1; j >= 0; j--) {
                int record = (int) numbers.get(0, j);
                for (int i = 0; i < from.rows(); i++) {
                  sums.set(i, record, sums.get(i, record) + from.get(i, j));
                }
              }
              wrapped.put(sums, out);
            }),
        reshape(
            525,
            "counts unit after unit",
            (wrapped, to, a, same, out) -> {
              to.reshape(a, out);
              Matrix from = wrapped.get(a);
              int columns = out.shape().columns();
              wrapped.put(
                  out,
                  (i, j) -> {
                    int e = i * columns + j;
                    return from.get(e / from.columns(), e % from.columns());
                  });
            }),
        scatterAddRecords(
            526,
            "uses the numbers as working space",
            (wrapped, to, a, indices, out) -> {
              to.scatterAddRecords(a, indices, out);
              to.fill(0.0, indices);
            }),
        gatherRecords(
            624,
            "cuts off fractions",
            (wrapped, to, a, indices, out) -> {
              try {
                to.gatherRecords(a, indices, out);
              } catch (IndexOutOfBoundsException refused) {
                Matrix numbers = wrapped.get(indices);
                wrapped.put(numbers.map(v -> (int) v), indices);
                to.gatherRecords(a, indices, out);
              }
            }),
        accepting("gather", 623, "wrong shapes", ShapeMismatchException.class),
        accepting("scatterAdd", 624, "a wrong number", IndexOutOfBoundsException.class),
        accepting("scatterAddRecords", 624, "a wrong number", IndexOutOfBoundsException.class),
        accepting("gather", 625, "an alias", AliasException.class),
        accepting("scatterAddRecords", 625, "an alias", AliasException.class),
        accepting("reshape", 623, "another size", ShapeMismatchException.class),
        accepting("gatherRecords", 602, "a foreign tensor", ForeignTensorException.class));
  }
}
