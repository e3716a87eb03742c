package nn.tck;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import nn.api.DType;
import nn.tck.reference.Bounds;
import nn.tck.reference.Matrix;

/** What a wrong result looks like, as far as the expected and the actual values tell. */
enum Look {
  FLUSHES("flushes subnormals: zero where a subnormal number is expected") {
    @Override
    boolean fits(Evidence e) {
      double magnitude = Math.min(Math.abs(e.low()), Math.abs(e.high()));
      return e.found() == 0 && magnitude > 0 && magnitude < e.dtype().minNormal();
    }
  },

  SIGN_OF_ZERO("loses the sign of zero") {
    @Override
    boolean fits(Evidence e) {
      return e.isExact() && e.found() == 0 && e.low() == 0;
    }
  },

  DROPS_NAN("drops a NaN, which must reach the result") {
    @Override
    boolean fits(Evidence e) {
      return Double.isNaN(e.low()) && !Double.isNaN(e.found());
    }
  },

  MAKES_NAN("makes a NaN where none may be") {
    @Override
    boolean fits(Evidence e) {
      return Difference.unexpectedNan(e.expected().at(e.at()), e.found());
    }
  },

  OVERFLOWS("overflows on the way, or divides by zero") {
    @Override
    boolean fits(Evidence e) {
      return Double.isInfinite(e.found()) && Double.isFinite(e.low()) && Double.isFinite(e.high());
    }
  },

  SINGLE("is rounded through FLOAT32: it has no more bits than one") {
    @Override
    boolean fits(Evidence e) {
      boolean close = Math.abs(e.found() - e.low()) <= 0x1p-20 * Math.abs(e.low());
      return e.dtype() == DType.FLOAT64 && close && isFloat(e.found()) && !isFloat(e.low());
    }
  },

  NEGATED("has the other sign") {
    @Override
    boolean fits(Evidence e) {
      return e.found() != 0 && -e.found() >= e.low() && -e.found() <= e.high();
    }
  },

  TRANSPOSED("is transposed: the values are right and lie row after row") {
    @Override
    boolean fits(Evidence e) {
      Matrix actual = e.actual();
      if (actual.rows() == 1 || actual.columns() == 1) {
        return false;
      }
      for (int at = 0; at < actual.values().length; at++) {
        int transposed = at % actual.rows() * actual.columns() + at / actual.rows();
        if (!e.expected().at(at).contains(actual.values()[transposed])) {
          return false;
        }
      }
      return true;
    }
  },

  SHIFTED_UP("is shifted by one element: each wrong one is that before it") {
    @Override
    boolean fits(Evidence e) {
      return isShifted(e, -1);
    }
  },

  SHIFTED_DOWN("is shifted by one element: each wrong one is that after it") {
    @Override
    boolean fits(Evidence e) {
      return isShifted(e, 1);
    }
  },

  LAST_BITS("is off in its last bits only: another order of the sum, or another formula") {
    @Override
    boolean fits(Evidence e) {
      double ulp = e.dtype() == DType.FLOAT64 ? Math.ulp(e.low()) : Math.ulp((float) e.low());
      return e.isExact()
          && e.low() != 0
          && e.found() != 0
          && Math.abs(e.found() - e.low()) <= MANY_ULPS * ulp;
    }
  };

  private static final int MANY_ULPS = 64;

  /** For the reader. */
  final String words;

  Look(String words) {
    this.words = words;
  }

  /** Whether a wrong result looks so. */
  abstract boolean fits(Evidence evidence);

  /** What it looks like, a line each; that its last bits differ only if it is nothing else. */
  static List<String> of(Evidence evidence) {
    List<String> words =
        Arrays.stream(values())
            .filter(look -> look != LAST_BITS && look.fits(evidence))
            .map(look -> look.words)
            .toList();
    return words.isEmpty() && LAST_BITS.fits(evidence) ? List.of(LAST_BITS.words) : words;
  }

  /** The same without a guess at why last bits differ, where that is known. */
  static List<String> certain(Evidence evidence) {
    return of(evidence).stream().filter(words -> !words.equals(LAST_BITS.words)).toList();
  }

  /** Lines of a message. */
  static String lines(List<String> likely) {
    return likely.stream()
        .map(words -> String.format(Locale.ROOT, "%n  likely   %s", words))
        .collect(Collectors.joining());
  }

  private static boolean isFloat(double value) {
    return (float) value == value;
  }

  /** Whether all wrong elements, at least two different ones, are what a neighbour should be. */
  private static boolean isShifted(Evidence e, int by) {
    Bounds expected = e.expected();
    double[] actual = e.actual().values();
    int wrong = 0;
    boolean different = false;
    for (int at = 0; at < actual.length; at++) {
      int neighbour = at + by;
      if (!e.isRight(at)) {
        if (neighbour < 0
            || neighbour >= actual.length
            || !expected.at(neighbour).contains(actual[at])) {
          return false;
        }
        wrong++;
        different |= !Evidence.same(actual[at], e.found());
      }
    }
    return wrong > 1 && different;
  }
}
