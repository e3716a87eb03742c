package nn.core.metric;

import java.io.Serializable;

/** What is sent in place of one of {@link Metrics}. */
record MetricName(String name) implements Serializable {

  private Object readResolve() {
    return Metrics.of(name);
  }
}
