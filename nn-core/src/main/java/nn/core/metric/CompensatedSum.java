package nn.core.metric;

/**
 * A sum whose error does not grow with the number of summands (A. Neumaier: Rundungsfehleranalyse
 * einiger Verfahren zur Summation endlicher Summen. ZAMM 54, 1974, method IV).
 */
final class CompensatedSum {
  private double sum;
  private double lost; // by the additions so far

  void add(double value) {
    double next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  double value() {
    return Double.isFinite(sum) ? sum + lost : sum; // what an infinity loses is NaN
  }
}
