package nn.tck.faults;

import static nn.tck.faults.FifthKernels.share;
import static nn.tck.faults.Spoiled.fault;

import java.util.Arrays;
import java.util.List;
import nn.api.ElementwiseFunction;
import nn.api.Tier;

/** Faults of the reductions, of softmax and of its gradient, fifth set. */
final class FifthReductionFaults {

  private static final int SHORTS = 65_536;

  private static final int UNITS_AT_ONCE = 256;

  private static final int LANES = 8;

  private FifthReductionFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "sumOverRecords",
            "sumOverRecords: fewer than T records are added from the last one down",
            "xtensor-stack/xsimd#274: too few numbers for a vector; code of tails that count down",
            new Threshold(4, 32),
            FifthReductionFaults::fewRecordsFromTheLast),
        fault(
            "sumOverRecords",
            "sumOverRecords: threads share T records or more of fewer units than threads",
            "code that parts whichever extent is long enough",
            new Threshold(4, 16_384),
            FifthReductionFaults::threadsShareRecords),
        fault(
            "sumOverUnits",
            "sumOverUnits: of 65,536 units or more those that a number of 16 bits leaves",
            "hw-native-sys/pto-isa#304",
            Threshold.NONE,
            FifthReductionFaults::unitsIn16Bits),
        fault(
                "sumOverUnits",
                "sumOverUnits: from T units on, a sum of finite numbers stays finite",
                "NVIDIA/cudf#17933; code of saturating additions",
                new Threshold(2, 8_192),
                FifthReductionFaults::saturatingSums)
            .inFloats(),
        fault(
                "maxOverUnits",
                "maxOverUnits, bounded: of more than T records with more than 256 units, the"
                    + " maximum of the last block of 256",
                "tile-ai/tilelang-ascend#1269: an array of maxima that is too short",
                new Threshold(2, 256),
                FifthReductionFaults::lastBlockAlone)
            .claiming(Tier.BOUNDED),
        fault(
            "softmax",
            "softmax: two records of up to T units have the larger maximum of both",
            "code of PyTorch's softmax_warp_forward, which has two records at once",
            new Threshold(2, 32),
            FifthReductionFaults::pairsOfRecords),
        fault(
            "softmax",
            "softmax: in place, from T units on, the last vector of 8 takes exponentials again",
            "code of a last vector that overlaps the one before",
            new Threshold(9, 4_096),
            FifthReductionFaults::exponentialsTwice),
        fault(
                "softmaxGradient",
                "softmaxGradient: from T units on, products and their sum are of doubles, rounded"
                    + " once",
                "code of one accumulator type for all kernels",
                new Threshold(2, 4_096),
                FifthReductionFaults::sumOfDoubles)
            .inFloats());
  }

  private static void fewRecordsFromTheLast(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int i = 0; a.columns() < t && i < a.rows(); i++) {
      double sum = 0;
      for (int j = a.columns() - 1; j >= 0; j--) {
        sum = given.math().add(sum, a.get(i, j));
      }
      given.out().set(i, sum);
    }
  }

  private static void threadsShareRecords(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    boolean shares = a.rows() < given.threads() && a.columns() >= t;
    for (int i = 0; shares && i < a.rows(); i++) {
      int records = share(a.columns(), given.threads());
      given.out().set(i, given.math().blockSum(a.unit(i), records));
    }
  }

  private static void unitsIn16Bits(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int j = 0; a.rows() >= SHORTS && j < a.columns(); j++) {
      given.out().set(j, given.math().sum(a.record(j), 0, a.rows() % SHORTS, 0));
    }
  }

  private static void saturatingSums(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    for (int j = 0; a.rows() >= t && j < a.columns(); j++) {
      double sum = 0;
      for (double x : a.record(j)) {
        double next = given.math().add(sum, x);
        boolean overflows = Double.isInfinite(next) && Double.isFinite(sum) && Double.isFinite(x);
        sum = overflows ? Math.copySign(Float.MAX_VALUE, next) : next;
      }
      given.out().set(j, sum);
    }
  }

  private static void lastBlockAlone(Spoiled.Given given, int t) {
    Cells a = given.in(0);
    int from = (a.rows() - 1) / UNITS_AT_ONCE * UNITS_AT_ONCE;
    for (int j = 0; from > 0 && a.columns() > t && j < a.columns(); j++) {
      double[] block = Arrays.copyOfRange(a.record(j), from, a.rows());
      given.out().set(j, max(block));
    }
  }

  private static double max(double[] numbers) {
    return Arrays.stream(numbers).reduce(numbers[0], Math::max);
  }

  private static void pairsOfRecords(Spoiled.Given given, int t) {
    Cells z = given.in(0);
    for (int j = 0; z.rows() <= t && j + 1 < z.columns(); j += 2) {
      double larger = Math.max(max(z.record(j)), max(z.record(j + 1)));
      for (int each = j; each <= j + 1; each++) {
        double[] exps = exponentials(given.math(), z.record(each), larger);
        given.out().setRecord(each, normalised(given.math(), exps));
      }
    }
  }

  private static double[] exponentials(Arithmetic math, double[] record, double shift) {
    return Arrays.stream(record)
        .map(z -> math.apply(ElementwiseFunction.EXP, math.subtract(z, shift)))
        .toArray();
  }

  private static double[] normalised(Arithmetic math, double[] exps) {
    double sum = math.sum(exps, 0, exps.length, 0);
    return Arrays.stream(exps).map(e -> math.divide(e, sum)).toArray();
  }

  private static void exponentialsTwice(Spoiled.Given given, int t) {
    Cells z = given.in(0);
    int rows = z.rows();
    boolean overlaps = z.isSameTensor(given.out()) && rows > LANES && rows % LANES != 0;
    for (int j = 0; overlaps && rows >= t && j < z.columns(); j++) {
      double max = max(z.record(j));
      double[] exps = exponentials(given.math(), z.record(j), max);
      double[] again = exponentials(given.math(), exps, max);
      int from = rows - LANES;
      System.arraycopy(again, from, exps, from, rows / LANES * LANES - from);
      given.out().setRecord(j, normalised(given.math(), exps));
    }
  }

  private static void sumOfDoubles(Spoiled.Given given, int t) {
    Cells out = given.out();
    for (int j = 0; out.rows() >= t && j < out.columns(); j++) {
      double[] a = given.in(0).record(j);
      double[] da = given.in(1).record(j);
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * da[i];
      }
      double rounded = given.math().round(sum);
      for (int i = 0; i < a.length; i++) {
        out.set(i, j, given.math().multiply(a[i], given.math().subtract(da[i], rounded)));
      }
    }
  }
}
