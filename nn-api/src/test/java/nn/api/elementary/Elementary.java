package nn.api.elementary;

/** The functions of this package, each with its oracles and what it promises. */
enum Elementary {
  EXP(-745.2, 709.78, 1),
  LOG(Double.MIN_VALUE, Double.MAX_VALUE, 1),
  LOG1P(Math.nextUp(-1), Double.MAX_VALUE, 1),
  TANH(-30, 30, 2),
  SIGMOID(-745.2, 745.2, 2),
  SOFTPLUS(-745.2, 745.2, 2);

  /** The arguments that the oracle takes, unless they are nearer to zero than 2⁻⁶⁴. */
  final double from;

  final double to;

  /** What the function promises in FLOAT64, in units in the last place. */
  final double bound;

  Elementary(double from, double to, double bound) {
    this.from = from;
    this.to = to;
    this.bound = bound;
  }

  double at(double x) {
    return switch (this) {
      case EXP -> Exponential64.exp(x);
      case LOG -> Logarithm64.log(x);
      case LOG1P -> Logarithm64.log1p(x);
      case TANH -> Logistic64.tanh(x);
      case SIGMOID -> Logistic64.sigmoid(x);
      case SOFTPLUS -> Softplus64.softplus(x);
    };
  }

  float at(float x) {
    return switch (this) {
      case EXP -> Exponential32.exp(x);
      case LOG -> Logarithm32.log(x);
      case LOG1P -> Logarithm32.log1p(x);
      case TANH -> Logistic32.tanh(x);
      case SIGMOID -> Logistic32.sigmoid(x);
      case SOFTPLUS -> Softplus32.softplus(x);
    };
  }

  Real exactly(double x) {
    return switch (this) {
      case EXP -> Oracle.exp(x);
      case LOG -> Oracle.log(x);
      case LOG1P -> Oracle.log1p(x);
      case TANH -> Oracle.tanh(x);
      case SIGMOID -> Oracle.sigmoid(x);
      case SOFTPLUS -> Oracle.softplus(x);
    };
  }

  /** Within a few of FLOAT64's units in the last place. */
  double strictly(double x) {
    return switch (this) {
      case EXP -> StrictMath.exp(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> {
        double e = StrictMath.exp(-Math.abs(x));
        yield x >= 0 ? 1 / (1 + e) : e / (1 + e);
      }
      case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    };
  }

  boolean takes(double x) {
    boolean inside = x >= from && x <= to;
    return inside && (this == LOG ? x != 1 : Math.abs(x) >= 0x1p-64);
  }
}
