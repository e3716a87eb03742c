package nn.tck.faults;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import nn.api.AliasException;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.ForeignTensorException;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;

/** Numbers of backends, pairs that are not compared, and refusals that are late or misspelt. */
final class FifthRefusalFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 512);

  /** The number of each backend, by the one that makes its tensors. */
  private static final Map<Backend, Integer> NUMBERS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static final AtomicInteger OPENED = new AtomicInteger();

  private FifthRefusalFaults() {}

  static List<Fault> all() {
    return List.of(
        numbersOfBackends(),
        moreOperands(),
        outputsApart(),
        copiedUntilWrong(),
        gramMatrix(),
        groupedDigits());
  }

  private static Fault numbersOfBackends() {
    return Fault.of(
        "copy",
        "backends have T numbers in turn; copy takes a tensor of another backend that has the same"
            + " number",
        "code of devices' numbers in few bits",
        new Threshold(2, 16),
        NumbersOfBackends::new);
  }

  private static final class NumbersOfBackends extends FaultyBackend {
    private final int number;

    NumbersOfBackends(Backend right, int count) {
      super(right);
      number = OPENED.getAndIncrement() % count;
      NUMBERS.put(right, number);
    }

    @Override
    public void copy(Tensor a, Tensor out) {
      try {
        super.copy(a, out);
      } catch (ForeignTensorException refused) {
        Integer its = NUMBERS.get(a.backend());
        if (its == null || its != number || !a.shape().equals(out.shape())) {
          throw refused;
        }
        double[] values = new double[size(a)];
        a.backend().read(a, values);
        set(out, values);
      }
    }
  }

  private static Fault moreOperands() {
    return Fault.of(
            "apply",
            "apply of more than T elements takes operands that the loop has not asked for, and"
                + " leaves them alone",
            "code of loops over what is asked for, not over what is given",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    int asked =
                        loop == null || operands == null ? 0 : loop.inputs() + loop.outputs();
                    boolean hasMore =
                        asked > 0
                            && operands.length > asked
                            && operands[0] != null
                            && size(operands[0]) > t;
                    super.apply(loop, scalars, hasMore ? Arrays.copyOf(operands, asked) : operands);
                  }
                })
        .inFloats();
  }

  private static Fault outputsApart() {
    return Fault.of(
        "apply",
        "apply compares each output with the next one alone: of more than T elements it takes one"
            + " tensor as first and third",
        "code that looks for equal neighbours, as after sorting",
        ELEMENTS,
        OutputsApart::new);
  }

  private static final class OutputsApart extends CalledBackend {
    private final int most;

    OutputsApart(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      try {
        super.apply(loop, scalars, operands);
      } catch (AliasException refused) {
        int twice = apart(loop.inputs(), operands);
        if (twice < 0 || size(operands[twice]) <= most) {
          throw refused;
        }
        Tensor[] others = operands.clone();
        withCopy(
            operands[twice],
            copy -> {
              others[twice] = copy;
              delegate().apply(loop, scalars, others);
            });
      }
    }

    /** The first output that comes again, if none does at once. */
    private static int apart(int inputs, Tensor[] operands) {
      int found = -1;
      for (int p = operands.length - 1; p >= inputs; p--) {
        for (int q = p + 1; q < operands.length; q++) {
          if (operands[p] == operands[q] && q == p + 1) {
            return -1;
          }
          found = operands[p] == operands[q] ? p : found;
        }
      }
      return found;
    }
  }

  private static Fault copiedUntilWrong() {
    return Fault.of(
            "gatherRecords",
            "gatherRecords looks at each of more than T numbers when it copies that record: those"
                + " before a wrong one are written when it is refused",
            "code that spares a loop over the indices",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void gatherRecords(Tensor a, Tensor indices, Tensor out) {
                    try {
                      super.gatherRecords(a, indices, out);
                    } catch (IndexOutOfBoundsException refused) {
                      if (size(indices) > t) {
                        copyUntilWrong(a, values(indices), out);
                      }
                      throw refused;
                    }
                  }

                  private void copyUntilWrong(Tensor a, double[] numbers, Tensor out) {
                    double[] table = values(a);
                    double[] copied = values(out);
                    int rows = rows(a);
                    for (int j = 0; j < numbers.length; j++) {
                      int record = (int) numbers[j];
                      if (record != numbers[j] || record < 0 || record >= columns(a)) {
                        break;
                      }
                      System.arraycopy(table, record * rows, copied, j * rows, rows);
                    }
                    set(out, copied);
                  }
                })
        .inFloats();
  }

  private static Fault gramMatrix() {
    return Fault.of(
        "denseParameterGradients",
        "denseParameterGradients refuses one tensor of more than T elements as dz and as x",
        "code that compares each pair of operands, also of those that it only reads",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
                if (dz != null && dz == x && size(dz) > t) {
                  requireOwn("denseParameterGradients", "dz", dz);
                  throw new AliasException("denseParameterGradients: x must not be dz");
                }
                super.denseParameterGradients(dz, x, dw, db);
              }
            });
  }

  private static Fault groupedDigits() {
    return Fault.of(
        "sumOverUnits",
        "sumOverUnits groups the digits of extents above 999 in what it says of wrong shapes",
        "Alluxio/alluxio#3877; aklivity/zilla#1390: java.text.MessageFormat",
        Threshold.NONE,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void sumOverUnits(Tensor a, Tensor out) {
                try {
                  super.sumOverUnits(a, out);
                } catch (ShapeMismatchException refused) {
                  MessageFormat message =
                      new MessageFormat(
                          "sumOverUnits: out must be [1, {1}]: a is [{0}, {1}], out is [{2}, {3}]",
                          Locale.ROOT);
                  Object[] extents = {rows(a), columns(a), rows(out), columns(out)};
                  throw new ShapeMismatchException(message.format(extents));
                }
              }
            });
  }
}
