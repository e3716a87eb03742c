package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void regressionErrorsMatchTheirDefinitions() {
    Metrics.Regression errors =
        Metrics.Regression.of(new double[] {1, 2, 3, 6}, new double[] {1, 4, 3, 4});
    assertEquals(Math.sqrt(2), errors.rmse(), 1e-15);
    assertEquals(1, errors.mae());
    assertEquals(1 - 8 / 14.0, errors.r2(), 1e-15);
    assertEquals(Double.NaN, Metrics.Regression.of(new double[] {1}, new double[] {2}).r2());
  }
}
