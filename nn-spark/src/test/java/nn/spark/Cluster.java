package nn.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A session of Spark for a test, which is stopped afterwards. A JVM has one at a time, so one that
 * is open stops first.
 */
final class Cluster implements AutoCloseable {
  /** Two executors with a core each, in processes of their own. */
  static final String TWO_PROCESSES = "local-cluster[2,1,1024]";

  private final SparkSession session;

  private Cluster(SparkSession session) {
    this.session = session;
  }

  static Cluster start(String master) {
    return start(master, Map.of());
  }

  static Cluster start(String master, Map<String, String> settings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("nn")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 3)
            .config("spark.sql.warehouse.dir", "target/spark-warehouse");
    if (!master.startsWith("local[")) {
      builder
          .config("spark.locality.wait", "200ms") // for tasks whose records are on the other one
          .config("spark.executor.extraClassPath", home())
          .config("spark.executor.memory", "900m")
          .config("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector");
    }
    settings.forEach(builder::config);
    SparkSession.getDefaultSession().foreach(open -> stop(open));
    return new Cluster(builder.getOrCreate());
  }

  private static @Nullable Object stop(SparkSession session) {
    session.stop();
    return null; // which Scala's functions return that return nothing
  }

  /**
   * Makes a folder that Spark takes for its own: its jars are those of this JVM's class path, but
   * for nn's, which are a user's.
   *
   * @return the class path, for executors
   */
  private static String home() {
    String classPath = System.getProperty("java.class.path");
    Path jars = Path.of(System.getenv("SPARK_HOME"), "jars");
    try {
      Files.createDirectories(jars);
      for (String entry : classPath.split(File.pathSeparator, -1)) {
        Path jar = Path.of(entry);
        if (Files.isRegularFile(jar) && !jar.getFileName().toString().startsWith("nn-")) {
          try {
            Files.createSymbolicLink(
                jars.resolve(String.valueOf(jar.getFileName())), jar.toAbsolutePath());
          } catch (FileAlreadyExistsException known) {
            // made by an earlier test
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return classPath;
  }

  SparkSession session() {
    return session;
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** What arrives elsewhere, by the serializer of the context that is open. */
  static <T> T sent(T object) {
    ClassTag<T> type = ClassTag$.MODULE$.apply(object.getClass());
    SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
    return serializer.deserialize(serializer.serialize(object, type), type);
  }

  @Override
  public void close() {
    session.stop();
  }
}
