package nn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Message;
import nn.api.Tier;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendReport;
import nn.api.provider.Backends;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The backend that computes on every executor: the driver's, by name, version and tier. A JVM opens
 * it once, for all its tasks, and keeps it.
 *
 * @param threads of one kernel: the processors of a task, as tasks share the executor's
 */
record WorkerBackend(String name, String version, DType dtype, Tier tier, int threads)
    implements Serializable {

  private static final Map<WorkerBackend, Backend> OPEN = new ConcurrentHashMap<>();

  /** Tasks for each place where one may run, so that every executor is likely to be asked. */
  private static final int PROBES = 2;

  /** The driver's, for the tasks of a context. */
  static WorkerBackend of(Backend backend, SparkContext context) {
    return of(backend).threads(taskCpus(context));
  }

  /** The driver's, with one thread for a kernel. */
  static WorkerBackend of(Backend backend) {
    return new WorkerBackend(
        backend.name(),
        version(Backends.report(), backend.name()),
        backend.dtype(),
        backend.tier(),
        1);
  }

  /** The processors of a task. */
  static int taskCpus(SparkContext context) {
    return context.getConf().getInt("spark.task.cpus", 1);
  }

  /** The same with another number of threads. */
  WorkerBackend threads(int other) {
    return new WorkerBackend(name, version, dtype, tier, other);
  }

  private static String version(BackendReport report, String name) {
    return report.entries().stream()
        .filter(entry -> entry.name().equals(name))
        .map(BackendReport.Entry::version)
        .findFirst()
        .orElse("unknown");
  }

  /**
   * The backend of this JVM.
   *
   * @throws SparkJobException if it is not there, or another one
   */
  Backend open() {
    return OPEN.computeIfAbsent(this, WorkerBackend::openNew);
  }

  private Backend openNew() {
    Backend opened;
    try {
      opened = Backends.open(name, new BackendOptions(dtype, threads));
    } catch (BackendException missing) {
      throw new SparkJobException(
          Message.of(
              "open backend: every executor must have the driver's backend '%s'; add its jar with"
                  + " --jars: %s",
              name, missing.getMessage()),
          missing);
    }
    String found = version(Backends.report(), name);
    if (opened.tier() != tier || !found.equals(version)) {
      opened.close();
      throw new SparkJobException(
          Message.of(
              "open backend: every executor must have the driver's backend; use the same jars"
                  + " everywhere: the driver has %s %s, %s, the executor %s, %s",
              name, version, tier, found, opened.tier()));
    }
    return opened;
  }

  /**
   * Opens the backend on the executors that are there, before work is sent to them.
   *
   * @throws SparkJobException if one cannot
   */
  void require(JavaSparkContext context) {
    Jobs.run("open backend", () -> openEverywhere(context));
  }

  private List<String> openEverywhere(JavaSparkContext context) {
    WorkerBackend own = this;
    int tasks = PROBES * Math.max(1, context.defaultParallelism());
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      places.add(i);
    }
    return context.parallelize(places, tasks).map(place -> own.open().name()).collect();
  }
}
