package nn.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Spark's own cluster manager with two workers that have different hosts, each a process: Spark
 * copies a task that hangs to another host only.
 */
final class StandaloneCluster implements AutoCloseable {
  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final int port;

  /**
   * Starts it; workers come when they are ready.
   *
   * @param folder for their files
   */
  StandaloneCluster(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    start(
        "127.0.0.1",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        String.valueOf(port),
        "--webui-port",
        "0");
    for (String host : List.of("127.0.0.1", "127.0.0.2")) {
      start(
          host,
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          host,
          "--cores",
          "1",
          "--memory",
          "1G",
          "--webui-port",
          "0",
          "--work-dir",
          folder.resolve("work-" + host).toString(),
          master());
    }
  }

  private void start(String host, String... program) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(program));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", host);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve(processes.size() + ".log").toFile());
    processes.add(builder.start());
  }

  /** The address of the master. */
  String master() {
    return "spark://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
