package nn.tck;

import java.util.Arrays;
import java.util.Optional;
import nn.api.Shape;
import nn.api.network.Cost;
import nn.api.network.OutputRange;
import nn.tck.model.PlugInModel;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;

/**
 * What a cost judges, found by asking it.
 *
 * @param units the number of outputs
 * @param range the widest that it accepts
 * @param targets the widest that it accepts
 */
record CostDomain(int units, OutputRange range, Targets targets) {
  private static final int[] UNITS = {3, 1, 2};
  private static final OutputRange[] RANGES = {
    OutputRange.REAL, OutputRange.PROBABILITY, OutputRange.DISTRIBUTION
  };

  /** Kinds of targets, the wider before the narrower. */
  enum Targets {
    NUMBERS,
    COUNTS,
    PROBABILITIES,
    DISTRIBUTIONS,
    ONE_HOT,
    BITS,
    SIGNS;

    Matrix draw(Generator random, int units, int records) {
      Matrix targets =
          Matrix.generate(units, records, (i, j) -> (float) ((1 + random.uniform()) / 2));
      return switch (this) {
        case NUMBERS -> targets.map(value -> 4 * value - 2);
        case COUNTS ->
            targets.map(value -> Math.rint(Math.scalb(1 + value, (int) (10 * value)) - 1));
        case PROBABILITIES -> targets;
        case DISTRIBUTIONS -> distributions(random, units, records);
        case ONE_HOT -> {
          Matrix hot = targets.map(value -> 0);
          for (int j = 0; j < records; j++) {
            hot.set(random.below(units), j, 1);
          }
          yield hot;
        }
        case BITS -> targets.map(Math::rint);
        case SIGNS -> targets.map(value -> 2 * Math.rint(value) - 1);
      };
    }
  }

  /** Multiples of 2⁻²⁰, so that their sum is 1 and no rounding says otherwise. */
  private static Matrix distributions(Generator random, int units, int records) {
    Matrix result = Matrix.filled(new Shape(units, records), 0);
    for (int j = 0; j < records; j++) {
      int left = 1 << 20;
      for (int i = 0; i < units - 1; i++) {
        int others = units - 1 - i; // each is to have something
        int share = 1 + random.below(Math.min(2 * left / (others + 1), left - others));
        result.set(i, j, share * 0x1p-20);
        left -= share;
      }
      result.set(units - 1, j, left * 0x1p-20);
    }
    return result;
  }

  /** Every record divided by its sum. */
  private static Matrix normalised(Matrix matrix) {
    Matrix result = Matrix.filled(matrix.shape(), 0);
    for (int j = 0; j < matrix.columns(); j++) {
      double sum = 0;
      for (int i = 0; i < matrix.rows(); i++) {
        sum += matrix.get(i, j);
      }
      for (int i = 0; i < matrix.rows(); i++) {
        result.set(i, j, (float) (matrix.get(i, j) / sum));
      }
    }
    return result;
  }

  /** The widest domain that the cost accepts. */
  static CostDomain of(Cost cost) {
    int units =
        Arrays.stream(UNITS)
            .filter(candidate -> takes(cost, candidate))
            .findFirst()
            .orElseThrow(() -> new AssertionError("requireOutputs refuses 1, 2 and 3 outputs"));
    return of(cost, units);
  }

  /** Whether the cost judges so many outputs. */
  static boolean takes(Cost cost, int units) {
    return widest(cost, units).isPresent();
  }

  /** The widest domain of so many outputs, which the cost takes. */
  static CostDomain of(Cost cost, int units) {
    OutputRange range = widest(cost, units).orElseThrow();
    Targets targets =
        Arrays.stream(Targets.values())
            .filter(
                candidate -> {
                  Matrix drawn = candidate.draw(new Generator(1), units, 50);
                  return accepts(() -> cost.requireTargets(drawn.values(), units));
                })
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError("requireTargets refuses every kind of targets known here"));
    return new CostDomain(units, range, targets);
  }

  private static Optional<OutputRange> widest(Cost cost, int units) {
    return Arrays.stream(RANGES)
        .filter(candidate -> accepts(() -> cost.requireOutputs(units, candidate)))
        .findFirst();
  }

  private static boolean accepts(Runnable requirement) {
    try {
      requirement.run();
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  Matrix targets(Trial trial, int records) {
    return targets.draw(trial.random, units, records);
  }

  /** Outputs well inside the range. */
  Matrix outputs(Trial trial, int records) {
    return switch (range) {
      case REAL, UNKNOWN -> trial.draw(units, records, 2);
      case PROBABILITY -> trial.draw(units, records, 0.4).map(value -> (float) (value + 0.5));
      case DISTRIBUTION ->
          normalised(trial.draw(units, records, 0.4).map(value -> (float) (value + 0.5)));
    };
  }

  /** Outputs of a kind where any number will do. */
  Matrix outputs(Trial trial, int records, PlugInModel.Data data) {
    return range == OutputRange.REAL || range == OutputRange.UNKNOWN
        ? trial.draw(units, records, data, 2)
        : outputs(trial, records);
  }

  /** Outputs at the ends of the range, one record for each. */
  Matrix extremes(Trial trial) {
    double most = trial.dtype.maxValue();
    double least = trial.dtype.minNormal();
    double belowOne = 1 - (trial.dtype.bytes() == Double.BYTES ? 0x1p-53 : 0x1p-24);
    return switch (range) {
      case REAL, UNKNOWN -> everywhere(0.0, -0.0, least, 1, -1, 1e10, -1e10, 1e30, most, -most);
      case PROBABILITY -> everywhere(0.0, least, least / 16, 0.5, belowOne, 1);
      case DISTRIBUTION -> Matrix.generate(units, units, (i, j) -> i == j ? 1 : 0);
    };
  }

  private Matrix everywhere(double... values) {
    return Matrix.generate(units, values.length, (i, j) -> values[(i + j) % values.length]);
  }
}
